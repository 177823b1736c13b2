/** What lasts is made of what is: seals that wait for an authority, and seals that are lifted later. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sealedKey } from '../../functions/domain/storage-key.ts';
import { notify } from '../../functions/notify/notify.ts';
import { type Sealer, SealSpent } from '../../functions/ports-seal.ts';
import { STALLED } from '../../functions/runtime/env.ts';
import { seal } from '../../functions/seal/seal.ts';
import { upgrade } from '../../functions/seal/upgrade.ts';
import { sweep } from '../../functions/sweep/sweep.ts';
import { postCommand } from './admin-caller.ts';
import { eventsOf, stateOf } from './flow.ts';
import { logMessages } from './log-messages.ts';
import { paperSealer } from './paper-sealer.ts';
import { altered, charterFor } from './request.ts';
import { completed } from './sealer.ts';
import { later, startWorld, type TestWorld } from './world.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Minutes from one try of an upgrade to the next. */
const WAITS = [1, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440, 1440, 1440];

let world: TestWorld;
// The sweep looks at everything there is, so every test has a world of its own.
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.stop());

const namesOf = async (id: string) => (await eventsOf(world, id)).map(({ type }) => type);
const count = async (id: string, name: string) =>
  (await namesOf(id)).filter((type) => type === name).length;

/** The sweep, and the seal worker after whatever it nudged. */
async function pass(ms: number, id: string, sealer: () => Promise<Sealer>): Promise<void> {
  world.time.now = later(world.time.now, ms);
  const before = await count(id, 'DocumentNudged');
  await sweep(world);
  if ((await count(id, 'DocumentNudged')) === before) return;
  await seal({ ...world, sealer }, id);
  await upgrade({ ...world, sealer }, id);
}

type Paper = ReturnType<typeof paperSealer>;

/** A document at B-T, with all its letters out. */
async function toldOfSeal(paper: Paper): Promise<string> {
  const id = await completed(world, charterFor(['Eko']));
  await seal({ ...world, sealer: paper.open }, id);
  await notify(world, id);
  return id;
}

