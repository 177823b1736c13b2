/** Sealed documents that rest: no letter and no upgrade is tried for ever where neither can succeed. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { notify } from '../../functions/notify/notify.ts';
import type { Sealer } from '../../functions/ports-seal.ts';
import { STALLED } from '../../functions/runtime/env.ts';
import { seal } from '../../functions/seal/seal.ts';
import { upgrade } from '../../functions/seal/upgrade.ts';
import { sweep } from '../../functions/sweep/sweep.ts';
import { stateOf } from './flow.ts';
import { logMessages } from './log-messages.ts';
import { paperSealer } from './paper-sealer.ts';
import { charterFor } from './request.ts';
import { completed } from './sealer.ts';
import { later, startWorld, type TestWorld } from './world.ts';

const DAY_MS = 86_400_000;

const broken = { send: () => Promise.reject(new Error('tertolak')) };

let world: TestWorld;
let id: string;
beforeEach(async () => {
  world = await startWorld();
  id = await completed(world, charterFor(['Eko']));
  await seal({ ...world, sealer: paperSealer().open }, id);
});
afterEach(() => world.stop());

/** A day later: the sweep, and the seal worker after it. */
async function nextDay(sealer: () => Promise<Sealer>): Promise<void> {
  world.time.now = later(world.time.now, DAY_MS + 1);
  await sweep(world);
  await upgrade({ ...world, sealer }, id);
}

test('letters on the shelf are not tried again because the seal is upgraded', async () => {
  const failure = { type: 'recordFailure', work: 'mail', reason: 'tertolak' } as const;
  for (const _ of [1, 2, 3]) await world.execute(id, failure, { type: 'worker', name: 'notify' });
  await nextDay(paperSealer('B-LT').open);
  expect((await stateOf(world, id)).shelf?.work).toBe('mail');
  await expect(notify({ ...world, mail: broken }, id)).resolves.toBeUndefined();
  await world.execute(id, { type: 'retry' }, { type: 'admin', subject: 'admin' });
  await expect(notify({ ...world, mail: broken }, id)).rejects.toThrow('letters not sent');
});

test('an upgrade that nobody can make any more is given up for good, and alarms nobody', async () => {
  await notify(world, id);
  const without = paperSealer('B-B');
  await nextDay(without.open);
  const { sealed, postponed } = await stateOf(world, id);
  expect(sealed).toMatchObject({ level: 'B-T', goal: 'B-B' });
  expect(sealed).not.toHaveProperty('upgradedAt');
  expect(postponed).toBeUndefined();
  const before = await world.ledger.commits(`DOC#${id}`);
  const heard = logMessages();
  for (let days = 0; days < 14; days += 1) await nextDay(without.open);
  vi.restoreAllMocks();
  expect(heard).not.toContain(STALLED);
  expect(await world.ledger.commits(`DOC#${id}`)).toEqual(before);
});
