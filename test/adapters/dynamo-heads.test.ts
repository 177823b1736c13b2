/** Heads that are kept: never older than the record, and read whole only when that has moved on. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dynamoLedger } from '../../functions/adapters/dynamo-ledger.ts';
import type { Ledger } from '../../functions/ports-ledger.ts';
import {
  change,
  declared,
  draftDocument,
  entry,
  freshId,
  freshLedger,
  headOf,
  TABLE,
  withReceipt,
} from './dynamo-fixture.ts';

const VOIDED = change({ type: 'DocumentVoided', reason: 'batal' });

/** Two processes on one table. */
let ours: Ledger;
let theirs: Ledger;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ ledger: ours, stop } = await freshLedger());
  theirs = dynamoLedger(TABLE);
});
afterAll(() => stop());

test('a document that another process has moved on is read anew, alone and among others', async () => {
  const [one, other] = [await draftDocument(ours), await draftDocument(ours)];
  expect((await ours.document(one))?.version).toBe(1);
  await theirs.append(one, await headOf(theirs, one), VOIDED);
  expect(await ours.documents([other, one, other])).toMatchObject([
    { status: 'drafted' },
    { status: 'voided' },
    { status: 'drafted' },
  ]);
  const fresh = await ours.document(one);
  expect(fresh).toEqual(await theirs.document(one));
  expect(fresh?.version).toBe(2);
});

test('a declaration that another process has moved on is read anew', async () => {
  const id = freshId();
  await ours.declare(id, declared([entry(freshId())]), withReceipt(id));
  const head = await theirs.declaration(id);
  if (head === undefined) throw new Error('no declaration');
  const { at, by } = VOIDED;
  await theirs.amend(id, head, { at, by, events: [{ type: 'DeclarationNudged', work: 'draft' }] });
  expect((await ours.declaration(id))?.state.nudges).toBe(1);
});

test('what has not moved is not read again', async () => {
  const id = await draftDocument(theirs);
  const first = await ours.document(id);
  expect((await ours.document(id))?.state).toBe(first?.state);
  expect((await ours.documents([id]))[0]).toBe(first?.state);
});

test('what this process wrote is what another one reads', async () => {
  const id = await draftDocument(ours);
  await ours.append(id, await headOf(ours, id), VOIDED);
  expect(await ours.document(id)).toEqual(await theirs.document(id));
});

test('whoever writes on an old head is beaten, and finds the new one', async () => {
  const id = await draftDocument(ours);
  const old = await headOf(ours, id);
  await theirs.append(id, await headOf(theirs, id), VOIDED);
  expect(await ours.append(id, old, VOIDED)).toBeUndefined();
  expect((await ours.document(id))?.state.status).toBe('voided');
});

test('what is not there yet is looked for each time', async () => {
  const id = freshId();
  expect(await ours.document(id)).toBeUndefined();
  await draftDocument(theirs, id);
  expect((await ours.document(id))?.state.draft.id).toBe(id);
});
