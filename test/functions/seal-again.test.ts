/** A seal that failed is tried again by an admin, from what everyone confirmed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seal } from '../../functions/seal/seal.ts';
import { postCommand, problemOf } from './admin-caller.ts';
import { stateOf } from './flow.ts';
import { paperSealer } from './paper-sealer.ts';
import { charterFor } from './request.ts';
import { completed } from './sealer.ts';
import { startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

describe('an admin’s reseal', () => {
  test('takes a failed seal off the shelf, and its own work alone', async () => {
    const paper = paperSealer();
    const id = await completed(world, charterFor(['Eko']));
    const keyless = () => Promise.reject(new Error('no key'));
    for (const _ of [1, 2, 3]) await seal({ ...world, sealer: keyless }, id).catch(() => undefined);
    expect((await stateOf(world, id)).shelf).toMatchObject({ work: 'seal' });
    expect((await postCommand(world, `/v1/documents/${id}/reseal`)).status).toBe(200);
    await seal({ ...world, sealer: paper.open }, id);
    expect((await stateOf(world, id)).status).toBe('sealed');
  });

  test.each(['archivist', 'viewer', 'stranger'])('is refused to the role %s', async (as) => {
    const answer = await postCommand(world, '/v1/documents/0000000000000000/reseal', { as });
    expect(answer.status).toBe(403);
  });

  test('is refused with its reason when the seal is set, or not what failed', async () => {
    const paper = paperSealer();
    const id = await completed(world, charterFor(['Eko']));
    const refused = async () => {
      const answer = await postCommand(world, `/v1/documents/${id}/reseal`);
      expect(answer.status).toBe(409);
      expect((await problemOf(answer)).type).toBe('urn:piagam:problem:sealNotPending');
    };
    await refused();
    await seal({ ...world, sealer: paper.open }, id);
    await refused();
  });
});

describe('an admin’s word that a seal stays as it is', () => {
  const settle = (id: string, as = 'admin') =>
    postCommand(world, `/v1/documents/${id}/settle-seal`, { as });

  test('ends the upgrade that it waits for, and leaves the file', async () => {
    const id = await completed(world, charterFor(['Eko']));
    await seal({ ...world, sealer: paperSealer().open }, id);
    const before = (await stateOf(world, id)).sealed;
    expect((await settle(id)).status).toBe(200);
    expect((await stateOf(world, id)).sealed).toEqual({ ...before, goal: 'B-T' });
    expect((await settle(id)).status).toBe(409);
  });

  test('is an admin’s alone', async () => {
    for (const as of ['archivist', 'viewer', 'stranger'])
      expect((await settle('0000000000000000', as)).status).toBe(403);
  });
});

test('a seal that was made while the document was shelved counts, and clears the shelf', async () => {
  const id = await completed(world, charterFor(['Eko']));
  const { sealer } = paperSealer();
  const shelving = {
    ...sealer,
    check: async (...files: Parameters<typeof sealer.check>) => {
      const failure = { type: 'recordFailure', work: 'seal', reason: 'lambat' } as const;
      for (const _ of [1, 2, 3]) await world.execute(id, failure, { type: 'worker', name: 'seal' });
      return sealer.check(...files);
    },
  };
  await seal({ ...world, sealer: async () => shelving }, id);
  const { status, shelf } = await stateOf(world, id);
  expect([status, shelf]).toEqual(['sealed', undefined]);
});
