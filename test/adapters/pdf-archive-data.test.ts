/** The data in an archival document: it comes out as it went in, and whatever else is told apart. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deflateSync } from 'node:zlib';
import { PdfDict, PdfName, PdfStream } from '@libpdf/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumRenderer } from '../../functions/adapters/chromium-renderer.ts';
import { archivePdf } from '../../functions/adapters/pdf-archive.ts';
import { ROOT, sharedChromium } from './chromium-fixture.ts';
import { DATA, META, opened, page } from './pdf-archive-fixture.ts';

const execute = promisify(execFile);

/** The first print unpacks a browser. */
const PRINTER_START_MS = 60_000;

const MEGABYTE = 2 ** 20;

let folder: string;
let print: Uint8Array;

const outcome = (error: unknown): { readonly stdout: string; readonly stderr: string } => {
  if (error instanceof Error && 'stdout' in error && 'stderr' in error)
    return { stdout: `${error.stdout}`, stderr: `${error.stderr}` };
  throw error;
};

async function extract(bytes: Uint8Array) {
  const file = join(folder, 'file.pdf');
  await writeFile(file, bytes);
  return run(file);
}

const run = (...args: readonly string[]) =>
  execute(process.execPath, [join(ROOT, 'infra/local/extract.ts'), ...args]).catch(outcome);

/** An archival file in which the embedded stream is another one. */
async function withData(change: (file: PdfStream) => void): Promise<Uint8Array> {
  const { document, catalog, resolve } = await opened(
    await archivePdf(print, { ...META, data: DATA }),
  );
  const specification = catalog.getArray('AF', resolve)?.at(0, resolve);
  const found = specification instanceof PdfDict ? specification : new PdfDict();
  const file = found.getDict('EF', resolve)?.get('F', resolve);
  if (!(file instanceof PdfStream)) throw new Error('no data');
  change(file);
  return document.save({ compressStreams: false });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'piagam-extract-'));
  const printer = chromiumRenderer({ directory: await sharedChromium() });
  print = await printer.print(page('<p>Isi</p>'));
  await printer.close();
}, PRINTER_START_MS);

afterAll(() => rm(folder, { recursive: true }));

test('the data is the source of the document, with its schema, size, time and checksum', async () => {
  const { catalog, resolve } = await opened(await archivePdf(print, { ...META, data: DATA }));
  const specification = catalog.getArray('AF', resolve)?.at(0, resolve);
  if (!(specification instanceof PdfDict)) throw new Error('no associated file');
  expect(specification.getName('AFRelationship')?.value).toBe('Source');
  expect(specification.getString('UF')?.asString()).toBe('piagam-document.json');
  expect(specification.getString('Desc')?.asString()).toBe('piagam-document 1');
  const file = specification.getDict('EF', resolve)?.get('F', resolve);
  if (!(file instanceof PdfStream)) throw new Error('no embedded file');
  expect(file.getName('Subtype')?.value).toBe('application/json');
  const params = file.getDict('Params', resolve);
  expect(params?.getNumber('Size')?.value).toBe(DATA.bytes.length);
  expect(params?.getString('ModDate')?.asString()).toBe('D:20261102010203Z');
  const md5 = createHash('md5').update(DATA.bytes).digest('hex');
  expect(Buffer.from(params?.getString('CheckSum')?.bytes ?? []).toString('hex')).toBe(md5);
  const names = catalog.getDict('Names', resolve)?.getDict('EmbeddedFiles', resolve);
  expect(names?.getArray('Names')?.length).toBe(2);
});

test('it is extracted as it was, and its schema is told beside it', async () => {
  const { stdout, stderr } = await extract(await archivePdf(print, { ...META, data: DATA }));
  expect(stdout).toBe(`${DATA.bytes.toString('utf8')}\n`);
  expect(stderr).toBe(`"piagam-document 1", ${DATA.bytes.length} bytes\n`);
});

test('what a terminal would obey is escaped', async () => {
  const bytes = Buffer.from('{"a":"\u009b2J"}');
  const { stdout } = await extract(await archivePdf(print, { ...META, data: { ...DATA, bytes } }));
  expect(stdout).toBe('{"a":"\\u009b2J"}\n');
});

test.each([
  ['no data', () => archivePdf(print, META), 'it carries no data of the document'],
  ['no PDF', async () => Buffer.from('Halo'), 'it is unreadable'],
  [
    'data that was changed',
    () => withData((file) => file.setData(Buffer.from('{"a":2}'))),
    'its data does not match its checksum',
  ],
  [
    'data that is no JSON',
    () => archivePdf(print, { ...META, data: { ...DATA, bytes: Buffer.from('{') } }),
    'it is unreadable',
  ],
  [
    'data that is no text',
    () => archivePdf(print, { ...META, data: { ...DATA, bytes: Buffer.from([0xff]) } }),
    'it is unreadable',
  ],
  [
    'data packed in another way',
    () => withData((file) => file.set('Filter', PdfName.of('LZWDecode'))),
    'its data is packed in a way that Piagam does not use',
  ],
  [
    'data that unpacks to too much',
    () =>
      withData((file) => {
        file.setData(deflateSync(Buffer.alloc(32 * MEGABYTE, ' ')));
        file.set('Filter', PdfName.of('FlateDecode'));
      }),
    'its data does not unpack to at most',
  ],
])('a file with %s is told in words', async (_, make, reason) => {
  const { stdout, stderr } = await extract(await make());
  expect(stdout).toBe('');
  expect(stderr).toContain(`not extracted: ${reason}`);
});

test('a file that is too large is not even read', async () => {
  const file = join(folder, 'large.pdf');
  await writeFile(file, '');
  await truncate(file, 65 * MEGABYTE);
  expect((await run(file)).stderr).toContain('bytes of at most');
});

test('without a file it says how it is used', async () => {
  expect((await run()).stderr).toBe('not extracted: usage: npm run extract -- file.pdf\n');
});
