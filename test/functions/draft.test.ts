/** The draft worker: a declaration's documents come into being once, however often it is run. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { draftDocuments } from '../../functions/draft/draft.ts';
import type { Ledger } from '../../functions/ports.ts';
import { declareAs } from './admin-caller.ts';
import { altered } from './request.ts';
import { startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const draftsOf = async (declarationId: string): Promise<readonly string[]> =>
  (await world.ledger.documentsOf(declarationId)).map(({ draft }) => draft.id).sort();

const isDrafted = async (declarationId: string): Promise<boolean | undefined> =>
  (await world.ledger.declaration(declarationId))?.state.drafted;

test('every document that was promised is drafted, under the id that was promised', async () => {
  const { id, documentIds } = await declareAs(world);
  await draftDocuments(world, id);
  expect(await draftsOf(id)).toEqual([...documentIds].sort());
  expect(await isDrafted(id)).toBe(true);
  const documents = await world.ledger.documentsOf(id);
  expect(documents.map(({ draft }) => draft.kind).sort()).toEqual(['charter', 'pledge']);
});

test('run again, the worker changes nothing', async () => {
  const { id } = await declareAs(world);
  await draftDocuments(world, id);
  const before = await world.record();
  await draftDocuments(world, id);
  expect(await world.record()).toEqual(before);
});

test('run ten times at once, it drafts each document once', async () => {
  const { id, documentIds } = await declareAs(world);
  const runs = Array.from({ length: 10 }, () => draftDocuments(world, id));
  const outcomes = await Promise.allSettled(runs);
  expect(outcomes.map(({ status }) => status)).toContain('fulfilled');
  expect(await draftsOf(id)).toEqual([...documentIds].sort());
  for (const documentId of documentIds)
    expect(await world.ledger.commits(`DOC#${documentId}`)).toHaveLength(1);
  const commits = await world.ledger.commits(`DECL#${id}`);
  expect(commits.flatMap(({ events }) => events.map(({ type }) => type))).toEqual([
    'DeclarationMade',
    'DocumentsDrafted',
  ]);
});

/** A ledger that goes down with the n-th document. */
const failingAfter = (appends: number): Ledger => {
  let left = appends;
  return {
    ...world.ledger,
    append: (...change) => {
      left -= 1;
      if (left < 0) return Promise.reject(new Error('the ledger is down'));
      return world.ledger.append(...change);
    },
  };
};

test('interrupted halfway, it goes on where it stopped when it is run again', async () => {
  const { id, documentIds } = await declareAs(world);
  await expect(draftDocuments({ ...world, ledger: failingAfter(1) }, id)).rejects.toThrow('down');
  // The failure is told at once, while the other document is still on its way.
  await expect.poll(() => draftsOf(id)).toHaveLength(1);
  expect(await isDrafted(id)).toBe(false);
  await draftDocuments(world, id);
  expect(await draftsOf(id)).toEqual([...documentIds].sort());
  expect(await isDrafted(id)).toBe(true);
});

test('a document that could not be written is never counted as drafted', async () => {
  const { id, documentIds } = await declareAs(world);
  // Undefined is also the answer when two transactions meet and the other one then fails.
  const ledger: Ledger = { ...world.ledger, append: async () => undefined };
  await expect(draftDocuments({ ...world, ledger }, id)).rejects.toThrow();
  expect(await isDrafted(id)).toBe(false);
  await draftDocuments(world, id);
  expect(await draftsOf(id)).toEqual([...documentIds].sort());
});

test('a nudge in between does not lose the work', async () => {
  const { id, documentIds } = await declareAs(world);
  const ledger: Ledger = {
    ...world.ledger,
    amend: async (declarationId, head, change) => {
      const nudged = { events: [{ type: 'DeclarationNudged', work: 'draft' }] } as const;
      const by = { type: 'worker', name: 'sweep' } as const;
      await world.ledger.amend(declarationId, head, { ...nudged, at: world.clock(), by });
      return world.ledger.amend(declarationId, head, change);
    },
  };
  await expect(draftDocuments({ ...world, ledger }, id)).rejects.toThrow('changed');
  await draftDocuments(world, id);
  expect(await isDrafted(id)).toBe(true);
  expect(await draftsOf(id)).toEqual([...documentIds].sort());
});

test('a planned event and an unknown declaration leave nothing to do', async () => {
  const { id } = await declareAs(world, altered(['event', { status: 'planned' }]));
  const before = await world.record();
  await draftDocuments(world, id);
  await draftDocuments(world, '0000000000000000');
  expect(await world.record()).toEqual(before);
});
