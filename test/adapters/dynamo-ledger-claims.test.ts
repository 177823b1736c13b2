/** What one claimant makes its own in the ledger: files, links and keys of requests. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256 } from '../../functions/adapters/dynamo-rows.ts';
import type { Ledger } from '../../functions/ports-ledger.ts';
import {
  change,
  declared,
  draftDocument,
  freshId,
  freshLedger,
  headOf,
  receiptFor,
  withReceipt,
} from './dynamo-fixture.ts';

let ledger: Ledger;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ ledger, stop } = await freshLedger());
});
afterAll(() => stop());

test('a file is found, and a hash once claimed stays with its document', async () => {
  const id = await draftDocument(ledger);
  const fileHash = sha256(`${id} file`);
  const rendered = change({ type: 'DocumentRendered', sha256: fileHash, sizeBytes: 1 });
  expect(await ledger.append(id, await headOf(ledger, id), rendered)).toBeDefined();
  expect(await ledger.append(id, await headOf(ledger, id), rendered)).toBeDefined();
  const file = { kind: 'file', documentId: id, file: 'unsigned' };
  expect(await ledger.lookup('file', fileHash)).toEqual(file);

  const other = await draftDocument(ledger);
  const theft = ledger.append(other, await headOf(ledger, other), rendered);
  await expect(theft).rejects.toThrow('Transaction cancelled');
  expect(await ledger.lookup('file', fileHash)).toEqual(file);
  expect((await headOf(ledger, other)).version).toBe(1);
});

test('a link leads to its person in a declaration, and no other person can have it', async () => {
  const declarationId = freshId();
  const ids = [
    await draftDocument(ledger, freshId(), declarationId),
    await draftDocument(ledger, freshId(), declarationId),
  ];
  const linkHash = sha256(`${declarationId} link`);
  const issue = async (id: string, signer: number) =>
    ledger.append(
      id,
      await headOf(ledger, id),
      change({ type: 'LinkIssued', signer, round: 1, linkHash }),
    );
  // One link lists all documents of a person, so each of them records it.
  for (const id of ids) expect(await issue(id, 2)).toBeDefined();
  const link = { kind: 'link', declarationId, person: 2, round: 1 };
  expect(await ledger.lookup('link', linkHash)).toEqual(link);
  await expect(issue(ids[0] ?? '', 1)).rejects.toThrow('Transaction cancelled');
  await expect(issue(await draftDocument(ledger), 2)).rejects.toThrow('Transaction cancelled');
  expect(await ledger.lookup('link', linkHash)).toEqual(link);
  expect(await ledger.documents(ids)).toHaveLength(2);
});

test('of two declarations with one key exactly one is made, with its receipt', async () => {
  const ids = [freshId(), freshId()];
  const key = `key-${ids[0]}`;
  const made = await Promise.all(
    ids.map((id) => ledger.declare(id, declared(), withReceipt(id, { key }))),
  );
  expect(made.filter((won) => won)).toHaveLength(1);
  const winner = ids[made.findIndex((head) => head !== undefined)];
  const loser = ids[made.indexOf(undefined)];
  if (!winner || !loser) throw new Error('one winner and one loser');
  expect(await ledger.receipt(key)).toEqual(receiptFor(winner, key));
  expect((await ledger.declaration(winner))?.state).toMatchObject({
    id: winner,
    declaration: { target: ['WBK', 'WBBM'] },
  });
  expect(await ledger.declaration(loser)).toBeUndefined();
  expect(
    await ledger.declare(winner, declared(), withReceipt(winner, { key: 'new key' })),
  ).toBeUndefined();
  expect(await ledger.receipt('new key')).toBeUndefined();
});
