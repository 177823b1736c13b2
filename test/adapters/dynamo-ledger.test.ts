/** The ledger against a real DynamoDB engine: one winner, an unbroken chain, and nothing forgotten. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { dynamoLedger } from '../../functions/adapters/dynamo-ledger.ts';
import { sha256 } from '../../functions/adapters/dynamo-rows.ts';
import type { Head } from '../../functions/domain/commit.ts';
import { declarationStream, documentStream, firstBreak } from '../../functions/domain/commit.ts';
import type { Declaration } from '../../functions/domain/declaration.ts';
import { begets } from '../../functions/domain/declaration.ts';
import type { DocumentState } from '../../functions/domain/document.ts';
import type { DeclarationEvent, DocumentEvent } from '../../functions/domain/event.ts';
import type { Change, Ledger, Receipt } from '../../functions/ports.ts';
import { startDynamo } from '../../infra/local/engines/dynamo.ts';
import { createTable } from '../../infra/local/table.ts';

const AT = '2026-11-02T01:00:00.000Z';
const TABLE = 'ledger';
const ENDPOINT = 'AWS_ENDPOINT_URL_DYNAMODB';

const declaration: Declaration = {
  agency: {
    name: 'Pemerintah Kota Ambon',
    level: 'kota',
    city: 'Ambon',
    timezone: 'WIT',
    letterhead: { addressLines: ['Jalan Sultan Hairun 1'], logo: undefined },
  },
  event: { status: 'held', date: '2026-11-01', place: 'Ambon' },
  target: ['WBK'],
  charterMode: 'joint',
  units: [{ name: 'Dinas Kesehatan' }],
  signatories: [
    {
      name: 'Bodewin Wattimena',
      position: 'Wali Kota Ambon',
      email: 'walikota@ambon.test',
      role: 'declarer',
      group: 2,
    },
  ],
  witnesses: [],
  pledges: [],
};

let serial = 0;
const freshId = (): string => {
  serial += 1;
  return `id${String(serial).padStart(6, '0')}`;
};

const declared = (documentIds: readonly string[], at = AT): Change<DeclarationEvent> => ({
  events: [{ type: 'DeclarationMade', declaration, documentIds }],
  at,
  by: { type: 'admin', subject: 'rina' },
});

const drafted = (id: string, declarationId: string, at = AT): Change<DocumentEvent> => ({
  events: begets(declaration, at).map((plan) => ({
    type: 'DocumentDrafted',
    draft: { ...plan, id, declarationId },
  })),
  at,
  by: { type: 'worker', name: 'draft' },
});

const change = (...events: DocumentEvent[]): Change<DocumentEvent> => ({
  events,
  at: AT,
  by: { type: 'worker', name: 'test' },
});

const receiptFor = (declarationId: string, key = `key-${declarationId}`): Receipt => ({
  key,
  bodySha256: sha256(key),
  declarationId,
});

let directory: string;
let engine: Awaited<ReturnType<typeof startDynamo>>;
let ledger: Ledger;

async function open(): Promise<void> {
  Reflect.deleteProperty(process.env, ENDPOINT);
  engine = await startDynamo({ file: join(directory, 'ledger.db') });
  process.env[ENDPOINT] = engine.endpoint;
  await createTable(new DynamoDBClient({}), TABLE);
  ledger = dynamoLedger(TABLE);
}

beforeAll(async () => {
  Object.assign(process.env, {
    AWS_REGION: 'ap-southeast-3',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  directory = await mkdtemp(join(tmpdir(), 'ledger-'));
  await open();
});

afterAll(async () => {
  await engine.stop();
  await rm(directory, { recursive: true });
});

async function draftDocument(id = freshId(), declarationId = 'none'): Promise<string> {
  expect(await ledger.append(id, undefined, drafted(id, declarationId))).toBeDefined();
  return id;
}

async function headOf(id: string): Promise<Head<DocumentState>> {
  const head = await ledger.document(id);
  if (head === undefined) throw new Error(`no head of ${id}`);
  return head;
}

test('nothing is found before it is written', async () => {
  expect(await ledger.document('none')).toBeUndefined();
  expect(await ledger.declaration('none')).toBeUndefined();
  expect(await ledger.commits(documentStream('none'))).toEqual([]);
  expect(await ledger.receipt('none')).toBeUndefined();
  expect(await ledger.lookup('link', 'none')).toBeUndefined();
});

test('a first append makes the head and a commit whose chain holds', async () => {
  const id = await draftDocument();
  const head = await headOf(id);
  const commits = await ledger.commits(documentStream(id));
  expect(head).toMatchObject({ version: 1, state: { status: 'drafted', draft: { id } } });
  expect(commits).toHaveLength(1);
  expect(commits[0]?.hash).toBe(head.hash);
  expect(firstBreak(commits, sha256)).toBeUndefined();
});

test('an append to an outdated head is refused and leaves nothing behind', async () => {
  const id = await draftDocument();
  const head = await headOf(id);
  const [first, second] = ['a', 'b'].map((text) =>
    change({ type: 'DocumentRendered', sha256: sha256(id + text), sizeBytes: 1 }),
  );
  if (!first || !second) throw new Error('two changes');
  expect(await ledger.append(id, head, first)).toBeDefined();
  expect(await ledger.append(id, head, second)).toBeUndefined();
  expect(await ledger.append(id, undefined, drafted(id, 'none'))).toBeUndefined();
  expect(await ledger.commits(documentStream(id))).toHaveLength(2);
  expect(await ledger.lookup('file', sha256(`${id}b`))).toBeUndefined();
});

test('of fifty parallel appends exactly one wins', async () => {
  const id = await draftDocument();
  const head = await headOf(id);
  const results = await Promise.all(
    Array.from({ length: 50 }, (_, round) =>
      ledger.append(id, head, change({ type: 'LinkRenewed', signer: 1, round })),
    ),
  );
  expect(results.filter((won) => won)).toHaveLength(1);
  const commits = await ledger.commits(documentStream(id));
  expect(commits.map(({ version }) => version)).toEqual([1, 2]);
  expect((await headOf(id)).hash).toBe(commits[1]?.hash);
});

test('a long stream is read back whole, in order and unbroken', async () => {
  const id = await draftDocument();
  const reason = 'x'.repeat(60_000);
  for (let attempt = 1; attempt <= 20; attempt += 1) {
    const failed = change({ type: 'WorkFailed', work: 'render', attempt, reason });
    expect(await ledger.append(id, await headOf(id), failed)).toBeDefined();
  }
  const commits = await ledger.commits(documentStream(id));
  expect(commits).toHaveLength(21);
  expect(firstBreak(commits, sha256)).toBeUndefined();
  const forged = commits.map((commit) => (commit.version === 9 ? { ...commit, at: '' } : commit));
  expect(firstBreak(forged, sha256)).toBe(9);
});

test('links and files are found; a hash once claimed stays with its document', async () => {
  const id = await draftDocument();
  const [linkHash, fileHash] = [sha256(`${id} link`), sha256(`${id} file`)];
  const rendered = change({ type: 'DocumentRendered', sha256: fileHash, sizeBytes: 1 });
  const issued = change({ type: 'LinkIssued', signer: 1, round: 1, linkHash });
  expect(await ledger.append(id, await headOf(id), rendered)).toBeDefined();
  expect(await ledger.append(id, await headOf(id), issued)).toBeDefined();
  expect(await ledger.append(id, await headOf(id), rendered)).toBeDefined();
  const link = { kind: 'link', documentId: id, signer: 1, round: 1 };
  const file = { kind: 'file', documentId: id, file: 'unsigned' };
  expect(await ledger.lookup('link', linkHash)).toEqual(link);
  expect(await ledger.lookup('file', fileHash)).toEqual(file);

  const other = await draftDocument();
  const theft = ledger.append(other, await headOf(other), rendered);
  await expect(theft).rejects.toThrow('Transaction cancelled');
  expect(await ledger.lookup('file', fileHash)).toEqual(file);
  expect((await headOf(other)).version).toBe(1);
});

test('of two declarations with one key exactly one is made, with its receipt', async () => {
  const ids = [freshId(), freshId()];
  const key = `key-${ids[0]}`;
  const made = await Promise.all(
    ids.map((id) => ledger.declare(id, declared([]), receiptFor(id, key))),
  );
  expect(made.filter((won) => won)).toHaveLength(1);
  const winner = ids[made.findIndex((head) => head !== undefined)];
  const loser = ids[made.indexOf(undefined)];
  if (!winner || !loser) throw new Error('one winner and one loser');
  expect(await ledger.receipt(key)).toEqual(receiptFor(winner, key));
  expect((await ledger.declaration(winner))?.state).toMatchObject({
    id: winner,
    declaration: { target: ['WBK'] },
  });
  expect(await ledger.declaration(loser)).toBeUndefined();
  expect(await ledger.declare(winner, declared([]), receiptFor(winner, 'new key'))).toBeUndefined();
  expect(await ledger.receipt('new key')).toBeUndefined();
});

test('amending moves a declaration on, once per head', async () => {
  const id = freshId();
  await ledger.declare(id, declared(['doc']), receiptFor(id));
  const head = await ledger.declaration(id);
  if (head === undefined) throw new Error('declared');
  const done: Change<DeclarationEvent> = {
    events: [{ type: 'DocumentsDrafted', count: 1 }],
    at: AT,
    by: { type: 'worker', name: 'draft' },
  };
  expect(await ledger.amend(id, head, done)).toBeDefined();
  expect(await ledger.amend(id, head, done)).toBeUndefined();
  expect((await ledger.declaration(id))?.state.drafted).toBe(true);
  expect(firstBreak(await ledger.commits(declarationStream(id)), sha256)).toBeUndefined();
});

test('declarations come newest first, page by page, each once', async () => {
  const ids = Array.from({ length: 7 }, freshId);
  for (const [index, id] of ids.entries()) {
    // Two share one instant, so that the id has to break the tie.
    const at = `2030-01-0${Math.max(index, 1)}T00:00:00.000Z`;
    await ledger.declare(id, declared([], at), receiptFor(id));
  }
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await ledger.declarations({ limit: 3, ...(cursor && { cursor }) });
    if (page === undefined) throw new Error('the ledger refused its own cursor');
    expect(page.items.length).toBeLessThanOrEqual(3);
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.cursor;
  } while (cursor !== undefined);
  expect(seen.slice(0, 7)).toEqual(ids.toReversed());
  expect(new Set(seen).size).toBe(seen.length);
});

test('a page that holds all the rest is the last', async () => {
  const all = await ledger.declarations({ limit: 1000 });
  const length = all?.items.length ?? 0;
  expect(all?.cursor).toBeUndefined();
  expect((await ledger.declarations({ limit: length }))?.cursor).toBeUndefined();
  expect((await ledger.declarations({ limit: length - 1 }))?.cursor).toBeDefined();
});

test('a cursor that the ledger did not give out is refused', async () => {
  for (const cursor of ['', 'nonsense', Buffer.from('2030#x').toString('base64url')])
    expect(await ledger.declarations({ limit: 3, cursor })).toBeUndefined();
});

test('the documents of a declaration are those and no others', async () => {
  const declarationId = freshId();
  const ids = [
    await draftDocument(freshId(), declarationId),
    await draftDocument(freshId(), declarationId),
  ];
  await draftDocument();
  const found = await ledger.documentsOf(declarationId);
  expect(found.map(({ draft }) => draft.id).sort()).toEqual(ids);
});

test('pending work is overdue when its time has come, oldest first, until it is done', async () => {
  const ids = [freshId(), freshId()];
  for (const [index, id] of ids.entries()) {
    const at = `2001-01-0${2 - index}T00:00:00.000Z`;
    await ledger.append(id, undefined, drafted(id, 'none', at));
  }
  const declarationId = freshId();
  await ledger.declare(
    declarationId,
    declared(['x'], '2001-01-03T00:00:00.000Z'),
    receiptFor(declarationId),
  );
  const [second, first] = ids.map(documentStream);
  expect(await ledger.overdue('2001-01-01T00:10:00.000Z', 10)).toEqual([]);
  expect(await ledger.overdue('2001-01-01T00:10:00.001Z', 10)).toEqual([first]);
  const all = [first, second, declarationStream(declarationId)];
  expect(await ledger.overdue('2001-02-01T00:00:00.000Z', 10)).toEqual(all);
  expect(await ledger.overdue('2001-02-01T00:00:00.000Z', 2)).toEqual(all.slice(0, 2));

  const [id] = ids.toReversed();
  if (id === undefined) throw new Error('two documents');
  const voided = change({ type: 'DocumentVoided', reason: 'batal' });
  await ledger.append(id, await headOf(id), voided);
  expect(await ledger.overdue('2001-02-01T00:00:00.000Z', 10)).toEqual(all.slice(1));
});

test('a change without events is a fault of the caller', async () => {
  await expect(async () => ledger.append(freshId(), undefined, change())).rejects.toThrow('event');
});

/** The engine here takes one transaction at a time, so what AWS says of two is said by hand. */
test.each([
  [['None', 'TransactionConflict'], undefined],
  [['ConditionalCheckFailed', 'None'], undefined],
  [['ThrottlingError', 'None'], 'throws'],
])('a transaction cancelled for %j answers %j', async (codes, outcome) => {
  const aws = createServer((request, response) => {
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
    const answer = {
      __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
      Message: 'Transaction cancelled',
      CancellationReasons: codes.map((Code) => ({ Code })),
    };
    request.resume().on('end', () => response.end(JSON.stringify(answer)));
  }).listen(0, '127.0.0.1');
  await once(aws, 'listening');
  const address = aws.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  vi.stubEnv(ENDPOINT, `http://127.0.0.1:${address.port}`);
  const appended = dynamoLedger(TABLE).append('a', undefined, drafted('a', 'none'));
  expect(await appended.catch(() => 'throws')).toBe(outcome);
  vi.unstubAllEnvs();
  aws.closeAllConnections();
  aws.close();
});

test('every acknowledged append survives kill -9 of the engine', async () => {
  const id = await draftDocument();
  if (engine.pid === undefined) throw new Error('an embedded engine');
  let acknowledged = 1;
  const writing = (async () => {
    for (let attempt = 1; ; attempt += 1) {
      const failed = change({ type: 'WorkFailed', work: 'render', attempt, reason: 'x' });
      await ledger.append(id, await headOf(id), failed);
      acknowledged = attempt + 1;
      if (attempt === 20 && engine.pid) process.kill(engine.pid, 'SIGKILL');
    }
  })();
  await expect(writing).rejects.toThrow();
  expect((await engine.failure).message).toContain('SIGKILL');

  await open();
  const commits = await ledger.commits(documentStream(id));
  expect(commits.length).toBeGreaterThanOrEqual(acknowledged);
  expect((await headOf(id)).hash).toBe(commits.at(-1)?.hash);
  expect(firstBreak(commits, sha256)).toBeUndefined();
});
