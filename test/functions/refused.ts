/** A declaration refused: the fields at fault are named, and nothing is written. */
import { expect } from 'vitest';
import { postDeclaration, problemOf } from './admin-caller.ts';
import type { TestWorld } from './world.ts';

export async function expectRefused(
  world: TestWorld,
  body: unknown,
  fields: readonly string[],
): Promise<void> {
  const before = await world.record();
  const response = await postDeclaration(world, body);
  const problem = await problemOf(response);
  expect(response.status).toBe(422);
  expect(problem.errors.map(({ field }) => field).sort()).toEqual([...fields].sort());
  expect(await world.record()).toEqual(before);
}
