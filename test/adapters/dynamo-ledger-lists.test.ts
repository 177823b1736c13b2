/** What the ledger lists: declarations, their documents, and work that is due. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { declarationStream, documentStream } from '../../functions/domain/commit.ts';
import type { DeclarationEvent } from '../../functions/domain/event.ts';
import type { Ledger } from '../../functions/ports-ledger.ts';
import {
  change,
  declared,
  draftDocument,
  drafted,
  entry,
  freshId,
  freshLedger,
  headOf,
  withReceipt,
} from './dynamo-fixture.ts';

let ledger: Ledger;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ ledger, stop } = await freshLedger());
});
afterAll(() => stop());

test('declarations come newest first, page by page, each once', async () => {
  const ids = Array.from({ length: 7 }, freshId);
  for (const [index, id] of ids.entries()) {
    // Two share one instant, so that the id has to break the tie.
    const at = `2030-01-0${Math.max(index, 1)}T00:00:00.000Z`;
    await ledger.declare(id, declared([], at), withReceipt(id));
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

test('documents asked for by their ids come as they are, in that order, without the missing', async () => {
  const ids = await Promise.all(Array.from({ length: 60 }, () => draftDocument(ledger)));
  const asked = ids.toReversed();
  const found = await ledger.documents([...asked.slice(0, 30), 'none', ...asked.slice(30)]);
  expect(found.map(({ draft }) => draft.id)).toEqual(asked);
  const [id = ''] = ids;
  const voided = change({ type: 'DocumentVoided', reason: 'batal' });
  await ledger.append(id, await headOf(ledger, id), voided);
  expect(await ledger.documents([id])).toMatchObject([{ status: 'voided' }]);
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
    declared([entry('x')], '2001-01-03T00:00:00.000Z'),
    withReceipt(declarationId),
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
  await ledger.append(id, await headOf(ledger, id), voided);
  expect(await ledger.overdue('2001-02-01T00:00:00.000Z', 10)).toEqual(all.slice(1));
});

test('a declaration is overdue as long as its minutes wait', async () => {
  const id = freshId();
  const at = '2000-01-01T00:00:00.000Z';
  await ledger.declare(id, declared([entry('a'), entry('b', 'minutes')], at), withReceipt(id));
  const overdue = () => ledger.overdue('2000-02-01T00:00:00.000Z', 10);
  const record = async (event: DeclarationEvent) => {
    const head = await ledger.declaration(id);
    const by = { type: 'worker', name: 'draft' } as const;
    if (head) expect(await ledger.amend(id, head, { events: [event], at, by })).toBeDefined();
  };
  await record({ type: 'DocumentsDrafted', count: 1 });
  expect(await overdue()).toEqual([declarationStream(id)]);
  await record({ type: 'MinutesDrafted' });
  expect(await overdue()).toEqual([]);
});
