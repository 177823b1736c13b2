/** Archival documents for the judges: everything in the gallery, and pages that are hard to archive. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromiumRenderer } from '../../functions/adapters/chromium-renderer.ts';
import { fileKey } from '../../functions/adapters/file-key.ts';
import { padesSealer } from '../../functions/adapters/pades-sealer.ts';
import { archivePdf } from '../../functions/adapters/pdf-archive.ts';
import { documentHtml, verifyLink } from '../../functions/render/view.ts';
import { ENV } from '../../functions/runtime/env.ts';
import { makeSealCertificate } from '../../infra/local/seal-certificate.ts';
import { DATA, DIFFICULT, META } from '../adapters/pdf-archive-fixture.ts';
import { samples } from '../gallery/samples.ts';

const ROOT = new URL('../../', import.meta.url);
const CHROMIUM = fileURLToPath(new URL('.piagam/chromium', ROOT));

const LOGO = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><path d="M32 3 58 12v30L32 61z"/></svg>',
);

/** As their PostScript names have it. */
const FONTS = ['SourceSerif4', 'SourceSans3ExtraLight'];

const SEAL = { at: '2026-11-03T01:02:03.456Z', reason: 'Disegel setelah semua pihak setuju' };

// Read when a template is filled.
process.env[ENV.templates] = fileURLToPath(new URL('templates', ROOT));

type Page = {
  readonly name: string;
  readonly html: string;
  readonly meta: Parameters<typeof archivePdf>[1];
};

async function pages(): Promise<readonly Page[]> {
  const gallery = samples().map(async ([name, draft]) => {
    const verify = await verifyLink('https://piagam.contoh.example', draft.id);
    const data = { ...DATA, bytes: Buffer.from(JSON.stringify(draft)) };
    return {
      name,
      html: documentHtml(draft, { logo: LOGO, verify }),
      meta: { ...META, title: draft.title, author: draft.agency.name, fonts: FONTS, data },
    };
  });
  const meta = { ...META, data: DATA };
  const difficult = Object.entries(DIFFICULT).map(([name, html]) => ({ name, html, meta }));
  return [...(await Promise.all(gallery)), ...difficult];
}

/** Prints, archives and seals every page in `folder`. @returns the paths of all files. */
export async function makeArchived(folder: string): Promise<readonly string[]> {
  const certificate = await makeSealCertificate(META.author, new Date('2026-10-01T00:00:00.000Z'));
  const sealer = padesSealer(fileKey(certificate));
  const printer = chromiumRenderer({ directory: CHROMIUM });
  const files: string[] = [];
  try {
    for (const { name, html, meta } of await pages()) {
      const archived = await archivePdf(await printer.print(html), meta);
      const sealed = await sealer.seal(archived, SEAL);
      const twice = await sealer.seal(sealed, SEAL);
      for (const [state, bytes] of Object.entries({ archived, sealed, twice })) {
        const file = join(folder, `${name}-${state}.pdf`.replaceAll(/[^\w.]+/g, '-'));
        await writeFile(file, bytes);
        files.push(file);
      }
    }
  } finally {
    await printer.close();
  }
  return files;
}
