/** The laptop as a whole: the handlers find their table, files, mail and issuer where told. */
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dynamoLease } from '../../functions/adapters/dynamo-lease.ts';
import { oidcIdentity } from '../../functions/adapters/oidc.ts';
import type { EventName } from '../../functions/domain/event.ts';
import { ENV, env } from '../../functions/runtime/env.ts';
import { MAX_DELIVERIES } from '../../functions/runtime/subscriptions.ts';
import type { ApiResult, ScheduledEvent } from '../../infra/local/handlers.ts';
import { type Host, startHost } from '../../infra/local/host.ts';
import { standIns } from './local-stand-in.ts';

const OWNER_ONLY = 0o600;

let directory: string;
let data: string;
let host: Host;

/** Records one commit, as a room does. */
async function commit(id: string, number: number, event: EventName): Promise<void> {
  const Item = {
    pk: { S: `DOC#${id}` },
    sk: { S: `COMMIT#${number}` },
    eventNames: { SS: [event] },
  };
  await new DynamoDBClient().send(new PutItemCommand({ TableName: env('table'), Item }));
}

const streams = ({ Records }: SQSEvent): readonly string[] =>
  Records.map(({ body }) => JSON.parse(body).stream);

const rendered: string[] = [];
const sweeps: ScheduledEvent[] = [];

/** Each draft leads to a rendering; no mail can be sent. */
const handlers = standIns({
  sweep: async (event) => sweeps.push(event),
  draft: async (event): Promise<SQSBatchResponse> => {
    for (const stream of streams(event))
      await commit(stream.slice('DOC#'.length), 2, 'DocumentDrafted');
    return { batchItemFailures: [] };
  },
  render: async (event) => {
    rendered.push(...streams(event));
    return { batchItemFailures: [] };
  },
  notify: async ({ Records }) => ({
    batchItemFailures: Records.map(({ messageId }) => ({ itemIdentifier: messageId })),
  }),
});

const start = (): Promise<Host> => startHost({ data, port: 0, handlers: async () => handlers });

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'host-'));
  data = join(directory, 'data');
  host = await start();
});
afterAll(async () => {
  await host.stop();
  await rm(directory, { recursive: true });
});

const json = async (path: string): Promise<unknown> => (await fetch(host.url + path)).json();

test('the commit of one worker wakes the next, and idle waits for the last of them', async () => {
  await commit('chain', 1, 'DeclarationMade');
  await host.idle();
  expect(rendered).toEqual(['DOC#chain']);
});

test('idle waits for messages that come again, until they are dead letters', async () => {
  await commit('unsent', 1, 'DocumentRendered');
  await host.idle();
  expect(await json('/local/work.json')).toMatchObject({
    deadLetters: [
      {
        worker: 'notify',
        body: '{"stream":"DOC#unsent","commit":"COMMIT#1","events":["DocumentRendered"]}',
        receiveCount: MAX_DELIVERIES,
      },
    ],
  });
});

test('the sweep runs at start', () => {
  expect(sweeps[0]).toMatchObject({
    source: 'aws.events',
    'detail-type': 'Scheduled Event',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
  });
});

test('files are kept and fetched through the same port, also by a link', async () => {
  const s3 = new S3Client();
  const object = { Bucket: env('bucket'), Key: 'documents/a/unsigned.pdf' };
  await s3.send(new PutObjectCommand({ ...object, Body: 'bytes' }));
  const link = await getSignedUrl(s3, new GetObjectCommand(object), { expiresIn: 60 });
  expect(link.startsWith(`${host.url}/`)).toBe(true);
  expect(await (await fetch(link)).text()).toBe('bytes');
});

test('letters are in the inbox, newest first, in both languages', async () => {
  const mail = createTransport(env('smtpUrl'));
  for (const subject of ['Undangan <1>', 'Undangan <2>']) {
    const text = `Silakan buka ${host.url}/s/t0ken`;
    const from = { name: 'Biro Organisasi', address: env('mailFrom') };
    await mail.sendMail({ from, to: 'siti@example.test', subject, text });
  }
  mail.close();
  expect(await json('/local/mail.json')).toMatchObject([
    { subject: 'Undangan <1>', links: [`${host.url}/s/t0ken`] },
    { subject: 'Undangan <2>' },
  ]);
  const page = await (await fetch(`${host.url}/local/mail`)).text();
  expect(page).toContain('<html lang="id">');
  expect(page).toContain(`href="${host.url}/s/t0ken"`);
  expect(page.indexOf('Undangan &lt;2&gt;')).toBeLessThan(page.indexOf('Undangan &lt;1&gt;'));
  const english = await (await fetch(`${host.url}/local/mail?lang=en`)).text();
  expect(english).toContain('<html lang="en">');
});

test('a token is believed by the rooms, with its roles, for its own audience only', async () => {
  const issuer = env('oidcIssuer');
  const identity = oidcIdentity({ issuer, audience: env('oidcAudience') });
  const token = await host.issueToken({
    subject: 'siti',
    roles: ['archivist', 'viewer'],
    lifetimeSeconds: 60,
  });
  expect(await identity.caller(token)).toEqual({
    subject: 'siti',
    roles: ['archivist', 'viewer'],
  });
  const elsewhere = oidcIdentity({ issuer, audience: 'another' });
  expect(await elsewhere.caller(token)).toBeUndefined();
});

test('the admin token in the data folder is good, and nobody else may read it', async () => {
  const identity = oidcIdentity({ issuer: env('oidcIssuer'), audience: env('oidcAudience') });
  const token = await readFile(host.adminToken, 'utf8');
  expect(await identity.caller(token)).toEqual({ subject: 'admin', roles: ['admin'] });
  for (const secret of ['admin.token', 'link.secret', 'seal.pem', 'identity.json'])
    expect((await stat(join(data, secret))).mode & 0o777).toBe(OWNER_ONLY);
  // Letters and ledger lie in it in clear; the folder is what keeps others out.
  expect((await stat(data)).mode & 0o777).toBe(0o700);
});

test('every setting has a value while the host runs', () => {
  // A laptop has no provider of certified signatures, and no mail system that tells of bounces.
  const { certifier: _, mailEvents: __, ...given } = ENV;
  for (const name of Object.values(given)) expect(process.env[name], name).toBeTruthy();
});

test('stopping finishes the request in hand and clears the settings; secrets stay', async () => {
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const slow = async (): Promise<ApiResult> => {
    begin();
    await gate;
    return { statusCode: 200, headers: {}, body: 'done', isBase64Encoded: false };
  };
  await host.stop();
  const secret = await readFile(join(data, 'link.secret'), 'utf8');
  const stopping = await startHost({
    data,
    port: 0,
    handlers: async () => standIns({ archive: slow }),
  });
  const answer = fetch(`${stopping.url}/verify`);
  await begun;
  const stopped = stopping.stop();
  open();
  expect(await (await answer).text()).toBe('done');
  await stopped;
  expect(process.env[ENV.table]).toBeUndefined();
  host = await start();
  expect(await readFile(join(data, 'link.secret'), 'utf8')).toBe(secret);
});

test('nobody waits for a turn that the host before was killed with', async () => {
  const now = Math.floor(Date.now() / 1000);
  const turn = { key: 'declaration.1', now, expiresAt: now + 60 };
  const take = (owner: string): Promise<boolean> =>
    dynamoLease(env('rates')).take({ ...turn, owner });
  expect(await take('killed')).toBe(true);
  expect(await take('waiting')).toBe(false);
  await host.stop();
  host = await start();
  expect(await take('next')).toBe(true);
});
