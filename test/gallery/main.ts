/** Makes every sample as the product does, and pictures of it to look at. */
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EVIDENCE_SHEET_FILE } from '../../functions/domain/attachment.ts';
import { galleryPress, ROOT } from './press.ts';
import { samples } from './samples.ts';
import { sealOrderOf } from './signed.ts';

const OUT = join(ROOT, 'out/gallery');

/** Fine enough to judge a hairline, coarse enough to look at many. */
const DPI = 96;

const fileName = (name: string): string => name.replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase();

/** One picture per page beside the PDF; false where the machine has no pdftoppm (Poppler). */
function picture(pdf: string): boolean {
  try {
    execFileSync('pdftoppm', ['-png', '-r', `${DPI}`, pdf, pdf.replace(/\.pdf$/, '')]);
    return true;
  } catch (fault) {
    if (fault instanceof Error && 'code' in fault && fault.code === 'ENOENT') return false;
    throw fault;
  }
}

function index(names: readonly string[], files: readonly string[]): string {
  const shown = names.map((name) => {
    const file = fileName(name);
    const pages = files.filter((each) => each.replace(/-\d+\.png$/, '') === file);
    const pictures = pages.map((page) => `<img src="${page}" alt="${name}">`).join('\n');
    return `<h2><a href="${file}.pdf">${name}</a></h2>\n<div>${pictures}</div>`;
  });
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Gallery</title><style>
body{font:16px sans-serif;background:#ddd}div{display:flex;flex-wrap:wrap;gap:1em}img{width:30em}
</style><h1>Gallery</h1>
${shown.join('\n')}`;
}

// An argument picks the samples whose name holds it.
const wanted = samples().filter(([name]) => name.includes(process.argv[2] ?? ''));
await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
const press = galleryPress();
const hung: string[] = [];
let pictured = true;

async function hang(name: string, bytes: Uint8Array): Promise<void> {
  hung.push(name);
  const pdf = join(OUT, `${fileName(name)}.pdf`);
  await writeFile(pdf, bytes);
  pictured = picture(pdf) && pictured;
}

try {
  for (const [name, draft] of wanted) {
    const pdf = await press.pdfOf(draft);
    await hang(name, pdf);
    const { marks, attachments } = await sealOrderOf(press, draft, pdf);
    const sheet = attachments.find(({ name: file }) => file === EVIDENCE_SHEET_FILE.name);
    await hang(`${name}, marks`, marks);
    if (sheet !== undefined) await hang(`${name}, evidence`, sheet.bytes);
  }
} finally {
  await press.close();
}
await writeFile(join(OUT, 'index.html'), index(hung, await readdir(OUT)));
console.log(`${wanted.length} documents are in out/gallery/index.html.`);
if (!pictured) console.log('There is no pdftoppm here: PDFs only, without pictures.');
