/** How a file is brought to be verified, by its hash or by its bytes, for people and for programs. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MAX_UPLOAD_BYTES } from '../../functions/archive/verdict.ts';
import { problemOf } from './admin-caller.ts';
import { stateOf } from './flow.ts';
import { type OnRecord, onRecord, STAMPED } from './on-record.ts';
import { heading, otherLanguage } from './page.ts';
import { flipped, grown, PAGE, upload } from './upload.ts';
import { sha256, startWorld, type TestWorld } from './world.ts';

const NO_HASH = '0'.repeat(64);

let world: TestWorld;
let ours: OnRecord;
beforeAll(async () => {
  world = await startWorld();
  ours = await onRecord(world, { upgrade: true });
});
afterAll(() => world.stop());

const ask = async (hash: string, accept = '*/*', query = ''): Promise<Response> =>
  world.archive.request(`/v1/files/${hash}${query}`, { headers: { accept } });

/** Everything that a program is told of the sealed file. */
const answerOf = async () => ({
  verdict: 'intact',
  file: 'sealed',
  sha256: sha256(ours.upgraded),
  documentId: ours.id,
  documentTitle: (await stateOf(world, ours.id)).draft.title,
  agencyName: 'Pemerintah Kota Contoh',
  status: 'sealed',
  verifyUrl: `https://piagam.test/verify/${ours.id}`,
  seal: { by: 'Segel Uji Coba Piagam', at: STAMPED.at, stampedBy: STAMPED.by, level: 'B-LTA' },
  signatures: [],
});

describe('a file is known', () => {
  test('by its hash alone, so that it need not be sent', async () => {
    const response = await ask(sha256(ours.upgraded));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(await answerOf());
  });

  test('by its bytes, with the same answer', async () => {
    expect(await (await upload(world.archive, ours.upgraded)).json()).toEqual(await answerOf());
  });

  test('by its hash in capital letters, as some tools write it', async () => {
    expect((await ask(sha256(ours.sealed).toUpperCase())).status).toBe(200);
  });

  test.each([NO_HASH, 'x', '__proto__', `${NO_HASH}0`, '%3Cscript%3E'])(
    'by no other hash: %s',
    async (hash) => {
      const response = await ask(hash);
      expect(response.status).toBe(404);
      expect((await problemOf(response)).type).toBe('urn:piagam:problem:notFound');
      const asPage = await ask(hash, PAGE);
      expect(asPage.status).toBe(404);
      expect(asPage.headers.get('content-type')).toContain('text/html');
    },
  );

  test('and neither kept nor counted', async () => {
    const before = await world.record();
    await upload(world.archive, flipped(ours.sealed, 10));
    await ask(sha256(ours.sealed));
    expect(await world.record()).toEqual(before);
  });
});

test('an unknown file is told with nothing but its hash', async () => {
  expect(await (await upload(world.archive, 'x')).json()).toEqual({
    verdict: 'unknown',
    file: null,
    sha256: sha256('x'),
    documentId: null,
    documentTitle: null,
    agencyName: null,
    status: null,
    verifyUrl: null,
    seal: null,
    signatures: [],
  });
});

describe('the verdict is a page for a browser:', () => {
  test.each([
    ['Berkas ini asli dan utuh', () => ours.upgraded],
    ['Berkas ini asli, tetapi bukan yang terbaru', () => ours.sealed],
    ['Berkas ini asli, tetapi belum bersegel', () => ours.unsigned],
    ['Berkas ini diubah setelah disegel', () => grown(ours.sealed, ' ')],
    ['Berkas ini berbeda dari catatan kami', () => flipped(ours.sealed, 10)],
    ['Berkas ini tidak kami kenal', () => 'x'],
  ])('%s', async (words, make) => {
    const response = await upload(world.archive, make(), { accept: PAGE });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/html');
    const html = await response.text();
    expect(heading(html)).toBe(words);
    expect(html).toContain('telah diperiksa dan tidak disimpan');
  });

  test('for a hash as well, which says that the file was not sent', async () => {
    const html = await (await ask(sha256(ours.upgraded), PAGE)).text();
    expect(heading(html)).toBe('Berkas ini asli dan utuh');
    expect(html).toContain('berkasnya tidak dikirim');
    expect(html).toContain(sha256(ours.upgraded));
    expect(html).toContain(STAMPED.by);
    expect(html).toContain('Segel arsip (B-LTA)');
  });

  test('in the language of the form, whatever the browser prefers', async () => {
    const headers = { accept: PAGE, 'accept-language': 'en-US,en;q=0.9' };
    const path = `/v1/files/${sha256(ours.upgraded)}`;
    const told = async (query: string) =>
      heading(await (await world.archive.request(path + query, { headers })).text());
    expect(await told('')).toBe('Berkas ini asli dan utuh');
    expect(await told('?lang=en')).toBe('This file is genuine and intact');
  });

  test('that leads to the other language only where it can be asked for again', async () => {
    const path = `/v1/files/${sha256(ours.upgraded)}`;
    const byHash = await (await ask(sha256(ours.upgraded), PAGE)).text();
    expect(otherLanguage(byHash, path)).toBe(`${path}?lang=en`);
    const sent = await (await upload(world.archive, ours.upgraded, { accept: PAGE })).text();
    expect(otherLanguage(sent, '/v1/verify')).toBeUndefined();
  });

  test('that runs no script', async () => {
    const response = await ask(sha256(ours.upgraded), PAGE);
    expect(response.headers.get('content-security-policy')).not.toContain('script-src');
    expect(await response.text()).not.toContain('<script');
  });
});

/** An upload of `bytes`, refused both as a problem and as a page. */
async function expectRefused(bytes: Uint8Array, status: 400 | 413, code: string): Promise<void> {
  const response = await upload(world.archive, bytes);
  expect(response.status).toBe(status);
  expect((await problemOf(response)).type).toBe(`urn:piagam:problem:${code}`);
  const asPage = await upload(world.archive, bytes, { accept: PAGE });
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
    expect((await upload(world.archive, new Uint8Array(MAX_UPLOAD_BYTES))).status).toBe(200);
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
