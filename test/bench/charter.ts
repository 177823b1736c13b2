/** The documents that the benches make: the product's own view, templates, fonts and data. */
import { fileURLToPath } from 'node:url';
import { archivePdf } from '../../functions/adapters/pdf-archive.ts';
import type { DocumentDraft } from '../../functions/domain/draft.ts';
import type { ArchivalMeta, Renderer } from '../../functions/ports.ts';
import { documentPdf, type Press } from '../../functions/render/archival.ts';
import { verifyLink } from '../../functions/render/view.ts';
import { sha256 } from '../../functions/runtime/digest.ts';
import { ENV } from '../../functions/runtime/env.ts';
import { charters } from '../gallery/charters.ts';
import { declaration, documentOf } from '../gallery/declarations.ts';
import { someone } from '../gallery/people.ts';

const ROOT = new URL('../../', import.meta.url);

/** Where the host keeps the Chromium that it unpacks. */
export const CHROMIUM = fileURLToPath(new URL('.piagam/chromium', ROOT));

const DRAFTED_AT = '2026-11-21T03:00:00.000Z';

// Read when a template is filled.
process.env[ENV.templates] ??= fileURLToPath(new URL('templates', ROOT));

/** Two sheets: eight people sign for five units, on a frame, with text and signatures apart. */
const charter = charters['five units and two witnesses'];

/** Of one employee, on one sheet. */
export const pledge = documentOf(
  'pledge',
  declaration({ pledges: [{ ...someone(7), rankAndFile: true, superior: someone(11) }] }),
);

/** The gallery's names have letters for which most declarations need no font. */
const plain = (name: string): string => name.normalize('NFD').replaceAll(/\p{Mark}/gu, '');

/** A charter of its own for every `number`, with ordinary names or with those of the gallery. */
export function numbered(number: number, names: 'ordinary' | 'rare' = 'ordinary'): DocumentDraft {
  if (charter === undefined) throw new Error('the gallery has no such charter');
  const draft = { ...charter, id: String(number).padStart(16, '0') };
  if (names === 'rare') return draft;
  const signers = charter.signers.map((signer) => ({ ...signer, name: plain(signer.name) }));
  return { ...draft, signers };
}

const partsOf = async ({ id }: DocumentDraft) => ({
  logo: undefined,
  verify: await verifyLink('https://piagam.example', id),
});

/** The HTML of a charter. */
export const charterHtml = async (number: number): Promise<string> =>
  (await prepared(numbered(number))).html;

/** A document as the render worker makes it: filled, printed, archival, with its data inside. */
export async function pdfOf(draft: DocumentDraft, renderer: Renderer): Promise<Uint8Array> {
  const state = { draft, draftedAt: DRAFTED_AT };
  return documentPdf({ renderer, archiver: { archive: archivePdf } }, state, await partsOf(draft));
}

/** What printer and archivist are given for a document. */
export type Prepared = { readonly html: string; readonly meta: ArchivalMeta };

/** The filled template and what goes into the archival file, before anything is printed. */
export async function prepared(draft: DocumentDraft): Promise<Prepared> {
  const pages: string[] = [];
  const metas: ArchivalMeta[] = [];
  const nothing = new Uint8Array();
  const press: Press = {
    renderer: {
      async print(html) {
        pages.push(html);
        return nothing;
      },
    },
    archiver: {
      async archive(_, meta) {
        metas.push(meta);
        return nothing;
      },
    },
  };
  await documentPdf(press, { draft, draftedAt: DRAFTED_AT }, await partsOf(draft));
  const [html, meta] = [pages[0], metas[0]];
  if (html === undefined || meta === undefined) throw new Error('nothing was to be printed');
  return { html, meta };
}

/** From the filled page to the hash of the archival file. */
export async function made(renderer: Renderer, { html, meta }: Prepared): Promise<string> {
  return sha256(await archivePdf(await renderer.print(html), meta));
}