describe('an upgrade', () => {
  test('comes after the letters, by the sweep, and keeps the file before findable', async () => {
    const paper = paperSealer();
    const id = await completed(world, charterFor(['Eko']));
    await seal({ ...world, sealer: paper.open }, id);
    await upgrade({ ...world, sealer: paper.open }, id);
    const first = (await stateOf(world, id)).sealed;
    expect(first).toMatchObject({ level: 'B-T', goal: 'B-LTA' });
    await notify(world, id);
    await pass(MINUTE_MS + 1, id, paper.open);
    const last = (await stateOf(world, id)).sealed;
    expect(last).toMatchObject({ level: 'B-LTA', at: first?.at, upgradedAt: world.clock() });
    for (const sha256 of [first?.sha256 ?? '', last?.sha256 ?? ''])
      expect(await world.ledger.lookup('file', sha256)).toMatchObject({ file: 'sealed' });
    const read = (sha256 = '') => world.files.get(sealedKey(id, sha256));
    const [before, after] = [await read(first?.sha256), await read(last?.sha256)];
    expect(Buffer.compare(after.subarray(0, before.length), before)).toBe(0);
  });

  test('of two workers at once is one', async () => {
    const paper = paperSealer();
    const id = await toldOfSeal(paper);
    await Promise.all([1, 2, 3].map(() => upgrade({ ...world, sealer: paper.open }, id)));
    expect(await count(id, 'SealUpgraded')).toBe(1);
  });

  test('that is at its goal is not looked at again', async () => {
    const paper = paperSealer();
    const id = await toldOfSeal(paper);
    await upgrade({ ...world, sealer: paper.open }, id);
    const before = await world.ledger.commits(`DOC#${id}`);
    await upgrade({ ...world, sealer: paper.open }, id);
    await pass(400 * DAY_MS, id, paper.open);
    expect(await world.ledger.commits(`DOC#${id}`)).toEqual(before);
  });

  test('goes as far as the authorities let it, and the rest of the way when they do', async () => {
    const paper = paperSealer();
    const id = await toldOfSeal(paper);
    for (const reach of ['B-LT', 'B-LTA'] as const) {
      paper.outside.reach = reach;
      await pass(DAY_MS, id, paper.open);
      expect((await stateOf(world, id)).sealed?.level).toBe(reach);
    }
  });

  test('that fails is tried ever more seldom, shelves nothing, and says why', async () => {
    const paper = paperSealer();
    const id = await toldOfSeal(paper);
    paper.outside.reach = 'B-T';
    for (const minutes of WAITS) {
      await pass(minutes * MINUTE_MS, id, paper.open);
      await pass(1, id, paper.open);
    }
    const state = await stateOf(world, id);
    expect(state.shelf).toBeUndefined();
    expect(state.postponed).toMatchObject({ work: 'upgrade', reason: 'the seal stays at B-T' });
    expect(await count(id, 'DocumentNudged')).toBe(WAITS.length);
    expect(await count(id, 'WorkPostponed')).toBe(1);
    paper.outside.reach = 'B-LTA';
    await pass(DAY_MS + 1, id, paper.open);
    expect((await stateOf(world, id)).sealed?.level).toBe('B-LTA');
    expect((await stateOf(world, id)).postponed).toBeUndefined();
  });

  test.each<[string, (sealer: Sealer) => Partial<Sealer>, string]>([
    [
      'that does not begin with the sealed file',
      () => ({ upgrade: async () => Buffer.from('%PDF\n%seal 1 B-LTA\n') }),
      'does not begin with the sealed one',
    ],
    [
      'that our own check does not find good',
      () => ({ check: async () => ({ ok: false, fault: 'a byte is wrong' }) }),
      'a byte is wrong',
    ],
    [
      'that claims more than is found',
      ({ check }) => ({
        check: async (...files) => {
          const found = await check(...files);
          return found.ok ? { ...found, level: 'B-T' } : found;
        },
      }),
      'the seal stays at B-T',
    ],
  ])('%s is neither kept nor recorded', async (_, flaw, reason) => {
    const paper = paperSealer();
    const id = await toldOfSeal(paper);
    const { objects } = await world.record();
    const flawed = { ...paper.sealer, ...flaw(paper.sealer) };
    await upgrade({ ...world, sealer: async () => flawed }, id);
    const state = await stateOf(world, id);
    expect(state.sealed?.level).toBe('B-T');
    expect(state.postponed?.reason).toContain(reason);
    expect((await world.record()).objects).toEqual(objects);
  });

  test('that can never be had is settled at what was reached, and not tried again', async () => {
    const paper = paperSealer();
    const id = await toldOfSeal(paper);
    const upgradeOf = () => Promise.reject(new SealSpent('Segel has been revoked'));
    const spent = { ...paper.sealer, upgrade: upgradeOf };
    await upgrade({ ...world, sealer: async () => spent }, id);
    const { sealed, postponed } = await stateOf(world, id);
    expect(sealed).toMatchObject({
      level: 'B-T',
      goal: 'B-T',
      stays: 'Segel has been revoked',
    });
    expect(postponed).toBeUndefined();
    const before = await world.ledger.commits(`DOC#${id}`);
    await pass(400 * DAY_MS, id, paper.open);
    expect(await world.ledger.commits(`DOC#${id}`)).toEqual(before);
  });

  test('is not begun where the installation aims no higher any more', async () => {
    const id = await toldOfSeal(paperSealer());
    const upgradeOf = () => Promise.reject(new Error('there is nobody to ask'));
    const lesser = { ...paperSealer('B-T').sealer, upgrade: upgradeOf };
    await upgrade({ ...world, sealer: async () => lesser }, id);
    const { sealed, postponed } = await stateOf(world, id);
    expect(sealed).toMatchObject({ level: 'B-T', goal: 'B-T' });
    expect(postponed).toBeUndefined();
  });

  test('goes on although a letter lies on the shelf, which it leaves there', async () => {
    const paper = paperSealer();
    const id = await completed(world, charterFor(['Eko']));
    await seal({ ...world, sealer: paper.open }, id);
    const failure = { type: 'recordFailure', work: 'mail', reason: 'tertolak' } as const;
    for (const _ of [1, 2, 3]) await world.execute(id, failure, { type: 'worker', name: 'notify' });
    await pass(DAY_MS, id, paper.open);
    const state = await stateOf(world, id);
    expect(state.sealed?.level).toBe('B-LTA');
    expect(state.shelf).toEqual({ work: 'mail', reason: 'tertolak' });
  });
});

