/** Letters through a real SMTP server, and the request that Amazon SES would get. */
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { mail } from '../../functions/adapters/mail.ts';
import type { Letter, Mail } from '../../functions/ports.ts';
import { readInbox, startSmtp } from '../../infra/local/engines/smtp.ts';

const FROM = 'zi@ambon.test';

const letter: Letter = {
  to: { name: 'Siti Nurhaliza, S.H.', address: 'siti@ambon.test' },
  from: { name: 'Pemerintah Kota Ambon' },
  subject: 'Mohon tanda tangan: Piagam Pencanangan — Zona Integritas',
  text: `Buka tautan ini: https://zi.test/s/${'a'.repeat(90)}`,
  html: '<p>Buka <a href="https://zi.test/s/a">tautan</a></p>',
  reference: 'doc1:1:invitation:1',
};

let directory: string;
let engine: Awaited<ReturnType<typeof startSmtp>>;
let sender: Mail;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mail-'));
  engine = await startSmtp({ directory });
  sender = mail({ from: FROM, smtpUrl: engine.url });
});

afterAll(async () => {
  await engine.stop();
  await rm(directory, { recursive: true });
});

/** Sends one letter and gives it back as the mail server kept it, parsed and raw. */
async function delivered(change: Partial<Letter>) {
  const sent = await sender.send({ ...letter, ...change });
  const received = (await readInbox(directory)).at(-1);
  if (received === undefined) throw new Error('nothing arrived');
  const raw = await readFile(join(directory, `${received.id}.eml`), 'utf8');
  const email = await PostalMime.parse(raw);
  const header = (name: string): readonly string[] =>
    email.headers.filter(({ key }) => key === name).map(({ value }) => value);
  return { sent, received, header };
}

test('a letter arrives with both parts, its names and its link whole', async () => {
  const { sent, received, header } = await delivered({});
  expect(received).toMatchObject({
    from: { name: 'Pemerintah Kota Ambon', address: FROM },
    to: [letter.to],
    subject: letter.subject,
    links: [`https://zi.test/s/${'a'.repeat(90)}`],
    html: expect.stringContaining('href="https://zi.test/s/a"'),
    messageId: sent.messageId,
  });
  expect(header('auto-submitted')).toEqual(['auto-generated']);
});

test('the same letter has the same Message-ID, another letter another', async () => {
  const first = await delivered({});
  const again = await delivered({ subject: 'Pengingat' });
  const other = await delivered({ reference: 'doc1:1:invitation:2' });
  expect(first.sent.messageId).toMatch(/^<[0-9a-f]{40}@ambon\.test>$/);
  expect(again.sent).toEqual(first.sent);
  expect(other.sent).not.toEqual(first.sent);
});

const INJECTION = 'x\r\nBcc: mallory@evil.test\r\n\r\n<script>';

/** What some programs take for the end of a line, turned text, and half of a character. */
const OTHER_LINE_ENDS =
  'x\u2028Bcc: mallory@evil.test\u2029\u0085Bcc: m@evil.test\u000b\u202e\u0000\ud83d';

test.each<[string, Partial<Letter>]>([
  ['subject', { subject: INJECTION }],
  ['name of the sender', { from: { name: INJECTION } }],
  ['name of the recipient', { to: { ...letter.to, name: INJECTION } }],
  ['quoted name', { to: { ...letter.to, name: 'a" <mallory@evil.test>, "b' } }],
  ['reference', { reference: INJECTION }],
  ['subject, by other line ends', { subject: OTHER_LINE_ENDS }],
  ['name, by other line ends', { to: { ...letter.to, name: OTHER_LINE_ENDS } }],
  ['sender, by an encoded word', { from: { name: '=?utf-8?q?x=0D=0ABcc:_mallory@evil.test?=' } }],
])('the %s cannot add a header, a recipient or a body', async (_name, change) => {
  const { received, header } = await delivered(change);
  expect(header('bcc')).toEqual([]);
  expect(received.to.map(({ address }) => address)).toEqual(['siti@ambon.test']);
  expect(received.text).toContain('Buka tautan ini');
  expect(received.from.address).toBe(FROM);
});

const HIDDEN = [
  'siti@ambon.test\r\nRCPT TO:<mallory@evil.test>',
  'siti@ambon.test, mallory@evil.test',
  'siti@ambon.test> <mallory@evil.test',
  'siti',
  '',
];

test.each(HIDDEN)('the address %j is refused', async (address) => {
  const before = await readdir(directory);
  const sent = sender.send({ ...letter, to: { name: 'S', address } });
  await expect(sent).rejects.toThrow('no plain address');
  expect(await readdir(directory)).toEqual(before);
});

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

