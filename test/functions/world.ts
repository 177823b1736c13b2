/** The rooms in one process on real engines; only clock, post, printer and identity are values. */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { PDF } from '@libpdf/core';
import { dynamoLedger } from '../../functions/adapters/dynamo-ledger.ts';
import { linksFrom } from '../../functions/adapters/links.ts';
import { s3Files } from '../../functions/adapters/s3-files.ts';
import { adminApp } from '../../functions/admin/app.ts';
import { archiveApp } from '../../functions/archive/app.ts';
import type { Archiver, Caller, Letter, Mail, Renderer } from '../../functions/ports.ts';
import { ENV } from '../../functions/runtime/env.ts';
import { executor } from '../../functions/runtime/execute.ts';
import { signingApp } from '../../functions/signing/app.ts';
import { startDynamo } from '../../infra/local/engines/dynamo.ts';
import { serveS3, startS3 } from '../../infra/local/engines/s3.ts';
import { createTable } from '../../infra/local/table.ts';

/** Fixed, and so far ahead that the engine's own expiry never meets a remembered key. */
export const START = '2046-11-21T03:00:00.000Z';

const TABLE = 'ledger';
const BUCKET = 'piagam-files';
const LINK_SECRET = 'a secret of the links, for tests only';
/** How the S3 engine names the bytes of an object on disk. */
const OBJECT = '._S3rver_object';
const PUBLIC_URL = 'https://piagam.test';

const FONT_FACE = /@font-face\{[^}]*\}/g;
const DYNAMO = 'AWS_ENDPOINT_URL_DYNAMODB';

/** Bearer token → caller. */
const CALLERS: Readonly<Record<string, Caller>> = {
  admin: { subject: 'rina', roles: ['admin'] },
  secondAdmin: { subject: 'agus', roles: ['admin'] },
  archivist: { subject: 'dewi', roles: ['archivist'] },
  viewer: { subject: 'budi', roles: ['viewer'] },
  stranger: { subject: 'orang', roles: [] },
};

export const sha256 = (data: Uint8Array | string): string =>
  createHash('sha256').update(data).digest('hex');

/** The instant `ms` after `utc`. */
export const later = (utc: string, ms: number): string =>
  new Date(Date.parse(utc) + ms).toISOString();

/** A post office: keeps letters, and takes none for the addresses it is closed to. */
function postOffice() {
  const letters: Letter[] = [];
  const closedTo = new Set<string>();
  const send: Mail['send'] = async (letter) => {
    if (closedTo.has(letter.to.address)) throw new Error(`421 ${letter.to.address} not now`);
    letters.push(letter);
    return { messageId: `<${letters.length}@piagam.test>` };
  };
  return { letters, closedTo, mail: { send } };
}

/** A press: keeps what it is given; prints one page, never the same twice, with the QR address. */
function press() {
  const sheets: string[] = [];
  let jam: string | undefined;
  const print: Renderer['print'] = async (html) => {
    if (jam !== undefined) throw new Error(jam);
    sheets.push(html.replace(FONT_FACE, ''));
    const pdf = PDF.create();
    pdf.addPage();
    pdf.setSubject(/https:\/\/[^"<]+\/verify\/\w+/.exec(html)?.[0] ?? '');
    pdf.setKeywords([sha256(html), String(sheets.length)]);
    return pdf.save();
  };
  const jamWith = (reason: string | undefined): void => {
    jam = reason;
  };
  // What the press prints is no page of Chromium, and has nothing to make archival.
  const archive: Archiver['archive'] = async (pdf) => pdf;
  return { sheets, jamWith, renderer: { print }, archiver: { archive } };
}

async function startEngines() {
  const directory = await mkdtemp(join(tmpdir(), 'rooms-'));
  const dynamo = await startDynamo({ file: join(directory, 'ledger.db') });
  const objects = join(directory, 'objects');
  const engine = await startS3({ directory: objects, bucket: BUCKET });
  const s3 = await serveS3(engine);
  Object.assign(process.env, {
    AWS_REGION: 'ap-southeast-3',
    AWS_ACCESS_KEY_ID: engine.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: engine.credentials.secretAccessKey,
    [DYNAMO]: dynamo.endpoint,
    AWS_ENDPOINT_URL_S3: s3.endpoint,
    [ENV.templates]: join(import.meta.dirname, '../../templates'),
  });
  const client = new DynamoDBClient({});
  await createTable(client, TABLE);
  const stop = async (): Promise<void> => {
    await s3.stop();
    await dynamo.stop();
    // Else the next engine would take the address for one that is given.
    Reflect.deleteProperty(process.env, DYNAMO);
    await rm(directory, { recursive: true });
  };
  /** All rows by key and version, all objects by name: the same again when nothing was written. */
  const record = async () => {
    const rows: string[] = [];
    for await (const { Items = [] } of paginateScan({ client }, { TableName: TABLE }))
      for (const { pk, sk, version } of Items)
        rows.push([pk?.S, sk?.S, version?.N ?? ''].join(' ').trim());
    const names = await readdir(join(objects, BUCKET), { recursive: true });
    const keys = names
      .filter((name) => name.endsWith(OBJECT))
      .map((name) => basename(name, OBJECT));
    return { rows: rows.sort(), objects: keys.sort() };
  };
  return { record, stop };
}

/** Everything the rooms ask for; one value is the world of each of them. */
export async function startWorld() {
  const engines = await startEngines();
  const time = { now: START };
  const clock = (): string => time.now;
  const ledger = dynamoLedger(TABLE);
  const post = postOffice();
  const printer = press();
  const world = {
    ledger,
    clock,
    time,
    files: s3Files(BUCKET),
    links: linksFrom(LINK_SECRET),
    execute: executor({ ledger, clock }),
    identity: { caller: async (token: string) => CALLERS[token] },
    publicUrl: PUBLIC_URL,
    mail: post.mail,
    post,
    renderer: printer.renderer,
    archiver: printer.archiver,
    chromium: '153.0.0',
    printer,
    ...engines,
  };
  return {
    ...world,
    admin: adminApp(world),
    signing: signingApp(world),
    archive: archiveApp(world),
  };
}

export type TestWorld = Awaited<ReturnType<typeof startWorld>>;
