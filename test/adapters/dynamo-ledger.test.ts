/** The ledger against a real DynamoDB engine: one winner, an unbroken chain, and nothing forgotten. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { dynamoLedger } from '../../functions/adapters/dynamo-ledger.ts';
import { sha256 } from '../../functions/adapters/dynamo-rows.ts';
import { declarationStream, documentStream, firstBreak } from '../../functions/domain/commit.ts';
import type { DeclarationEvent } from '../../functions/domain/event.ts';
import type { Change } from '../../functions/ports-ledger.ts';
import {
  AT,
  change,
  declared,
  draftDocument,
  drafted,
  ENDPOINT,
  entry,
  freshId,
  headOf,
  openLedger,
  TABLE,
  withReceipt,
} from './dynamo-fixture.ts';

let directory: string;
let engine: Awaited<ReturnType<typeof openLedger>>['engine'];
let ledger: Awaited<ReturnType<typeof openLedger>>['ledger'];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ledger-'));
  ({ engine, ledger } = await openLedger(directory));
});

afterAll(async () => {
  await engine.stop();
  await rm(directory, { recursive: true });
});

test('nothing is found before it is written', async () => {
  expect(await ledger.document('none')).toBeUndefined();
  expect(await ledger.declaration('none')).toBeUndefined();
  expect(await ledger.commits(documentStream('none'))).toEqual([]);
  expect(await ledger.receipt('none')).toBeUndefined();
  expect(await ledger.lookup('link', 'none')).toBeUndefined();
});

test('a first append makes the head and a commit whose chain holds', async () => {
  const id = await draftDocument(ledger);
  const head = await headOf(ledger, id);
  const commits = await ledger.commits(documentStream(id));
  expect(head).toMatchObject({ version: 1, state: { status: 'drafted', draft: { id } } });
  expect(commits).toHaveLength(1);
  expect(commits[0]?.hash).toBe(head.hash);
  expect(firstBreak(commits, sha256)).toBeUndefined();
});

test('an append to an outdated head is refused and leaves nothing behind', async () => {
  const id = await draftDocument(ledger);
  const head = await headOf(ledger, id);
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
  const id = await draftDocument(ledger);
  const head = await headOf(ledger, id);
  const results = await Promise.all(
    Array.from({ length: 50 }, (_, round) =>
      ledger.append(id, head, change({ type: 'LinkRenewed', signer: 1, round })),
    ),
  );
  expect(results.filter((won) => won)).toHaveLength(1);
  const commits = await ledger.commits(documentStream(id));
  expect(commits.map(({ version }) => version)).toEqual([1, 2]);
  expect((await headOf(ledger, id)).hash).toBe(commits[1]?.hash);
});

test('a long stream is read back whole, in order and unbroken', async () => {
  const id = await draftDocument(ledger);
  const reason = 'x'.repeat(60_000);
  for (let attempt = 1; attempt <= 20; attempt += 1) {
    const failed = change({ type: 'WorkFailed', work: 'render', attempt, reason });
    expect(await ledger.append(id, await headOf(ledger, id), failed)).toBeDefined();
  }
  const commits = await ledger.commits(documentStream(id));
  expect(commits).toHaveLength(21);
  expect(firstBreak(commits, sha256)).toBeUndefined();
  const forged = commits.map((commit) => (commit.version === 9 ? { ...commit, at: '' } : commit));
  expect(firstBreak(forged, sha256)).toBe(9);
});

test('amending moves a declaration on, once per head', async () => {
  const id = freshId();
  await ledger.declare(id, declared([entry('doc')]), withReceipt(id));
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
  const id = await draftDocument(ledger);
  if (engine.pid === undefined) throw new Error('an embedded engine');
  let acknowledged = 1;
  const writing = (async () => {
    for (let attempt = 1; ; attempt += 1) {
      const failed = change({ type: 'WorkFailed', work: 'render', attempt, reason: 'x' });
      await ledger.append(id, await headOf(ledger, id), failed);
      acknowledged = attempt + 1;
      if (attempt === 20 && engine.pid) process.kill(engine.pid, 'SIGKILL');
    }
  })();
  await expect(writing).rejects.toThrow();
  expect((await engine.failure).message).toContain('SIGKILL');

  ({ engine, ledger } = await openLedger(directory));
  const commits = await ledger.commits(documentStream(id));
  expect(commits.length).toBeGreaterThanOrEqual(acknowledged);
  expect((await headOf(ledger, id)).hash).toBe(commits.at(-1)?.hash);
  expect(firstBreak(commits, sha256)).toBeUndefined();
});
