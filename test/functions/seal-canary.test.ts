/** The daily trial of the seal: once a day, with the real sealer, and nobody but the operator hears. */
import { PDF } from '@libpdf/core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { canaryDay } from '../../functions/domain/canary.ts';
import { canaryKey } from '../../functions/domain/storage-key.ts';
import type { Sealer } from '../../functions/ports-seal.ts';
import { CERTIFICATE_ENDS } from '../../functions/runtime/env.ts';
import { canary } from '../../functions/seal/canary.ts';
import { CANARY_PDF } from '../../functions/seal/canary-pdf.ts';
import { sweep } from '../../functions/sweep/sweep.ts';
import { logMessages } from './log-messages.ts';
import { paperSealer } from './paper-sealer.ts';
import { realSealer } from './sealer.ts';
import { later, startWorld, type TestWorld } from './world.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let world: TestWorld;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await world.stop();
});

const today = (): string => canaryDay(world.clock());
const commitsOf = (day: string) => world.ledger.commits(`CANARY#${day}`);
const factsOf = async (day: string) => (await commitsOf(day)).flatMap(({ events }) => events);

describe('the trial', () => {
  test('comes due with the first sweep of a day in Jakarta, and once', async () => {
    await Promise.all([sweep(world), sweep(world)]);
    await sweep(world);
    expect(await factsOf('2046-11-21')).toEqual([{ type: 'CanaryDue' }]);
    world.time.now = '2046-11-21T16:59:59.999Z';
    await sweep(world);
    expect(await factsOf('2046-11-22')).toEqual([]);
    world.time.now = '2046-11-21T17:00:00.000Z';
    await sweep(world);
    expect(await factsOf('2046-11-22')).toEqual([{ type: 'CanaryDue' }]);
  });

  test('seals, checks and keeps a document with the real key', async () => {
    const sealer = await realSealer();
    await sweep(world);
    await canary({ ...world, sealer: async () => sealer }, today());
    const head = await world.ledger.canary(today());
    const { sha256 = '', level, certificateExpiresAt } = head?.state.result ?? {};
    expect({ level, certificateExpiresAt }).toEqual({
      level: sealer.goal,
      certificateExpiresAt: sealer.expiresAt,
    });
    const kept = await world.files.get(canaryKey(today(), sha256));
    expect(await sealer.check(kept, CANARY_PDF)).toMatchObject({ ok: true, level });
  });

  test('reaches the goal of the installation, with a timestamp', async () => {
    const paper = paperSealer();
    await sweep(world);
    await canary({ ...world, sealer: paper.open }, today());
    expect(paper.orders[0]?.mustBeStamped).toBe(true);
    expect((await world.ledger.canary(today()))?.state.result).toMatchObject({
      level: 'B-LTA',
      stamped: { by: 'Otoritas Uji' },
    });
  });

  test('passes once, however often its message comes', async () => {
    const paper = paperSealer();
    await sweep(world);
    const run = () => canary({ ...world, sealer: paper.open }, today());
    await Promise.allSettled([run(), run(), run()]);
    await run();
    expect((await factsOf(today())).map(({ type }) => type)).toEqual(['CanaryDue', 'CanaryPassed']);
  });

  test('that nobody asked for is not run', async () => {
    const paper = paperSealer();
    const before = await world.record();
    await canary({ ...world, sealer: paper.open }, today());
    expect(await world.record()).toEqual(before);
  });

  test.each<[string, Partial<Sealer>, string]>([
    ['the key does not answer', { seal: () => Promise.reject(new Error('no key')) }, 'no key'],
    [
      'the seal does not hold',
      { check: async () => ({ ok: false, fault: 'a byte is wrong' }) },
      'a byte is wrong',
    ],
    ['the goal is missed', { upgrade: async (sealed) => sealed }, 'reached B-T instead of B-LTA'],
  ])('fails when %s, so that its message comes again', async (_, flaw, reason) => {
    const flawed = { ...paperSealer().sealer, ...flaw };
    await sweep(world);
    const before = await world.record();
    const run = canary({ ...world, sealer: async () => flawed }, today());
    await expect(run).rejects.toThrow(reason);
    expect(await world.record()).toEqual(before);
  });

  test('is a document that opens without repair, with a place for the seal', async () => {
    const pdf = await PDF.load(CANARY_PDF);
    expect(pdf.recoveredViaBruteForce).toBe(false);
    expect(
      pdf
        .getForm()
        ?.getSignatureFields()
        .map(({ name }) => name),
    ).toEqual(['Segel-1']);
  });

  test('shows on no public page', async () => {
    const paper = paperSealer();
    await sweep(world);
    await canary({ ...world, sealer: paper.open }, today());
    const { sha256 = '' } = (await world.ledger.canary(today()))?.state.result ?? {};
    expect(await world.ledger.lookup('file', sha256)).toBeUndefined();
    expect((await world.archive.request(`/verify/${today()}`)).status).toBe(404);
  });
});

describe('a certificate that comes to its end', () => {
  test.each([
    [61, undefined],
    [60, 60],
    [30, 30],
    [7, 7],
    [1, 7],
  ] as const)('in %s days is warned of once that day: %s', async (days, warning) => {
    const { sealer } = paperSealer();
    const ending = { ...sealer, expiresAt: later(world.clock(), days * DAY_MS) };
    await sweep(world);
    const heard = logMessages();
    const run = () => canary({ ...world, sealer: async () => ending }, today());
    await Promise.allSettled([run(), run()]);
    await run();
    expect(heard).toEqual(warning === undefined ? [] : [CERTIFICATE_ENDS[warning]]);
  });

  test('is warned of also where the trial fails', async () => {
    const { sealer } = paperSealer();
    const ending = {
      ...sealer,
      expiresAt: later(world.clock(), DAY_MS),
      seal: () => Promise.reject(new Error('refused')),
    };
    await sweep(world);
    const heard = logMessages();
    await expect(canary({ ...world, sealer: async () => ending }, today())).rejects.toThrow();
    expect(heard).toEqual([CERTIFICATE_ENDS[7]]);
  });
});
