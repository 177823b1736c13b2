/** Pages that are hard to archive, and ways to look into what comes of them. */
import { inflateSync } from 'node:zlib';
import { PDF, PdfArray, PdfDict, type PdfObject, PdfRef, PdfStream } from '@libpdf/core';

/** With the font that Chromium takes for pages that ask for none. */
export const META = {
  title: 'Piagam “Pencanangan” & <Zona Integritas>',
  author: 'Pemerintah Kota Ambon',
  at: '2026-11-02T01:02:03.456Z',
  fonts: ['SourceSerif4'],
};

export const DATA = {
  bytes: Buffer.from('{"schemaVersion":1,"judul":"Piagam – é"}'),
  schema: 'piagam-document',
  version: 1,
};

const svg = (inside: string): string =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297">${inside}</svg>`)}`;

const FRAME = svg(
  '<g opacity=".4"><rect x="8" y="8" width="194" height="281" fill="none" stroke="#963"/><circle cx="8" cy="8" r="9"/></g>',
);

export const PNG =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAYAAABytg0kAAAAFElEQVR4nGP8z8Dwn4GBgYGJAQoAHgQCAdGVNy0AAAAASUVORK5CYII=';

const SHEET = `@page {
  margin: 25mm 20mm;
  background: url("${FRAME}") no-repeat center / 100% 100%;
  @top-left { content: 'Kepala halaman' }
  @bottom-center { content: 'Halaman ' counter(page) ' dari ' counter(pages) }
}
td, th { border: 1px solid #999 }`;

/** A whole page in Indonesian. */
export const page = (body: string, style = ''): string =>
  `<!doctype html><html lang="id"><head><title>Piagam</title><style>${style}</style></head><body>${body}</body>`;

const row = (_: unknown, number: number): string => `<tr><td>${number}</td><td>Unit ${number}</td>`;

/** The names say what is hard about them. */
export const DIFFICULT: Readonly<Record<string, string>> = {
  'a table over three pages, with frame, head and foot': page(
    `<h1>Daftar</h1><table><thead><tr><th>No.</th><th>Unit</th></tr></thead>
<tbody>${Array.from({ length: 80 }, row).join('')}</tbody></table>`,
    SHEET,
  ),
  'lists in lists, links and runs of text': page(
    `<h1>Janji</h1><h2>Isi</h2><h3>Rinci</h3><h2>Lagi</h2>
<ol><li>Satu<ul><li>Dalam</li><li>Juga</li></ul></li><li>Dua</li></ol>
<p>Halo <em>miring</em>, <strong>tebal</strong>, <a href="https://contoh.test/?a=1">tautan</a>,
<a href="#akhir">ke akhir</a>, <code>kode</code>, <u>garis</u>, <sup>1</sup>, ef<b>fi</b>sien</p>
<blockquote>Kutipan</blockquote><aside>Samping</aside><p lang="en" id="akhir">End</p>`,
  ),
  'images, groups, gradients and borders': page(
    `<h1>Gambar</h1><img alt="Kode QR" width="80" src="${svg('<path d="M0 0h9v9H0z"/>')}">
<img alt="Titik" src="${PNG}"> <img alt="" src="${PNG}">
<svg role="img" aria-label="Bintang" width="50" height="50"><g opacity=".5"><circle cx="25" cy="25" r="20"/><text y="20">Hai</text></g></svg>
<svg aria-hidden="true" width="50" height="50"><circle cx="25" cy="25" r="20"/></svg>
<div style="opacity:.5;background:#eee"><p>Setengah</p><p>tembus</p></div>
<div style="background:linear-gradient(red,blue);height:9px"></div>
<div style="box-shadow:2px 2px 5px #000;border-radius:4px;border:1px solid">Bayang</div><hr>
<p style="background:url(${PNG})">Ubin</p>`,
    SHEET,
  ),
  'tables with empty cells, groups and captions': page(
    `<h1>Tabel</h1><table><caption>Hadir</caption><thead><tr><th>No.</th><th>Nama</th><th>Tanda tangan</th></tr></thead>
<tbody><tr><th colspan="3" scope="rowgroup">Kelompok</th></tr>
<tr><td></td><td>Budi</td><td></td></tr><tr><td colspan="2">Ani</td><td></td></tr>
<tr><td></td><td></td><td>Paraf</td></tr></tbody></table>`,
  ),
  'places for signatures': page(
    `<h1>Tanda tangan</h1>
<div><a href="https://sig.invalid/penanda-1#Tanda%20tangan%20Budi" style="display:block;height:20mm;border:1px solid">Budi<br>NIP 1</a></div>
<div style="position:relative;height:3cm"><p>Wali Kota</p><a href="https://sig.invalid/penanda-2" style="position:absolute;inset:0"></a></div>
<table><tr><th>Nama</th><th>Paraf</th></tr><tr><td>Cici</td><td><a href="https://sig.invalid/penanda-3" style="display:block;height:9mm"></a></td></tr></table>`,
  ),
};

