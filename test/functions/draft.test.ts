/** The draft worker: a declaration's documents come into being once, however often it is run. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { begets } from '../../functions/domain/begets.ts';
import type { DeclarationState } from '../../functions/domain/declaration.ts';
import { addressesOf } from '../../functions/domain/people.ts';
import { draftDocuments } from '../../functions/draft/draft.ts';
import type { Ledger } from '../../functions/ports-ledger.ts';
import { HELD, pledger, unit } from '../samples/declaration.ts';
import {
  amend,
  type DraftTestWorld,
  declarationState,
  documentsOf,
  entriesOf,
  failingAfter,
  make,
  startDraftWorld,
} from './draft-world.ts';

let world: DraftTestWorld;
beforeAll(async () => {
  world = await startDraftWorld();
});
afterAll(() => world.stop());

const draftsOf = async (declarationId: string): Promise<readonly string[]> =>
  (await documentsOf(world, declarationId)).map(({ draft }) => draft.id).sort();

const isDrafted = async (declarationId: string): Promise<boolean> =>
  (await declarationState(world, declarationId)).drafted;

/** A charter and a pledge. */
async function declare() {
  const { id, documents } = await make(world);
  return { id, documentIds: documents.map((entry) => entry.id).sort() };
}

test('every document that was promised is drafted, under the id that was promised', async () => {
  const { id, documentIds } = await declare();
  await draftDocuments(world, id);
  expect(await draftsOf(id)).toEqual(documentIds);
  expect(await isDrafted(id)).toBe(true);
  const documents = await documentsOf(world, id);
  expect(documents.map(({ draft }) => draft.kind).sort()).toEqual(['charter', 'pledge']);
});

test('run again, the worker changes nothing', async () => {
  const { id } = await declare();
  await draftDocuments(world, id);
  const before = await world.rows();
  await draftDocuments(world, id);
  expect(await world.rows()).toEqual(before);
});

test('run ten times at once, it drafts each document once', async () => {
  const { id, documentIds } = await declare();
  await Promise.all(Array.from({ length: 10 }, () => draftDocuments(world, id)));
  expect(await draftsOf(id)).toEqual(documentIds);
  for (const documentId of documentIds)
    expect(await world.ledger.commits(`DOC#${documentId}`)).toHaveLength(1);
  const commits = await world.ledger.commits(`DECL#${id}`);
  expect(commits.flatMap(({ events }) => events.map(({ type }) => type))).toEqual([
    'DeclarationMade',
    'DocumentsDrafted',
  ]);
});

test('interrupted halfway, it goes on where it stopped when it is run again', async () => {
  const { id, documentIds } = await declare();
  const ledger = failingAfter(world.ledger, 1);
  await expect(draftDocuments({ ...world, ledger }, id)).rejects.toThrow('down');
  // The failure is told at once, while the other document is still on its way.
  await expect.poll(() => draftsOf(id)).toHaveLength(1);
  expect(await isDrafted(id)).toBe(false);
  await draftDocuments(world, id);
  expect(await draftsOf(id)).toEqual(documentIds);
  expect(await isDrafted(id)).toBe(true);
});

test('a document that could not be written is never counted as drafted', async () => {
  const { id, documentIds } = await declare();
  // Undefined is also the answer when two transactions meet and the other one then fails.
  const ledger: Ledger = { ...world.ledger, append: async () => undefined };
  await expect(draftDocuments({ ...world, ledger }, id)).rejects.toThrow();
  expect(await isDrafted(id)).toBe(false);
  await draftDocuments(world, id);
  expect(await draftsOf(id)).toEqual(documentIds);
});

test('a nudge in between does not lose the work', async () => {
  const { id, documentIds } = await declare();
  let nudges = 0;
  const ledger: Ledger = {
    ...world.ledger,
    amend: async (...change) => {
      nudges += 1;
      if (nudges === 1) await amend(world, id, { type: 'DeclarationNudged', work: 'draft' });
      return world.ledger.amend(...change);
    },
  };
  await draftDocuments({ ...world, ledger }, id);
  expect(nudges).toBe(2);
  expect(await isDrafted(id)).toBe(true);
  expect(await draftsOf(id)).toEqual(documentIds);
});

test('a declaration that never stands still is given back to the queue', async () => {
  const { id } = await declare();
  const ledger: Ledger = { ...world.ledger, amend: async () => undefined };
  await expect(draftDocuments({ ...world, ledger }, id)).rejects.toThrow('kept changing');
});

test('a planned event and an unknown declaration leave nothing to do', async () => {
  const { id } = await make(world, { event: { status: 'planned' } });
  const before = await world.rows();
  await draftDocuments(world, id);
  await draftDocuments(world, '0000000000000000');
  expect(await world.rows()).toEqual(before);
});

test.each<[string, (promised: DeclarationState['documents']) => DeclarationState['documents']]>([
  ['other documents', (promised) => promised.toReversed()],
  [
    'other people on them',
    (promised) => promised.map((entry) => ({ ...entry, people: entry.people.toReversed() })),
  ],
])(
  'a record of %s than the rulebook begets is a fault, and nothing is drafted',
  async (_, other) => {
    const { id, declaration } = await make(world, { event: { status: 'planned' } });
    const held = { ...declaration, event: HELD };
    const documents = other(entriesOf(held, world.clock()));
    const people = addressesOf(begets(held, world.clock()));
    await amend(world, id, { type: 'DeclarationHeld', declaration: held, documents, people });
    await expect(draftDocuments(world, id)).rejects.toThrow('does not beget');
    expect(await draftsOf(id)).toEqual([]);
  },
);

test('a plan of thirty units that is held begets thirty charters and one commitment', async () => {
  const units = Array.from({ length: 30 }, (_, index) => unit(`Dinas ${index + 1}`));
  const plan = { units, commitment: true, pledges: [] };
  const { id, declaration } = await make(world, { ...plan, event: { status: 'planned' } });
  await draftDocuments(world, id);
  expect(await draftsOf(id)).toEqual([]);

  const held = { ...declaration, event: HELD };
  const documents = entriesOf(held, world.clock());
  const people = addressesOf(begets(held, world.clock()));
  await amend(world, id, { type: 'DeclarationHeld', declaration: held, documents, people });
  expect(await isDrafted(id)).toBe(false);
  await draftDocuments(world, id);
  const drafts = (await documentsOf(world, id)).map(({ draft }) => draft);
  expect(drafts.map((draft) => draft.id).sort()).toEqual(documents.map((entry) => entry.id).sort());
  const charters = drafts.filter(({ kind }) => kind === 'charter');
  expect(charters.map((draft) => draft.units[0]?.name).sort()).toEqual(
    units.map(({ name }) => name).sort(),
  );
  const commitments = drafts.filter(({ kind }) => kind === 'commitment');
  expect(commitments.map((draft) => draft.units.length)).toEqual([30]);
  expect(charters.length + commitments.length).toBe(drafts.length);
});

test('four hundred documents are drafted in one run', async () => {
  const pledges = Array.from({ length: 399 }, (_, index) => pledger(`Pegawai ${index + 1}`));
  const { id, documents } = await make(world, { pledges });
  await draftDocuments(world, id);
  const found = await world.ledger.documents(documents.map((entry) => entry.id));
  expect(found.map(({ draft }) => draft.title)).toEqual(documents.map(({ title }) => title));
});
