/** The documents that the benches make: the product's own view, templates, fonts and data. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { archivePdf } from '../../functions/adapters/pdf-archive.ts';
import type { DocumentDraft } from '../../functions/domain/draft.ts';
import type { ArchivalMeta, Renderer } from '../../functions/ports.ts';
import { documentPdf } from '../../functions/render/archival.ts';
import { documentHtml, verifyLink } from '../../functions/render/view.ts';
import { ENV } from '../../functions/runtime/env.ts';
import { charters } from '../gallery/charters.ts';
import { declaration, documentOf } from '../gallery/declarations.ts';
import { someone } from '../gallery/people.ts';

const require = createRequire(import.meta.url);

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
export async function charterHtml(number: number): Promise<string> {
  const draft = numbered(number);
  return documentHtml(draft, await partsOf(draft));
}

/** The same page with its fonts inside, for a browser that does not have them: those it needs. */
export const portable = (html: string): string =>
  html
    .replaceAll(/@font-face\{[^}]*-latin-ext-[^}]*\}\n?/g, '')
    .replaceAll(/src:local\('((.*?)-latin-[^']+)'\)/g, (_, name: string, family: string) => {
      const file = require.resolve(`@fontsource/${family}/files/${name}.woff2`);
      return `src:url(data:font/woff2;base64,${readFileSync(file, 'base64')})`;
    });

/** A document as the render worker makes it: filled, printed, archival, with its data inside. */
export async function pdfOf(draft: DocumentDraft, renderer: Renderer): Promise<Uint8Array> {
  const state = { draft, draftedAt: DRAFTED_AT };
  return documentPdf({ renderer, archiver: { archive: archivePdf } }, state, await partsOf(draft));
}

/** What the archive pass is given for a charter. */
export async function charterPrint(
  number: number,
  renderer: Renderer,
): Promise<readonly [print: Uint8Array, meta: ArchivalMeta]> {
  const given: (readonly [Uint8Array, ArchivalMeta])[] = [];
  const archive = async (print: Uint8Array, meta: ArchivalMeta): Promise<Uint8Array> => {
    given.push([print, meta]);
    return print;
  };
  const draft = numbered(number);
  const state = { draft, draftedAt: DRAFTED_AT };
  await documentPdf({ renderer, archiver: { archive } }, state, await partsOf(draft));
  const [first] = given;
  if (first === undefined) throw new Error('nothing was archived');
  return first;
}
