/** The object store against a real S3 engine: bytes come back, links serve downloads, nothing leaks. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { s3Files } from '../../functions/adapters/s3-files.ts';
import type { Files } from '../../functions/ports.ts';
import { serveS3, startS3 } from '../../infra/local/engines/s3.ts';

const BUCKET = 'piagam-files';
const KEY = 'documents/abc/unsigned-123.pdf';
const SECONDS = 60;

let directory: string;
let server: Awaited<ReturnType<typeof serveS3>>;
let files: Files;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 's3-'));
  const engine = await startS3({ directory, bucket: BUCKET });
  server = await serveS3(engine);
  Object.assign(process.env, {
    AWS_REGION: 'ap-southeast-3',
    AWS_ACCESS_KEY_ID: engine.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: engine.credentials.secretAccessKey,
    AWS_ENDPOINT_URL_S3: server.endpoint,
  });
  files = s3Files(BUCKET);
});

afterAll(async () => {
  await server.stop();
  await rm(directory, { recursive: true });
});

test('bytes come back as they were put, also when they are put twice', async () => {
  const bytes = new Uint8Array(randomBytes(3_000_000));
  await files.put(KEY, bytes, 'application/pdf');
  await files.put(KEY, bytes, 'application/pdf');
  expect(Buffer.from(await files.get(KEY)).equals(bytes)).toBe(true);
});

test('an empty object is an object', async () => {
  await files.put('empty', new Uint8Array(), 'text/plain');
  expect(await files.get('empty')).toHaveLength(0);
});

test('an object that was never put is a fault', async () => {
  await expect(files.get('documents/none')).rejects.toThrow('does not exist');
});

test('an object that was never put is not found, and one that was is', async () => {
  await files.put(KEY, Buffer.from('%PDF'), 'application/pdf');
  expect(Buffer.from((await files.find(KEY)) ?? []).toString()).toBe('%PDF');
  expect(await files.find('documents/none')).toBeUndefined();
});

test('an object is not taken for missing when the store cannot be asked', async () => {
  const elsewhere = s3Files(`${BUCKET}-of-another`);
  await expect(elsewhere.find(KEY)).rejects.toThrow();
});

test.each([
  ['Piagam.pdf', 'filename="Piagam.pdf"'],
  [`Piagam "ZI" (Ma'ruf) 100%*!.pdf`, 'filename="Piagam _ZI_ (Ma\'ruf) 100_*!.pdf"'],
  ['Pakta Integritas Søren.pdf', 'filename="Pakta Integritas S_ren.pdf"'],
  ['a\r\nSet-Cookie: x=1', 'filename="a__Set-Cookie: x=1"'],
])('a presigned URL downloads under the name %j', async (name, plain) => {
  await files.put(KEY, Buffer.from('%PDF'), 'application/pdf');
  const response = await fetch(await files.presign(KEY, name, SECONDS));
  expect(response.status).toBe(200);
  expect(await response.text()).toBe('%PDF');
  expect(response.headers.get('content-type')).toBe('application/pdf');
  const disposition = response.headers.get('content-disposition') ?? '';
  expect(disposition).toContain(`attachment; ${plain}; filename*=UTF-8''`);
  const exact = disposition.split("filename*=UTF-8''")[1] ?? '';
  expect(exact).toMatch(/^[\w.!~%-]+$/);
  expect(decodeURIComponent(exact)).toBe(name);
});

test('a presigned URL is good for its own object only', async () => {
  await files.put('a', Buffer.from('a'), 'text/plain');
  await files.put('b', Buffer.from('b'), 'text/plain');
  const url = await files.presign('a', 'a.txt', SECONDS);
  expect((await fetch(url.replace('/a?', '/b?'))).status).toBe(403);
  expect((await fetch(url.replace(/Expires=\d+/, 'Expires=999'))).status).toBe(403);
  expect((await fetch(url)).status).toBe(200);
});

test('nobody reads or writes without a signature', async () => {
  await files.put('a', Buffer.from('a'), 'text/plain');
  const address = `${server.endpoint}/${BUCKET}/a`;
  expect((await fetch(address)).status).toBe(403);
  expect((await fetch(address, { method: 'PUT', body: 'b' })).status).toBe(403);
  expect(Buffer.from(await files.get('a')).toString()).toBe('a');
});
