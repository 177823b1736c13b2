/** Minutes come once, however often and late the worker is run, and end with a renewal. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begets } from '../../functions/domain/begets.ts';
import type { Declaration, DeclarationState } from '../../functions/domain/declaration.ts';
import { declarationWork } from '../../functions/domain/declaration.ts';
import { addressesOf } from '../../functions/domain/people.ts';
import { draftDocuments } from '../../functions/draft/draft.ts';
import type { Ledger } from '../../functions/ports-ledger.ts';
import { HELD } from '../samples/declaration.ts';
import { awaited, ceremony, ceremonyDrafted, factsOf, minutesOf } from './ceremony.ts';
import {
  amend,
  type DraftTestWorld,
  declarationState,
  entriesOf,
  failingAfter,
  idsOf,
  make,
  seal,
  startDraftWorld,
} from './draft-world.ts';

let world: DraftTestWorld;
beforeAll(async () => {
  world = await startDraftWorld();
});
afterAll(() => world.stop());

test('woken by all of its documents at once, the worker drafts the minutes once', async () => {
  const state = await ceremonyDrafted(world);
  const ids = awaited(state);
  for (const id of ids) await seal(world, id);
  await Promise.all([...ids, ...ids, state.id].map((id) => draftDocuments(world, id)));
  const [minutes = ''] = idsOf(state, 'minutes');
  expect(await world.ledger.commits(`DOC#${minutes}`)).toHaveLength(1);
  const facts = await factsOf(world, state);
  expect(facts.filter((type) => type === 'MinutesDrafted')).toHaveLength(1);
  expect((await minutesOf(world, state))?.number).toBe('BA/1/2022');
});

test('killed before any of its writes and run again, the worker drafts the same minutes', async () => {
  // The number entered, the minutes drafted, and the declaration told.
  const writes = 3;
  for (let survived = 0; survived <= writes; survived += 1) {
    const state = await ceremonyDrafted(world);
    for (const id of awaited(state)) await seal(world, id);
    const ledger = failingAfter(world.ledger, survived);
    const [outcome] = await Promise.allSettled([draftDocuments({ ...world, ledger }, state.id)]);
    expect(outcome.status).toBe(survived < writes ? 'rejected' : 'fulfilled');
    await draftDocuments(world, state.id);
    expect((await minutesOf(world, state))?.number).toBe('BA/1/2022');
    expect(await factsOf(world, state)).toEqual([
      'DeclarationMade',
      'DocumentsDrafted',
      'MinutesDrafted',
    ]);
  }
});

const renewing = ({ id }: DeclarationState): Pick<Declaration, 'supersedes'> => ({
  supersedes: { declarationId: id, renewal: 'newLeader' },
});

test('a declaration that is renewed first makes no minutes any more, and none renew them', async () => {
  const older = await ceremonyDrafted(world);
  const [sealed = ''] = awaited(older);
  await seal(world, sealed);
  const { agency } = older.declaration;
  const newer = await ceremonyDrafted(world, { ...renewing(older), agency });
  for (const id of awaited(newer)) await seal(world, id);
  await draftDocuments(world, newer.id);
  expect((await minutesOf(world, newer))?.supersedes).toEqual({ declarationId: older.id });
  for (const id of awaited(older)) await draftDocuments(world, id);
  expect(await minutesOf(world, older)).toBeUndefined();
  expect(declarationWork(await declarationState(world, older.id))).toBeUndefined();
});

test('minutes drafted at the moment of the renewal end with it', async () => {
  const older = await ceremonyDrafted(world);
  const ids = awaited(older);
  for (const id of ids) await seal(world, id);
  const newer = await make(world, ceremony(renewing(older)));
  const ledger: Ledger = {
    ...world.ledger,
    append: async (...change) => {
      await draftDocuments(world, newer.id);
      return world.ledger.append(...change);
    },
  };
  await draftDocuments({ ...world, ledger }, older.id);
  const [minutes] = await world.ledger.documents(idsOf(older, 'minutes'));
  expect(minutes).toMatchObject({
    status: 'superseded',
    supersededBy: { declarationId: newer.id },
  });
  expect(await factsOf(world, older)).not.toContain('MinutesDrafted');
});

test('minutes of a renewal are linked to the older minutes', async () => {
  const older = await ceremonyDrafted(world);
  for (const id of awaited(older)) await seal(world, id);
  await draftDocuments(world, older.id);
  const newer = await ceremonyDrafted(world, {
    ...renewing(older),
    agency: older.declaration.agency,
  });
  for (const id of awaited(newer)) await seal(world, id);
  await draftDocuments(world, newer.id);
  const [minutes] = idsOf(older, 'minutes');
  expect((await minutesOf(world, newer))?.supersedes).toEqual({
    declarationId: older.id,
    documentId: minutes,
  });
});

test('a plan that is held while the worker looks is not taken for a ceremony of nothing', async () => {
  const { id, declaration } = await make(world, ceremony({ event: { status: 'planned' } }));
  const held = { ...declaration, event: HELD };
  const documents = entriesOf(held, world.clock());
  const people = addressesOf(begets(held, world.clock()));
  let looks = 0;
  const ledger: Ledger = {
    ...world.ledger,
    declaration: async (asked) => {
      looks += 1;
      if (looks === 2)
        await amend(world, id, { type: 'DeclarationHeld', declaration: held, documents, people });
      return world.ledger.declaration(asked);
    },
  };
  await draftDocuments({ ...world, ledger }, id);
  const state = await declarationState(world, id);
  expect(await factsOf(world, state)).toEqual(['DeclarationMade', 'DeclarationHeld']);
  await draftDocuments(world, id);
  expect((await declarationState(world, id)).minutesDropped).toBeUndefined();
});

test('a nudge while the minutes wait leads to them when their time has come', async () => {
  const state = await ceremonyDrafted(world);
  for (const id of awaited(state)) await seal(world, id);
  await amend(world, state.id, { type: 'DeclarationNudged', work: 'draft' });
  await draftDocuments(world, state.id);
  expect(await minutesOf(world, state)).toBeDefined();
  expect((await declarationState(world, state.id)).nudges).toBe(0);
});
