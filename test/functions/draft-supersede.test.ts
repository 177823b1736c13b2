/** Renewal: a newer declaration ends what is unfinished of the older, and links lead both ways. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Declaration, DeclarationState } from '../../functions/domain/declaration.ts';
import { draftDocuments } from '../../functions/draft/draft.ts';
import { pledger, unit } from '../samples/declaration.ts';
import {
  type DraftTestWorld,
  declarationState,
  failingAfter,
  idsOf,
  make,
  seal,
  sign,
  startDraftWorld,
} from './draft-world.ts';

let world: DraftTestWorld;
beforeAll(async () => {
  world = await startDraftWorld();
});
afterAll(() => world.stop());

const UNITS = [unit('Dinas Satu'), unit('Dinas Dua')];

/** Two charters, one commitment, one pledge. */
async function drafted(change: Partial<Declaration> = {}): Promise<DeclarationState> {
  const { id } = await make(world, { units: UNITS, commitment: true, ...change });
  await draftDocuments(world, id);
  return declarationState(world, id);
}

const renewing = ({ id }: DeclarationState): Pick<Declaration, 'supersedes'> => ({
  supersedes: { declarationId: id, renewal: 'newLeader' },
});

async function stateOf(id: string | undefined) {
  const head = await world.ledger.document(id ?? '');
  if (head === undefined) throw new Error(`no document ${id}`);
  return head.state;
}

const superseding = async (id: string): Promise<readonly string[]> =>
  (await world.ledger.commits(`DOC#${id}`))
    .flatMap(({ events }) => events)
    .flatMap(({ type }) => (type === 'DocumentSuperseded' ? [type] : []));

test('documents of the same kind and title are linked both ways', async () => {
  const older = await drafted();
  const newer = await drafted(renewing(older));
  for (const [index, { id }] of older.documents.entries()) {
    const successor = newer.documents[index]?.id;
    expect((await stateOf(id)).supersededBy).toEqual({
      declarationId: newer.id,
      documentId: successor,
    });
    expect((await stateOf(successor)).draft.supersedes).toEqual({
      declarationId: older.id,
      documentId: id,
    });
  }
  expect((await declarationState(world, older.id)).supersededBy).toBe(newer.id);
  expect(newer.supersededBy).toBeUndefined();
});

test('what nobody has signed to the end is ended; what all have signed only learns of it', async () => {
  const older = await drafted();
  const [sealed = '', half = ''] = idsOf(older, 'charter');
  const [complete = ''] = idsOf(older, 'commitment');
  const [untouched = ''] = idsOf(older, 'pledge');
  await seal(world, sealed);
  await sign(world, half, 1);
  await sign(world, complete);
  await drafted(renewing(older));
  expect((await stateOf(sealed)).status).toBe('sealed');
  expect((await stateOf(complete)).status).toBe('signed');
  expect((await stateOf(half)).status).toBe('superseded');
  expect((await stateOf(untouched)).status).toBe('superseded');
  for (const { id } of older.documents) expect(await superseding(id)).toHaveLength(1);
});

test('what had ended before stays as it ended', async () => {
  const older = await drafted();
  const [id = ''] = idsOf(older, 'charter');
  await world.execute(id, { type: 'void', reason: 'batal' }, { type: 'admin', subject: 'rina' });
  await drafted(renewing(older));
  expect(await stateOf(id)).toMatchObject({ status: 'voided', endReason: 'batal' });
});

test('a document without a counterpart leads to the declaration alone', async () => {
  const older = await drafted();
  const newer = await drafted({
    ...renewing(older),
    units: [...UNITS.slice(0, 1), unit('Dinas Tiga')],
  });
  const [, gone] = idsOf(older, 'charter');
  const [, added] = idsOf(newer, 'charter');
  expect((await stateOf(gone)).supersededBy).toEqual({ declarationId: newer.id });
  expect((await stateOf(added)).draft.supersedes).toEqual({ declarationId: older.id });
});

test('of two namesakes nobody guesses which pledge renews which', async () => {
  const two = [pledger('Budi'), { ...pledger('Budi'), email: 'budi.kedua@example.test' }];
  const older = await drafted({ pledges: two });
  const newer = await drafted({ ...renewing(older), pledges: two.slice(0, 1) });
  for (const id of idsOf(older, 'pledge'))
    expect((await stateOf(id)).supersededBy).toEqual({ declarationId: newer.id });
  const [pledge] = idsOf(newer, 'pledge');
  expect((await stateOf(pledge)).draft.supersedes).toEqual({ declarationId: older.id });
});

test('run again, the renewal changes nothing', async () => {
  const older = await drafted();
  const newer = await drafted(renewing(older));
  const before = await world.rows();
  await draftDocuments(world, newer.id);
  await draftDocuments(world, older.id);
  expect(await world.rows()).toEqual(before);
});

test('killed before any of its writes and run again, the renewal ends the same', async () => {
  const pledges: Declaration['pledges'] = [];
  // Three documents drafted, three superseded, and both declarations told.
  const writes = 3 + 3 + 1 + 1;
  for (let survived = 0; survived <= writes; survived += 1) {
    const older = await drafted({ pledges });
    const newer = await make(world, {
      units: UNITS,
      commitment: true,
      pledges,
      ...renewing(older),
    });
    const ledger = failingAfter(world.ledger, survived);
    const dying = { ...world, ledger, execute: world.executeOn(ledger) };
    const [outcome] = await Promise.allSettled([draftDocuments(dying, newer.id)]);
    expect(outcome.status).toBe(survived < writes ? 'rejected' : 'fulfilled');
    await draftDocuments(world, newer.id);
    for (const { id } of older.documents) expect(await superseding(id)).toHaveLength(1);
    expect((await declarationState(world, older.id)).supersededBy).toBe(newer.id);
    expect((await declarationState(world, newer.id)).drafted).toBe(true);
  }
});

test('a renewal waits until the older declaration has been drafted, and then ends all of it', async () => {
  const older = await make(world, { units: UNITS });
  const newer = await make(world, { units: UNITS, ...renewing(older) });
  await expect(draftDocuments(world, newer.id)).rejects.toThrow('still being drafted');
  await draftDocuments(world, older.id);
  await draftDocuments(world, newer.id);
  for (const { id } of older.documents) expect((await stateOf(id)).status).toBe('superseded');
});

test('a plan is renewed without a document, and a plan that renews ends nothing yet', async () => {
  const plan = await make(world, { event: { status: 'planned' } });
  const newer = await drafted(renewing(plan));
  expect((await declarationState(world, plan.id)).supersededBy).toBe(newer.id);
  await drafted({ ...renewing(newer), event: { status: 'planned' } });
  expect((await declarationState(world, newer.id)).supersededBy).toBeUndefined();
});

test('a declaration that renews one the ledger does not know is a fault', async () => {
  const { id } = await make(world, { supersedes: { declarationId: 'none', renewal: 'annual' } });
  await expect(draftDocuments(world, id)).rejects.toThrow('no declaration none');
});
