/** The paper that a document is printed on. */
import type { Agency, FontSet, Orientation } from '../domain/agency.ts';
import { orientationOf, PAPER_MM } from '../domain/agency.ts';
import type { DocumentKind } from '../domain/draft.ts';
import { source } from '../runtime/template.ts';

/** What is printed: a kind of document, or the evidence or the visible marks of one. */
export type Printed = DocumentKind | 'evidence' | 'marks';

/**
 * A page for the mark of one signatory, in mm: twice the smallest space that a document has for one
 * (37 mm wide on a commitment of four, 11 mm high on a charter set close). The page of the seal is
 * in the style of the marks.
 */
const MARK_MM = { width: 74, height: 23 } as const;

/** The fonts that something is printed with: a typed mark is serif in italics. */
export const fontsOf = (agency: Agency, printed: Printed): FontSet =>
  printed === 'marks' ? 'serif' : agency.layout.font;

const frame = (): string =>
  `data:image/svg+xml,${encodeURIComponent(source('documents/charter/frame.svg'))}`;

/** Measures are in mm; without margins the kind's own style has them. */
export function sheetOf(agency: Agency, printed: Printed) {
  const { paper, font, margins } = agency.layout;
  if (printed === 'marks')
    return { orientation: 'landscape', ...MARK_MM, font, margins: null, frame: null } as const;
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
