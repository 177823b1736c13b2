/** Verification of a file: intact, changed or unknown, for people and for machines. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { archiveApp } from '../../functions/archive/app.ts';
import { MAX_UPLOAD_BYTES } from '../../functions/archive/verdict.ts';
import { sealedKey, unsignedKey } from '../../functions/domain/storage-key.ts';
import { problemOf } from './admin-caller.ts';
import { stateOf } from './flow.ts';
import { otherLanguage } from './page.ts';
import { sealed } from './sealer.ts';
import { sha256, startWorld, type TestWorld } from './world.ts';

/** More documents than one file can rightly name. */
const MANY_LOOKUPS = 20;

let world: TestWorld;
let id: string;
let unsignedPdf: Uint8Array;
let sealedPdf: Uint8Array;
beforeAll(async () => {
  world = await startWorld();
  id = await sealed(world);
  const state = await stateOf(world, id);
  unsignedPdf = await world.files.get(unsignedKey(id, state.unsigned?.sha256 ?? ''));
  sealedPdf = await world.files.get(sealedKey(id, state.sealed?.sha256 ?? ''));
});
afterAll(() => world.stop());

type Upload = { readonly accept?: string; readonly app?: TestWorld['archive'] };

async function upload(
  bytes: Uint8Array | string,
  { accept = '*/*', app = world.archive }: Upload = {},
): Promise<Response> {
  const body = new FormData();
  const part = typeof bytes === 'string' ? bytes : Uint8Array.from(bytes);
  body.set('file', new Blob([part], { type: 'application/pdf' }), 'piagam.pdf');
  return app.request('/v1/verify', { method: 'POST', headers: { accept }, body });
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

describe('a file is', () => {
  test.each(['unsigned', 'sealed'])(
    'intact when it is on record byte by byte: %s',
    async (file) => {
      const bytes = file === 'unsigned' ? unsignedPdf : sealedPdf;
      expect(await (await upload(bytes)).json()).toEqual({
        verdict: 'intact',
        file,
        sha256: sha256(bytes),
        documentId: id,
        documentTitle: (await stateOf(world, id)).draft.title,
        agencyName: 'Pemerintah Kota Contoh',
        status: 'sealed',
        verifyUrl: `https://piagam.test/verify/${id}`,
      });
    },
  );

  test('changed when one bit differs, at the start, in the seal or at the end', async () => {
    for (const at of [10, unsignedPdf.length - 3, sealedPdf.length - 3000, sealedPdf.length - 2])
      expect(await (await upload(flipped(sealedPdf, at))).json()).toMatchObject({
        verdict: 'changed',
        file: null,
        documentId: id,
      });
  });

  test.each([
    ['cut off', () => sealedPdf.subarray(0, -1)],
    ['grown', () => Buffer.concat([sealedPdf, Buffer.from(' ')])],
  ])('changed when it is %s', async (_, make) => {
    expect(await (await upload(make())).json()).toMatchObject({ verdict: 'changed' });
  });

  test.each([
    ['a PDF from elsewhere', '%PDF-1.7\n%%EOF'],
    ['no PDF', 'x'],
    ['one that names a document that does not exist', 'https://x.test/verify/0000000000000000'],
  ])('unknown when it is %s', async (_, bytes) => {
    expect(await (await upload(bytes)).json()).toEqual({
      verdict: 'unknown',
      file: null,
      sha256: sha256(bytes),
      documentId: null,
      documentTitle: null,
      agencyName: null,
      status: null,
      verifyUrl: null,
    });
  });

  test('never a reason to read the ledger without end', async () => {
    let reads = 0;
    const document: TestWorld['ledger']['document'] = (documentId) => {
      reads += 1;
      return world.ledger.document(documentId);
    };
    const app = archiveApp({ ...world, ledger: { ...world.ledger, document } });
    const names = Array.from({ length: 200 }, (_, n) => `/verify/${String(n).padStart(16, '0')}`);
    expect(await (await upload(names.join('\n'), { app })).json()).toMatchObject({
      verdict: 'unknown',
    });
    expect(reads).toBeLessThan(MANY_LOOKUPS);
  });

  test('compared and never kept', async () => {
    const before = await world.record();
    await upload(flipped(sealedPdf, 10));
    expect(await world.record()).toEqual(before);
  });
});

describe('the verdict is a page for a browser:', () => {
  const accept = 'text/html,application/xhtml+xml,*/*;q=0.8';
  test.each([
    ['Berkas ini asli', () => sealedPdf],
    ['Berkas ini telah berubah', () => flipped(sealedPdf, 10)],
    ['Berkas ini tidak kami kenal', () => 'x'],
  ])('%s', async (heading, make) => {
    const response = await upload(make(), { accept });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(await response.text()).toContain(`<h1>${heading}</h1>`);
  });
});

test('the page of a verdict has no link to a language it cannot be asked for in', async () => {
  const html = await (await upload(sealedPdf, { accept: 'text/html' })).text();
  expect(otherLanguage(html, '/v1/verify')).toBeUndefined();
});

/** An upload of `bytes`, refused both as a problem and as a page. */
async function expectRefused(bytes: Uint8Array, status: 400 | 413, code: string): Promise<void> {
  const response = await upload(bytes);
  expect(response.status).toBe(status);
  expect((await problemOf(response)).type).toBe(`urn:piagam:problem:${code}`);
  const asPage = await upload(bytes, { accept: 'text/html' });
  expect(asPage.status).toBe(status);
  expect(asPage.headers.get('content-type')).toContain('text/html');
}

describe('no verdict is given on', () => {
  test('an empty file', () => expectRefused(new Uint8Array(), 400, 'fileMissing'));

  test('a file too large by one byte', () =>
    expectRefused(new Uint8Array(MAX_UPLOAD_BYTES + 1), 413, 'tooLarge'));

  test('a request too large to be read', () =>
    expectRefused(new Uint8Array(MAX_UPLOAD_BYTES + 200_000), 413, 'tooLarge'));

  test('but it is on a file of exactly the limit', async () => {
    expect((await upload(new Uint8Array(MAX_UPLOAD_BYTES))).status).toBe(200);
  });

  test.each([
    ['no body', undefined, {}],
    ['a body that is no form', '%PDF', { 'content-type': 'application/pdf' }],
    ['a form without a file', new URLSearchParams({ file: 'x' }), {}],
    ['half a form', '--x\r\nContent-', { 'content-type': 'multipart/form-data; boundary=x' }],
  ])('%s', async (_, body, headers) => {
    const response = await world.archive.request('/v1/verify', {
      method: 'POST',
      headers,
      ...(body !== undefined && { body }),
    });
    expect(response.status).toBe(400);
    expect((await problemOf(response)).title).toBe('Berkas tidak ada');
  });
});
