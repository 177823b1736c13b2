/** The attacks on the link surface: each is tried on the real rooms, and what must hold is seen. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WINDOW_SECONDS } from '../../functions/runtime/rate.ts';
import { FORMS } from './attacks-form.ts';
import { GUESSING } from './attacks-guess.ts';
import { SESSIONS } from './attacks-session.ts';
import { SITES } from './attacks-site.ts';
import { STEPS } from './attacks-step.ts';
import { later, START, startWorld, type TestWorld } from './world.ts';

const WANTED = 40;

const ATTACKS = { GUESSING, SESSIONS, SITES, FORMS, STEPS };

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
let windows = 0;
beforeEach(() => {
  // In a window of its own, so that no attack is counted with another.
  windows += 1;
  world.time.now = later(START, windows * WINDOW_SECONDS * 1000);
});

test(`there are at least ${WANTED} attacks, each of its own`, () => {
  const names = Object.values(ATTACKS).flatMap((attacks) => attacks.map(({ name }) => name));
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(WANTED);
});

describe.each(Object.entries(ATTACKS))('%s', (_, attacks) => {
  test.each(attacks)('$name: $holds', ({ run }) => run(world));
});
