/** How a declaration is told to its admins: units in their order, documents, and nobody's NIP. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { draftDocuments } from '../../functions/draft/draft.ts';
import { declareAs, getAs } from './admin-caller.ts';
import { planOf } from './request.ts';
import { startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const Unit = z.object({ name: z.string(), rollout: z.number().optional() });
const Plan = z.object({ units: z.array(Unit), proposedUnits: z.array(Unit) });

test('a plan shows its units in the order of roll-out, and proposed ones apart', async () => {
  const plan = planOf(3);
  const units = [plan['units']].flat();
  const body = { ...plan, units: [...units, { name: 'Puskesmas Satu', standing: 'proposed' }] };
  const { id } = await declareAs(world, body);
  const shown = Plan.parse(await (await getAs(world.admin, `/v1/declarations/${id}`)).json());
  expect(shown.units.map(({ rollout }) => rollout)).toEqual([1, 2, 3]);
  expect(shown.units[0]?.name).toBe('Dinas Urusan 3');
  expect(shown.proposedUnits).toEqual([expect.objectContaining({ name: 'Puskesmas Satu' })]);
});

test('the progress of a declaration is told to every role, and of none that is unknown', async () => {
  const { id } = await declareAs(world);
  await draftDocuments(world, id);
  for (const as of ['admin', 'archivist', 'viewer']) {
    const response = await getAs(world.admin, `/v1/declarations/${id}/progress`, as);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      id,
      status: 'held',
      documents: [
        { kind: 'charter', complete: 0, total: 1 },
        { kind: 'pledge', complete: 0, total: 1 },
      ],
    });
  }
  const unknown = await getAs(world.admin, '/v1/declarations/0000000000000000/progress');
  expect(unknown.status).toBe(404);
});

test('the API shows nobody’s NIP', async () => {
  const nip = '197001011990032001';
  const { id } = await declareAs(world);
  await draftDocuments(world, id);
  for (const path of [
    `/v1/declarations/${id}`,
    `/v1/declarations/${id}/progress`,
    '/v1/declarations',
  ])
    expect(await (await getAs(world.admin, path)).text()).not.toContain(nip);
});
