/** The number register and the profiles in the ledger: one number, one document; no version lost. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256 } from '../../functions/adapters/dynamo-rows.ts';
import {
  agencyStream,
  declarationStream,
  firstBreak,
  registerStream,
} from '../../functions/domain/commit.ts';
import type { DeclarationEvent, ProfileEvent } from '../../functions/domain/event.ts';
import { enter, MAX_ENTRIES, MAX_GIVEN_NUMBERS } from '../../functions/domain/number.ts';
import type { Change, Ledger, NumberClaim } from '../../functions/ports-ledger.ts';
import { agency, declaration } from '../samples/declaration.ts';
import {
  AT,
  by,
  declared,
  draftDocument,
  freshId,
  freshLedger,
  receiptFor,
  withReceipt,
} from './dynamo-fixture.ts';

let ledger: Ledger;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ ledger, stop } = await freshLedger());
});
afterAll(() => stop());

/** A series of its own for each test, in a register of its own. */
const freshSeries = () => {
  const register = freshId();
  return { register, key: `${register}/charter/2026` };
};

const numberAt = (sequence: number): string => `W/${sequence}/2026`;

const entries = (...given: readonly (readonly [documentId: string, number: string])[]) =>
  by({
    type: 'NumbersEntered' as const,
    entries: given.map(([documentId, number]) => ({ documentId, number })),
  });

const claim = (register: string, number: string, documentId: string): NumberClaim => ({
  register,
  number,
  documentId,
});

test('nothing is in a register before it is entered', async () => {
  expect(await ledger.series('none')).toBeUndefined();
  expect(await ledger.holderOf({ register: 'none', number: '1' })).toBeUndefined();
  expect(await ledger.numbersOf(['none'])).toEqual(new Map());
  expect(await ledger.agency('none')).toBeUndefined();
});

test('numbers entered are found from either side, and the chain of the series holds', async () => {
  const series = freshSeries();
  const ids = Array.from({ length: 3 }, freshId);
  const first = await ledger.enter(
    series,
    undefined,
    by(enter(undefined, [{ documentId: ids[0] ?? '' }, { documentId: ids[1] ?? '' }], numberAt)),
  );
  const second = await ledger.enter(
    series,
    first,
    by(enter(first?.state, [{ documentId: ids[2] ?? '' }], numberAt)),
  );
  expect(second).toMatchObject({ version: 2, state: { last: 3 } });
  expect(await ledger.series(series.key)).toEqual(second);
  const numbers = await ledger.numbersOf([...ids, 'none']);
  expect([...numbers]).toEqual(ids.map((id, index) => [id, numberAt(index + 1)]));
  for (const [id, number] of numbers)
    expect(await ledger.holderOf({ register: series.register, number })).toBe(id);
  const commits = await ledger.commits(registerStream(series.key));
  expect(commits).toHaveLength(2);
  expect(firstBreak(commits, sha256)).toBeUndefined();
});

test('of many who enter at once exactly one wins, and no loser leaves a number behind', async () => {
  const series = freshSeries();
  const ids = Array.from({ length: 20 }, freshId);
  const results = await Promise.all(
    ids.map((documentId) =>
      ledger.enter(series, undefined, by(enter(undefined, [{ documentId }], numberAt))),
    ),
  );
  const winner = ids[results.findIndex((head) => head !== undefined)];
  expect(results.filter((head) => head !== undefined)).toHaveLength(1);
  expect([...(await ledger.numbersOf(ids))]).toEqual([[winner, numberAt(1)]]);
});

test('a number of another document is not entered again, in whatever case and spacing', async () => {
  const { register, key } = freshSeries();
  const [holder, other] = [freshId(), freshId()];
  expect(
    await ledger.enter({ register, key }, undefined, entries([holder, 'W/1 A/2026'])),
  ).toBeDefined();
  const sibling = { register, key: `${key}/A` };
  for (const number of ['W/1 A/2026', 'w/1  a/2026 '])
    expect(await ledger.enter(sibling, undefined, entries([other, number]))).toBeUndefined();
  expect(await ledger.series(sibling.key)).toBeUndefined();
  expect(await ledger.numbersOf([other])).toEqual(new Map());
  const elsewhere = freshSeries();
  expect(await ledger.enter(elsewhere, undefined, entries([other, 'W/1 A/2026']))).toBeDefined();
});

test('a document that has a number is never given another', async () => {
  const series = freshSeries();
  const id = freshId();
  const head = await ledger.enter(series, undefined, entries([id, '1']));
  await expect(ledger.enter(series, head, entries([id, '2']))).rejects.toThrow('cancelled');
  expect(await ledger.numbersOf([id])).toEqual(new Map([[id, '1']]));
  expect(await ledger.holderOf({ register: series.register, number: '2' })).toBeUndefined();
});

test('a number given to a declaration is taken from its first commit, and entered in peace', async () => {
  const series = freshSeries();
  const [id, documentId] = [freshId(), freshId()];
  const claims = [claim(series.register, '7/B', documentId)];
  expect(await ledger.declare(id, declared(), withReceipt(id, { claims }))).toBeDefined();
  expect(await ledger.holderOf({ register: series.register, number: '7/B' })).toBe(documentId);
  expect(await ledger.numbersOf([documentId])).toEqual(new Map());
  expect(await ledger.enter(series, undefined, entries([documentId, '7/B']))).toBeDefined();
  expect(await ledger.numbersOf([documentId])).toEqual(new Map([[documentId, '7/B']]));
});

