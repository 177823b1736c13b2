/** Makes the gallery's documents as the render worker does: printed, archival, with their data. */
import { join } from 'node:path';
import { chromiumRenderer } from '../../functions/adapters/chromium-renderer.ts';
import { archivePdf } from '../../functions/adapters/pdf-archive.ts';
import type { DocumentDraft } from '../../functions/domain/draft.ts';
import { documentPdf } from '../../functions/render/archival.ts';
import { verifyLink } from '../../functions/render/view.ts';
import { ENV } from '../../functions/runtime/env.ts';

export const ROOT = join(import.meta.dirname, '../..');

/** When every document of the gallery was drafted. */
const DRAFTED_AT = '2026-11-21T03:00:00.000Z';

/** A plain shield; no real arms are shipped. */
const LOGO = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><g fill="#123f33">' +
    '<path d="M32 3 58 12v19c0 15-11 25-26 30C17 56 6 46 6 31V12z"/></g>' +
    '<circle cx="32" cy="30" r="10" fill="#c9a24f"/></svg>',
);

// Read when a template is filled.
process.env[ENV.templates] = join(ROOT, 'templates');

/** A printer of one's own; `renderer` and `archiver` make other prints with the same Chromium. */
export function galleryPress(directory = join(ROOT, '.piagam/chromium')) {
  const renderer = chromiumRenderer({ directory });
  const archiver = { archive: archivePdf };
  return {
    renderer,
    archiver,
    async pdfOf(draft: DocumentDraft): Promise<Uint8Array> {
      const verify = await verifyLink('https://piagam.contoh.example', draft.id);
      const state = { draft, draftedAt: DRAFTED_AT };
      return documentPdf({ renderer, archiver }, state, { logo: LOGO, verify });
    },
    close: () => renderer.close(),
  };
}
