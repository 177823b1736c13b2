/** zbar: the QR code, drawn as on a printer and read as by a phone, leads to the document's page. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Exhibit } from '../exhibits.ts';
import { type Judge, nameOf } from '../judge.ts';
import { missing, run } from '../program.ts';

const DOTS_PER_INCH = '150';

/** Its code for pages without a QR code, which most documents have. */
const SCAN = 'zbarimg --quiet --raw "$@" || [ $? -eq 4 ]';

async function check(file: string, { id }: Exhibit): Promise<readonly string[]> {
  const folder = await mkdtemp(`${file}.pages-`);
  try {
    await run('pdftoppm', '-r', DOTS_PER_INCH, '-png', file, join(folder, 'page'));
    const pages = (await readdir(folder)).map((page) => join(folder, page));
    const codes = (await run('sh', '-c', SCAN, 'sh', ...pages)).trim();
    const expected = new RegExp(`^http://127\\.0\\.0\\.1:\\d+/verify/${id}$`);
    return expected.test(codes) ? [] : [`it reads "${codes}"`];
  } finally {
    await rm(folder, { recursive: true });
  }
}

export const zbarimg: Judge = {
  name: 'zbarimg (QR code)',
  obstacle: () => missing('pdftoppm', 'zbarimg'),
  questions: ({ demo }) =>
    demo.flatMap((exhibit) =>
      exhibit.pdfs.map(({ file }) => ({
        about: nameOf(file),
        objections: () => check(file, exhibit),
      })),
    ),
};
