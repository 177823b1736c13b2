/** The paper that a document is printed on. */
import type { Agency, Orientation } from '../domain/agency.ts';
import { orientationOf, PAPER_MM } from '../domain/agency.ts';
import type { DocumentKind } from '../domain/draft.ts';
import { source } from '../runtime/view.ts';

/** What is printed: a kind of document, or the evidence of one. */
export type Printed = DocumentKind | 'evidence';

const frame = (): string =>
  `data:image/svg+xml,${encodeURIComponent(source('documents/charter/frame.svg'))}`;

/** Measures are in mm; without margins the kind's own style has them. */
export function sheetOf(agency: Agency, printed: Printed) {
  const { paper, font, margins } = agency.layout;
  const orientation: Orientation =
    printed === 'evidence' ? 'portrait' : orientationOf(agency, printed);
  const isCharter = printed === 'charter';
  const [short, long] = PAPER_MM[paper];
  const [width, height] = orientation === 'portrait' ? [short, long] : [long, short];
  return {
    orientation,
    width,
    height,
    font,
    margins: isCharter ? null : (margins ?? null),
    frame: isCharter ? frame() : null,
  };
}
