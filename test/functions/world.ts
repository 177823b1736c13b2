/** The rooms in one process on real engines; only clock, post, printer and identity are values. */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { PDF, PdfArray, PdfNumber } from '@libpdf/core';
import { accessCodes } from '../../functions/adapters/access-codes.ts';
import { dynamoLease } from '../../functions/adapters/dynamo-lease.ts';
import { dynamoLedger } from '../../functions/adapters/dynamo-ledger.ts';
import { dynamoLimiter } from '../../functions/adapters/dynamo-limiter.ts';
import { linksFrom } from '../../functions/adapters/links.ts';
import { padesInspector } from '../../functions/adapters/pades-inspect.ts';
import { s3Files } from '../../functions/adapters/s3-files.ts';
import { adminApp } from '../../functions/admin/app.ts';
import { archiveApp } from '../../functions/archive/app.ts';
import { boardApp } from '../../functions/board/app.ts';
import { turns } from '../../functions/notify/turn.ts';
import {
  AddressRefused,
  type Archiver,
  type Caller,
  type Clock,
  type Letter,
  type Mail,
  type Renderer,
} from '../../functions/ports.ts';
import { ENV } from '../../functions/runtime/env.ts';
import { executor } from '../../functions/runtime/execute.ts';
import { signingApp } from '../../functions/signing/app.ts';
import { startDynamo } from '../../infra/local/engines/dynamo.ts';
import { serveS3, startS3 } from '../../infra/local/engines/s3.ts';
import { createRates, createTable } from '../../infra/local/table.ts';
import { ROOMS } from '../../infra/rooms.ts';

/** Fixed, and so far ahead that the engine's own expiry never meets a remembered key. */
export const START = '2046-11-21T03:00:00.000Z';

const TABLE = 'ledger';
/** Where attempts are counted. */
export const RATES = 'rates';
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

/** A post office: keeps letters, takes none for addresses it is closed to, and never for unknown ones. */
function postOffice() {
  const letters: Letter[] = [];
  const closedTo = new Set<string>();
  const unknown = new Set<string>();
  const send: Mail['send'] = async (letter) => {
    if (unknown.has(letter.to.address)) throw new AddressRefused('550 5.1.1');
    if (closedTo.has(letter.to.address)) throw new Error(`421 ${letter.to.address} not now`);
    letters.push(letter);
    return { messageId: `<${letters.length}@piagam.test>` };
  };
  return { letters, closedTo, unknown, mail: { send } };
}

/** A mark has a page of its own. */
const MARK = /<section class="mark/g;

/** Puts fields on paper, as large as a mark; a print of Chromium would have them at their places. */
async function withFields(pdf: Uint8Array, names: readonly string[]): Promise<Uint8Array> {
  const document = await PDF.load(pdf);
  const form = document.getOrCreateForm();
  const box = [50, 50, 250, 110].map((side) => PdfNumber.of(side));
  for (const name of names)
    form
      .createSignatureField(name)
      .acroField()
      .set('Rect', PdfArray.of(...box));
  return document.save();
}

/** A press: keeps what it is given; prints framed pages, never the same twice, with the QR address. */
function press() {
  const sheets: string[] = [];
  let jam: string | undefined;
  const print: Renderer['print'] = async (html) => {
    if (jam !== undefined) throw new Error(jam);
    sheets.push(html.replace(FONT_FACE, ''));
    const pdf = PDF.create();
    const pages = Math.max(1, html.match(MARK)?.length ?? 0);
    for (let page = 0; page < pages; page += 1)
      pdf.addPage().drawRectangle({ x: 60, y: 60, width: 80, height: 40 });
    pdf.setSubject(/https:\/\/[^"<]+\/verify\/\w+/.exec(html)?.[0] ?? '');
    pdf.setKeywords([sha256(html), String(sheets.length)]);
    return pdf.save();
  };
  const jamWith = (reason: string | undefined): void => {
    jam = reason;
  };
  // What the press prints is no page of Chromium, and has nothing to make archival but its fields.
  const archive: Archiver['archive'] = async (pdf, { fields = [] }) =>
    fields.length === 0 ? pdf : withFields(pdf, fields);
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
  await createRates(client, RATES);
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

/** Milliseconds that a run of notify has left; as much as it ever has. */
export const RUN_MS = ROOMS.notify.timeoutSeconds * 1000;

/** What every process has of its own, on the one record. */
function startProcess(clock: Clock) {
  const ledger = dynamoLedger(TABLE);
  const execute = executor({ ledger, clock });
  const lease = dynamoLease(RATES);
  const pause = (): Promise<void> => delay(1);
  const inTurn = turns({ lease, clock, pause, timeLeft: () => RUN_MS });
  return { ledger, execute, lease, inTurn };
}

/** Everything the rooms ask for; one value is the world of each of them. */
export async function startWorld() {
  const engines = await startEngines();
  const time = { now: START };
  const clock = (): string => time.now;
  const post = postOffice();
  const printer = press();
  const world = {
    ...startProcess(clock),
    /** A second process beside this one. */
    beside: () => startProcess(clock),
    clock,
    time,
    files: s3Files(BUCKET),
    links: linksFrom(LINK_SECRET),
    limiter: dynamoLimiter(RATES),
    accessCodes,
    identity: { caller: async (token: string) => CALLERS[token] },
    publicUrl: PUBLIC_URL,
    inspector: padesInspector({ trust: [] }),
    mail: post.mail,
    post,
    renderer: printer.renderer,
    archiver: printer.archiver,
    chromium: '153.0.0',
    printer,
    pause: async (): Promise<void> => {},
    ...engines,
  };
  return {
    ...world,
    admin: adminApp(world),
    signing: signingApp(world),
    archive: archiveApp(world),
    board: boardApp(world),
  };
}

export type TestWorld = Awaited<ReturnType<typeof startWorld>>;
