/** The files of a document as they are kept: printed, archival, and with their own data inside. */
import { canonical } from '../domain/commit.ts';
import type { DocumentState } from '../domain/document.ts';
import type { DocumentDraft } from '../domain/draft.ts';
import { EMBEDDED_SCHEMA, embeddedData } from '../domain/embedded.ts';
import { SEAL_FIELD, signatureField } from '../domain/marks.ts';
import type { Archiver, Renderer } from '../ports.ts';
import { fontNames } from './fonts.ts';
import { documentHtml, type Parts, printable } from './view.ts';
import { fontsOf } from './view-sheet.ts';

export type Press = { readonly renderer: Renderer; readonly archiver: Archiver };

/** As the templates `signature-place` and `seal-place` name them. */
const fieldsOf = ({ signers }: DocumentDraft): readonly string[] => [
  ...signers.map(({ number }) => signatureField(number)),
  SEAL_FIELD,
];

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
    fonts: fontNames(fontsOf(draft.agency, draft.kind)),
    fields: fieldsOf(draft),
    data: {
      bytes: Buffer.from(canonical(embeddedData(draft))),
      schema: EMBEDDED_SCHEMA.schema,
      version: EMBEDDED_SCHEMA.version,
    },
  });
}

/** What is printed of a completed document, and the model that fills it. */
export type Proof = {
  readonly kind: 'evidence' | 'marks';
  readonly model: { readonly title: string };
};

/**
 * The sheet of evidence of a completed document, or the print of its visible marks; without fields.
 *
 * @throws RenderFault or ArchiveFault with a reason a person can read.
 */
export async function proofPdf(
  { renderer, archiver }: Press,
  { draft: { agency }, completedAt = '' }: Pick<DocumentState, 'draft' | 'completedAt'>,
  { kind, model }: Proof,
): Promise<Uint8Array> {
  const print = await renderer.print(printable(kind, model, agency));
  return archiver.archive(print, {
    title: model.title,
    author: agency.name,
    at: completedAt,
    fonts: fontNames(fontsOf(agency, kind)),
    fields: [],
  });
}