describe('a seal that shall not be without a timestamp', () => {
  const held = () => completed(world, altered(['agency.untimed', 'hold']));

  test('waits for weeks on no shelf, tells why, and is set when the authority is back', async () => {
    const paper = paperSealer();
    paper.outside.reach = 'B-B';
    const id = await held();
    const since = world.clock();
    for (let tries = 0; tries < 5; tries += 1) await seal({ ...world, sealer: paper.open }, id);
    for (let days = 0; days < 21; days += 1) await pass(DAY_MS + 1, id, paper.open);
    const { status, shelf, postponed, attempts } = await stateOf(world, id);
    expect({ status, shelf, attempts }).toEqual({ status: 'signed', attempts: 0 });
    expect(postponed).toEqual({ work: 'seal', reason: 'no authority answered', since });
    paper.outside.reach = 'B-T';
    await pass(DAY_MS + 1, id, paper.open);
    expect((await stateOf(world, id)).sealed).toMatchObject({ level: 'B-T' });
    expect((await stateOf(world, id)).postponed).toBeUndefined();
  });

  test('is an operator’s business when the authority has failed for hours, and each time after', async () => {
    const paper = paperSealer();
    paper.outside.reach = 'B-B';
    const id = await held();
    await seal({ ...world, sealer: paper.open }, id);
    const heard = logMessages();
    const stalled: number[] = [];
    for (const minutes of [10, ...WAITS.slice(1, 6)]) {
      await pass(minutes * MINUTE_MS + 1, id, paper.open);
      stalled.push(heard.filter((message) => message === STALLED).length);
    }
    vi.restoreAllMocks();
    expect(stalled).toEqual([0, 0, 0, 0, 1, 2]);
  });

  test('is tried at once when an admin knows that the authority is back', async () => {
    const paper = paperSealer();
    paper.outside.reach = 'B-B';
    const id = await held();
    await seal({ ...world, sealer: paper.open }, id);
    const answer = await postCommand(world, `/v1/documents/${id}/reseal`);
    expect(answer.status).toBe(200);
    expect((await namesOf(id)).at(-1)).toBe('DocumentRetried');
  });

  test('is not recorded without one, whatever the sealer says', async () => {
    const paper = paperSealer('B-B');
    const id = await held();
    const careless: Sealer = {
      ...paper.sealer,
      seal: (pdf, order) => paper.sealer.seal(pdf, { ...order, mustBeStamped: false }),
    };
    await expect(seal({ ...world, sealer: async () => careless }, id)).rejects.toThrow(
      'no timestamp',
    );
    expect((await stateOf(world, id)).status).toBe('signed');
  });

  test('is another policy than to seal now and to upgrade later', async () => {
    const paper = paperSealer();
    paper.outside.reach = 'B-B';
    const id = await completed(world, charterFor(['Eko']));
    await seal({ ...world, sealer: paper.open }, id);
    expect((await stateOf(world, id)).sealed).toMatchObject({ level: 'B-B', goal: 'B-LTA' });
  });
});
