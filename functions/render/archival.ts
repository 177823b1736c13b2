/** The files of a document as they are kept: printed, archival, and with their own data inside. */
import { canonical } from '../domain/commit.ts';
import type { DocumentState } from '../domain/document.ts';
import type { DocumentDraft } from '../domain/draft.ts';
import { EMBEDDED_SCHEMA, embeddedData } from '../domain/embedded.ts';
import type { Archiver, Renderer } from '../ports.ts';
import { fontNames } from './fonts.ts';
import { documentHtml, type Parts, printable } from './view.ts';

export type Press = { readonly renderer: Renderer; readonly archiver: Archiver };

/** As the template `signature-place` names them. */
const fieldsOf = ({ signers }: DocumentDraft): readonly string[] =>
  signers.map(({ number }) => `Signature-${number}`);

/**
 * The unsigned file of a document, the same for every press that runs the same Chromium.
 *
 * @throws RenderFault or ArchiveFault with a reason a person can read.
 */
export async function documentPdf(
  { renderer, archiver }: Press,
  { draft, draftedAt }: Pick<DocumentState, 'draft' | 'draftedAt'>,
  parts: Parts,
): Promise<Uint8Array> {
  const print = await renderer.print(documentHtml(draft, parts));
  return archiver.archive(print, {
    title: draft.title,
    author: draft.agency.name,
    at: draftedAt,
    fonts: fontNames(draft.agency.layout.font),
    fields: fieldsOf(draft),
    data: {
      bytes: Buffer.from(canonical(embeddedData(draft))),
      schema: EMBEDDED_SCHEMA.schema,
      version: EMBEDDED_SCHEMA.version,
    },
  });
}

/**
 * The sheet of evidence, filled with `model`; the evidence itself is a file of its own beside it.
 *
 * @throws RenderFault or ArchiveFault with a reason a person can read.
 */
export async function evidencePdf(
  { renderer, archiver }: Press,
  { draft, completedAt = '' }: Pick<DocumentState, 'draft' | 'completedAt'>,
  model: { readonly title: string },
): Promise<Uint8Array> {
  const { agency } = draft;
  const print = await renderer.print(printable('evidence', model, agency));
  return archiver.archive(print, {
    title: model.title,
    author: agency.name,
    at: completedAt,
    fonts: fontNames(agency.layout.font),
    fields: [],
  });
}