type Resolve = (ref: PdfRef) => PdfObject | null;

/** A file taken apart: its catalogue, and a way to what it refers to. */
export async function opened(pdf: Uint8Array) {
  const document = await PDF.load(pdf);
  const { context } = document;
  const resolve: Resolve = context.resolve.bind(context);
  return { document, context, resolve, catalog: context.catalog.getDict() };
}

/** The data in a file, as text. */
export async function embeddedIn(pdf: Uint8Array): Promise<string> {
  const { catalog, resolve } = await opened(pdf);
  const specification = catalog.getArray('AF', resolve)?.at(0, resolve);
  const file =
    specification instanceof PdfDict
      ? specification.getDict('EF', resolve)?.get('F', resolve)
      : undefined;
  if (!(file instanceof PdfStream)) throw new Error('the file carries no data');
  return inflateSync(file.data).toString('utf8');
}

function kidsOf(element: PdfDict): readonly PdfObject[] {
  const kids = element.get('K');
  if (kids === undefined) return [];
  return kids instanceof PdfArray ? kids.toArray() : [kids];
}

function describe(element: PdfDict, resolve: Resolve): string {
  const kids = kidsOf(element).map((kid) => {
    const found = kid instanceof PdfRef ? resolve(kid) : kid;
    if (!(found instanceof PdfDict)) return '#';
    if (found.has('Obj')) return '@';
    return found.has('MCID') ? '#' : describe(found, resolve);
  });
  const type = element.getName('S')?.value ?? '?';
  return kids.length === 0 ? type : `${type}(${kids.join(' ')})`;
}

/** The structure as types in brackets: `#` is content, `@` an annotation. */
export async function structureOf(pdf: Uint8Array): Promise<string> {
  const { catalog, resolve } = await opened(pdf);
  const root = catalog.getDict('StructTreeRoot', resolve);
  const [document] = kidsOf(root ?? new PdfDict());
  const element = document instanceof PdfRef ? resolve(document) : null;
  return element instanceof PdfDict ? describe(element, resolve) : '';
}

/** The content of each page, one operator per line. */
export async function contentsOf(pdf: Uint8Array): Promise<readonly string[]> {
  const { context, resolve } = await opened(pdf);
  return context.pages.getPages().map((ref) => {
    const found = resolve(ref);
    const stream = found instanceof PdfDict ? found.get('Contents', resolve) : undefined;
    return stream instanceof PdfStream ? inflateSync(stream.data).toString('latin1') : '';
  });
}

/** What a content paints outside of every mark. */
export function unmarkedIn(content: string): readonly string[] {
  const unmarked: string[] = [];
  let depth = 0;
  for (const line of content.split('\n')) {
    if (/B[DM]C$/.test(line)) depth += 1;
    if (line === 'EMC') depth -= 1;
    if (depth === 0 && /(^| )(f\*?|S|B\*?|sh|T[jJ])$/.test(line)) unmarked.push(line);
  }
  return unmarked;
}
