/** The laptop's engines: none outlives its host, and what they acknowledged is there after a crash. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startDynamo } from '../../infra/local/engines/dynamo.ts';
import { leash } from '../../infra/local/engines/leash.ts';
import { serveS3, startS3 } from '../../infra/local/engines/s3.ts';
import { readInbox, startSmtp } from '../../infra/local/engines/smtp.ts';

const DEADLINE_MS = 5000;
const BUCKET = 'files';

let directory: string;
let hosts: ChildProcess[] = [];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'engines-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const child of hosts) child.kill('SIGKILL');
  hosts = [];
  await rm(directory, { recursive: true });
});

async function until(met: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  while (!(await met())) {
    if (Date.now() > deadline) throw new Error('not within the deadline');
    await delay(20);
  }
}

/** Whether a process runs; one that waits to be reaped by its parent does not. */
async function runs(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z');
  return !/\) [ZX]/.test(stat);
}

/** Runs TypeScript in a process of its own that prints one line of JSON and stays. */
async function host(source: string): Promise<{ child: ChildProcess; said: unknown }> {
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  hosts.push(child);
  const [line] = await once(createInterface(child.stdout), 'line');
  return { child, said: JSON.parse(line) };
}

test.each(['SIGKILL', 'SIGTERM'] as const)(
  'a host ended by %s leaves no engine',
  async (signal) => {
    const { child, said } = await host(`
    import { startDynamo } from './infra/local/engines/dynamo.ts';
    const { pid } = await startDynamo({ file: ${JSON.stringify(join(directory, 'x.db'))} });
    console.log(pid);
  `);
    const pid = Number(said);
    expect(await runs(pid)).toBe(true);
    child.kill(signal);
    await until(async () => !(await runs(pid)));
  },
);

test('an engine runs in a process group of its own, out of reach of Ctrl-C', async () => {
  const engine = await leash(['sleep', '60']);
  const group = async (pid: number | string): Promise<string | undefined> =>
    (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ')[2];
  expect(await group(engine.pid)).not.toBe(await group('self'));
  await engine.stop();
  expect(await runs(engine.pid)).toBe(false);
});

test('an engine that ends by itself is reported with its last words', async () => {
  const engine = await leash(['sh', '-c', 'echo no room left >&2; exit 3']);
  const failure = await engine.failure;
  expect(failure.message).toBe('sh ended (3): no room left');
  await engine.stop();
});

test('an engine that ignores the request to end is killed', async () => {
  const ready = join(directory, 'ready');
  const stubborn = 'trap "" TERM; touch "$1"; exec sleep 60';
  const engine = await leash(['sh', '-c', stubborn, 'sh', ready]);
  await until(async () => (await readdir(directory)).length > 0);
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const stopped = engine.stop();
  vi.runAllTimers();
  vi.useRealTimers();
  await stopped;
  expect(await runs(engine.pid)).toBe(false);
});

test('an endpoint that is given is used as it is', async () => {
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', 'http://127.0.0.1:1');
  const engine = await startDynamo({ file: join(directory, 'x.db') });
  expect(engine).toMatchObject({ endpoint: 'http://127.0.0.1:1', pid: undefined });
  await engine.stop();
});

test('a file that is no database is a failure to start', async () => {
  const file = join(directory, 'x.db');
  await writeFile(file, 'not a database '.repeat(100));
  await expect(startDynamo({ file })).rejects.toThrow('not a valid SQLite database');
});

/** Sends the first half of a body and keeps the connection open. */
async function putHalf(url: string, body: string): Promise<void> {
  const upload = request(url, { method: 'PUT', headers: { 'content-length': body.length } });
  upload.on('error', () => {});
  upload.write(body.slice(0, body.length / 2));
  await once(upload, 'socket');
}

test('an upload cut off by kill -9 leaves the object as it was', async () => {
  const source = `
    import { serveS3, startS3 } from './infra/local/engines/s3.ts';
    const engine = await startS3(${JSON.stringify({ directory, bucket: BUCKET })});
    const { endpoint } = await serveS3(engine);
    console.log(JSON.stringify({ endpoint, credentials: engine.credentials }));
  `;
  const { child, said } = await host(source);
  const settings = Object(said);
  const client = new S3Client({ region: 'ap-southeast-3', ...settings });
  const key = 'documents/a.pdf';
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: 'whole' }));
  const command = new PutObjectCommand({ Bucket: BUCKET, Key: key });
  await putHalf(await getSignedUrl(client, command), 'x'.repeat(200_000));
  const staging = join(directory, '.staging');
  await until(async () => (await readdir(staging).catch(() => [])).length > 0);
  child.kill('SIGKILL');
  await once(child, 'exit');

  const engine = await startS3({ directory, bucket: BUCKET });
  const server = await serveS3(engine);
  const { credentials } = engine;
  const { endpoint } = server;
  const again = new S3Client({ region: 'ap-southeast-3', endpoint, credentials });
  const found = await again.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
  expect(await found.Body?.transformToString()).toBe('whole');
  expect(await readdir(directory)).toEqual([BUCKET]);
  await server.stop();
});

const letter = (subject: string) => ({
  from: { name: 'Kota Ambon', address: 'zi@ambon.test' },
  to: { name: 'Siti Nurhaliza', address: 'siti@ambon.test' },
  subject,
  text: `Buka https://zi.test/s/abc?x=1. Periksa (https://zi.test/verify).`,
  html: '<p>Buka</p>',
});

test('letters are kept in order of arrival, also across a restart', async () => {
  const subjects = ['satu', 'dua — é', 'tiga'];
  for (const subject of subjects) {
    const engine = await startSmtp({ directory });
    await createTransport(engine.url).sendMail(letter(subject));
    await engine.stop();
  }
  const inbox = await readInbox(directory);
  expect(inbox.map(({ subject }) => subject)).toEqual(subjects);
  expect(new Set(inbox.map(({ id }) => id)).size).toBe(3);
  expect(inbox[0]).toMatchObject({
    from: { name: 'Kota Ambon', address: 'zi@ambon.test' },
    to: [{ name: 'Siti Nurhaliza', address: 'siti@ambon.test' }],
    links: ['https://zi.test/s/abc?x=1', 'https://zi.test/verify'],
    html: expect.stringContaining('<p>Buka</p>'),
    messageId: expect.stringMatching(/^<.+@ambon\.test>$/),
    date: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  });
});

test('a letter cut off by a crash is neither kept nor shown', async () => {
  const engine = await startSmtp({ directory });
  const text = new PassThrough();
  const sending = createTransport(engine.url).sendMail({ ...letter('separuh'), text });
  text.write('x'.repeat(100_000));
  const half = async (name: string) => (await stat(join(directory, name))).size > 0;
  await until(async () => (await Promise.all((await readdir(directory)).map(half))).includes(true));
  expect(await readInbox(directory)).toEqual([]);
  text.destroy(new Error('crash'));
  await expect(sending).rejects.toThrow();
  await engine.stop();

  const cutOff = await readdir(directory);
  await (await startSmtp({ directory })).stop();
  expect(cutOff).toHaveLength(1);
  expect(await readdir(directory)).toEqual([]);
});

test('a letter over the size limit is refused and leaves nothing', async () => {
  const engine = await startSmtp({ directory });
  const transport = createTransport({ url: engine.url });
  const text = 'x'.repeat(11 * 1024 * 1024);
  await expect(transport.sendMail({ ...letter('besar'), text })).rejects.toThrow('552');
  expect(await readdir(directory)).toEqual([]);
  await engine.stop();
});