test('a mail server that never greets is given up', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const silent = createTcpServer();
  const port = await listen(silent);
  const sent = mail({ from: FROM, smtpUrl: `smtp://127.0.0.1:${port}` }).send(letter);
  const givenUp = expect(sent).rejects.toThrow('Greeting never received');
  await once(silent, 'connection');
  await setImmediate();
  vi.advanceTimersByTime(5000);
  await givenUp;
  vi.useRealTimers();
  silent.close();
});

describe('Amazon SES', () => {
  type Seen = { readonly method: string | undefined; readonly url: string | undefined };
  type Request = Seen & { readonly authorization: string; readonly body: Sent };
  type Sent = {
    readonly FromEmailAddress: string;
    readonly Destination: { readonly ToAddresses: readonly string[] };
    readonly Content: { readonly Raw: { readonly Data: string } };
    readonly ConfigurationSetName?: string;
    readonly EmailTags?: readonly { readonly Name: string; readonly Value: string }[];
  };
  const requests: Request[] = [];
  let status = 200;
  const ses = createServer(async (request, response) => {
    const { method, url, headers } = request;
    const { authorization = '' } = headers;
    requests.push({ method, url, authorization, body: JSON.parse(await text(request)) });
    const answer = status === 200 ? { MessageId: '0100-abc' } : { message: 'not verified' };
    response.writeHead(status, {
      'content-type': 'application/json',
      'x-amzn-errortype': 'MessageRejected',
    });
    response.end(JSON.stringify(answer));
  });
  let bySes: Mail;

  beforeAll(async () => {
    const port = await listen(ses);
    Object.assign(process.env, {
      AWS_REGION: 'ap-southeast-3',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_SESV2: `http://127.0.0.1:${port}`,
    });
    bySes = mail({ from: FROM });
  });
  beforeEach(() => {
    requests.length = 0;
    status = 200;
  });
  afterAll(() => {
    ses.closeAllConnections();
    ses.close();
  });

  test('gets one signed SendEmail with the whole letter', async () => {
    const sent = await bySes.send(letter);
    expect(sent.messageId).toBe('<0100-abc@ap-southeast-3.amazonses.com>');
    const [request, ...more] = requests;
    expect(more).toEqual([]);
    expect(request).toMatchObject({ method: 'POST', url: '/v2/email/outbound-emails' });
    expect(request?.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/ap-southeast-3\/ses\/aws4_request/,
    );
    expect(request?.body).toMatchObject({
      FromEmailAddress: `Pemerintah Kota Ambon <${FROM}>`,
      Destination: { ToAddresses: ['siti@ambon.test'] },
    });
    const raw = Buffer.from(request?.body.Content.Raw.Data ?? '', 'base64');
    const email = await PostalMime.parse(raw);
    expect(email).toMatchObject({ subject: letter.subject, to: [letter.to] });
    expect(email.text?.trim()).toBe(letter.text);
    expect(email.html?.trim()).toBe(letter.html);
  });

  test('is told which letter it is, and by which set to tell of its fate', async () => {
    const about = { declarationId: 'd1', person: 2, round: 3, purpose: 'reminder' } as const;
    const configured = mail({ from: FROM, configurationSet: 'piagam' });
    await configured.send({ ...letter, about });
    await bySes.send(letter);
    expect(requests[0]?.body).toMatchObject({
      ConfigurationSetName: 'piagam',
      EmailTags: [
        { Name: 'declarationId', Value: 'd1' },
        { Name: 'person', Value: '2' },
        { Name: 'round', Value: '3' },
        { Name: 'purpose', Value: 'reminder' },
      ],
    });
    expect(requests[1]?.body).not.toHaveProperty('EmailTags');
    expect(requests[1]?.body).not.toHaveProperty('ConfigurationSetName');
  });

  test('gets only the one recipient and no header from outside', async () => {
    const to = { ...letter.to, name: INJECTION };
    await bySes.send({ ...letter, to, subject: INJECTION });
    const body = requests[0]?.body;
    expect(body?.Destination.ToAddresses).toEqual(['siti@ambon.test']);
    const email = await PostalMime.parse(Buffer.from(body?.Content.Raw.Data ?? '', 'base64'));
    expect(email.bcc).toBeUndefined();
  });

  test.each(HIDDEN)('is not asked to send to %j', async (address) => {
    await expect(bySes.send({ ...letter, to: { name: 'S', address } })).rejects.toThrow();
    expect(requests).toEqual([]);
  });

  test('that says no is a fault', async () => {
    status = 400;
    await expect(bySes.send(letter)).rejects.toThrow('not verified');
  });
});