test('a lost claim is told apart from being beaten: the number has a holder', async () => {
  const { register } = freshSeries();
  const [holder, loser] = [freshId(), freshId()];
  const mine = { claims: [claim(register, '1', 'a'), claim(register, '2', 'b')] };
  expect(await ledger.declare(holder, declared(), withReceipt(holder, mine))).toBeDefined();

  const theirs = { claims: [claim(register, '2', 'c'), claim(register, '3', 'd')] };
  expect(await ledger.declare(loser, declared(), withReceipt(loser, theirs))).toBeUndefined();
  expect(await ledger.holderOf({ register, number: '2' })).toBe('b');
  expect(await ledger.holderOf({ register, number: '3' })).toBeUndefined();
  expect(await ledger.declaration(loser)).toBeUndefined();
  expect(await ledger.receipt(receiptFor(loser).key)).toBeUndefined();

  const beaten = { claims: [claim(register, '4', 'e')] };
  expect(await ledger.declare(holder, declared(), withReceipt(holder, beaten))).toBeUndefined();
  expect(await ledger.holderOf({ register, number: '4' })).toBeUndefined();
});

test('of many declarations that bring one number at once exactly one is made', async () => {
  const { register } = freshSeries();
  const ids = Array.from({ length: 10 }, freshId);
  const made = await Promise.all(
    ids.map((id) =>
      ledger.declare(id, declared(), withReceipt(id, { claims: [claim(register, '1', `d${id}`)] })),
    ),
  );
  const winner = ids[made.findIndex((head) => head !== undefined)];
  expect(made.filter((head) => head !== undefined)).toHaveLength(1);
  expect(await ledger.holderOf({ register, number: '1' })).toBe(`d${winner}`);
});

test('a plan that is held brings its numbers along, or stays a plan', async () => {
  const { register } = freshSeries();
  const id = freshId();
  const head = await ledger.declare(id, declared(), withReceipt(id));
  if (head === undefined) throw new Error('declared');
  const held = (number: string): Change<DeclarationEvent> & { claims: NumberClaim[] } => ({
    ...by({ type: 'DeclarationHeld', declaration: declaration(), documents: [], people: [] }),
    claims: [claim(register, number, id)],
  });
  const other = freshId();
  const first = { claims: [claim(register, '1', other)] };
  expect(await ledger.declare(other, declared(), withReceipt(other, first))).toBeDefined();
  expect(await ledger.amend(id, head, held('1'))).toBeUndefined();
  expect(await ledger.commits(declarationStream(id))).toHaveLength(1);
  expect(await ledger.amend(id, head, held('2'))).toBeDefined();
  expect(await ledger.holderOf({ register, number: '2' })).toBe(id);
});

test('as many numbers as a declaration may bring, and a commit may enter, fit in', async () => {
  const series = freshSeries();
  const id = freshId();
  const claims = Array.from({ length: MAX_GIVEN_NUMBERS }, (_, index) =>
    claim(series.register, `given ${index}`, freshId()),
  );
  expect(await ledger.declare(id, declared(), withReceipt(id, { claims }))).toBeDefined();
  const documents = Array.from({ length: MAX_ENTRIES }, () => ({ documentId: freshId() }));
  expect(
    await ledger.enter(series, undefined, by(enter(undefined, documents, numberAt))),
  ).toBeDefined();
});

test('the number of a voided document stays entered', async () => {
  const series = freshSeries();
  const id = await draftDocument(ledger);
  await ledger.enter(series, undefined, entries([id, '1']));
  const head = await ledger.document(id);
  await ledger.append(id, head, by({ type: 'DocumentVoided', reason: 'batal' }));
  expect(await ledger.numbersOf([id])).toEqual(new Map([[id, '1']]));
  expect(
    await ledger.enter(series, await ledger.series(series.key), entries([freshId(), '1'])),
  ).toBeUndefined();
});

test('each version of a profile is kept whole, and an outdated writer is told', async () => {
  const id = freshId();
  const saved = (name: string): Change<ProfileEvent> =>
    by({ type: 'ProfileSaved', agency: agency({ name }) });
  const first = await ledger.saveAgency(id, undefined, saved('Kota Lama'));
  expect(first).toMatchObject({ version: 1, state: { name: 'Kota Lama' } });
  expect(await ledger.saveAgency(id, undefined, saved('Kota Lain'))).toBeUndefined();
  const second = await ledger.saveAgency(id, first, saved('Kota Baru'));
  expect(second?.version).toBe(2);
  expect(await ledger.saveAgency(id, first, saved('Kota Lain'))).toBeUndefined();
  expect(await ledger.agency(id)).toEqual(second);
  const commits = await ledger.commits(agencyStream(id));
  const names = commits.map(({ at, events: [event] }) =>
    event?.type === 'ProfileSaved' ? [at, event.agency.name] : [],
  );
  expect(names).toEqual([
    [AT, 'Kota Lama'],
    [AT, 'Kota Baru'],
  ]);
  expect(firstBreak(commits, sha256)).toBeUndefined();
});
