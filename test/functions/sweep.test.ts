/** The sweep: whatever stands still is nudged, more seldom each time, and late documents end. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { draftDocuments } from '../../functions/draft/draft.ts';
import { notify } from '../../functions/notify/notify.ts';
import type { Ledger } from '../../functions/ports-ledger.ts';
import { render } from '../../functions/render/render.ts';
import { seal } from '../../functions/seal/seal.ts';
import { sweep } from '../../functions/sweep/sweep.ts';
import { declareAs } from './admin-caller.ts';
import { drafted, eventsOf, holderOf, invited, signedByAll, stateOf } from './flow.ts';
import { paperSealer } from './paper-sealer.ts';
import { charterFor } from './request.ts';
import { signatoryAt } from './signatory.ts';
import { later, START, startWorld, type TestWorld } from './world.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

let world: TestWorld;
// The sweep looks at everything there is, so every test has a world of its own.
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.stop());

const pass = (ms: number): void => {
  world.time.now = later(world.time.now, ms);
};

const nudges = async (id: string): Promise<number> =>
  (await eventsOf(world, id)).filter(({ type }) => type === 'DocumentNudged').length;

describe('work that stands still', () => {
  test('is left alone for ten minutes and nudged after them', async () => {
    const id = await drafted(world, charterFor(['Eko']));
    pass(10 * MINUTE_MS);
    expect(await sweep(world)).toBe(0);
    pass(1);
    expect(await sweep(world)).toBe(1);
    expect((await eventsOf(world, id)).at(-1)).toEqual({ type: 'DocumentNudged', work: 'render' });
  });

  test('is nudged once per period, more and more seldom, at most once a day', async () => {
    const id = await drafted(world, charterFor(['Eko']));
    const minutes = [10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440];
    for (const [earlier, gap] of minutes.entries()) {
      pass(gap * MINUTE_MS);
      await sweep(world);
      expect(await nudges(id)).toBe(earlier);
      pass(1);
      await sweep(world);
      await sweep(world);
      expect(await nudges(id)).toBe(earlier + 1);
    }
  });

  test('is done by the worker that the nudge wakes, and then not nudged any more', async () => {
    const id = await drafted(world, charterFor(['Eko']));
    pass(DAY_MS);
    await sweep(world);
    await render(world, id);
    await notify(world, id);
    pass(DAY_MS);
    await sweep(world);
    expect((await eventsOf(world, id)).at(-1)?.type).not.toBe('DocumentNudged');
  });

  test.each(['draft', 'render', 'mail', 'evidence', 'seal', 'upgrade'])(
    'of every kind is found: %s',
    async (work) => {
      const { id: declarationId, documentIds } = await declareAs(world, charterFor(['Eko']));
      const [id = ''] = documentIds;
      const steps: Readonly<Record<string, () => Promise<void>>> = {
        draft: () => draftDocuments(world, declarationId),
        render: () => render(world, id),
        mail: () => signedByAll(world, id),
        evidence: () => render(world, id),
        seal: async () => {
          await seal({ ...world, sealer: paperSealer().open }, id);
          await notify(world, id);
        },
      };
      for (const [step, run] of Object.entries(steps)) {
        if (step === work) break;
        await run();
      }
      pass(DAY_MS);
      expect(await sweep(world)).toBe(1);
      const streams = await Promise.all([
        world.ledger.commits(`DECL#${declarationId}`),
        world.ledger.commits(`DOC#${id}`),
      ]);
      const last = streams.map((commits) => commits.at(-1)?.events[0]);
      expect(last).toContainEqual(expect.objectContaining({ work }));
    },
  );

  test('of any age is found, even when a year has passed', async () => {
    const id = await drafted(world, charterFor(['Eko']));
    pass(365 * DAY_MS);
    await sweep(world);
    expect(await nudges(id)).toBe(1);
  });

  test('on the shelf is left to the admin', async () => {
    const id = await drafted(world, charterFor(['Eko']));
    world.printer.jamWith('jammed');
    for (let tries = 0; tries < 3; tries += 1) await render(world, id).catch(() => undefined);
    expect((await stateOf(world, id)).shelf).toBeDefined();
    pass(365 * DAY_MS);
    expect(await sweep(world)).toBe(0);
  });

  test('is nudged by two sweeps at the same time at most once each', async () => {
    const id = await drafted(world, charterFor(['Eko']));
    const { id: declarationId } = await declareAs(world, charterFor(['Tri']));
    pass(DAY_MS);
    await Promise.all([sweep(world), sweep(world)]);
    const commits = await world.ledger.commits(`DECL#${declarationId}`);
    for (const times of [await nudges(id), commits.length - 1]) expect([1, 2]).toContain(times);
  });

  test('of one document does not keep the others waiting when it cannot be read', async () => {
    const ids = [
      await drafted(world, charterFor(['Eko'])),
      await drafted(world, charterFor(['Tri'])),
      await drafted(world, charterFor(['Dwi'])),
    ];
    const execute: TestWorld['execute'] = (id, command, by) =>
      id === ids[0] ? Promise.reject(new Error('broken')) : world.execute(id, command, by);
    pass(DAY_MS);
    await sweep({ ...world, execute }).catch(() => undefined);
    expect(await Promise.all(ids.map(nudges))).toEqual([0, 1, 1]);
  });
});

test('a trial of the seal that cannot be asked for keeps nothing else waiting', async () => {
  const id = await drafted(world, charterFor(['Eko']));
  const canary: Ledger['canary'] = () => Promise.reject(new Error('broken'));
  pass(DAY_MS);
  await expect(sweep({ ...world, ledger: { ...world.ledger, canary } })).rejects.toThrow('1 step');
  expect(await nudges(id)).toBe(1);
});

describe('a document past its deadline', () => {
  test('expires, and its links say so', async () => {
    const id = await invited(world, charterFor(['Eko']));
    const token = world.links.token(holderOf(id, 1));
    world.time.now = (await stateOf(world, id)).draft.deadline;
    await sweep(world);
    expect((await stateOf(world, id)).status).toBe('signing');
    pass(1);
    await sweep(world);
    expect((await stateOf(world, id)).status).toBe('expired');
    expect((await signatoryAt(world, token).open()).status).toBe(410);
  });

  test('expires once, and is then left alone', async () => {
    const id = await invited(world, charterFor(['Eko']));
    pass(400 * DAY_MS);
    await sweep(world);
    await sweep(world);
    await notify(world, id);
    pass(400 * DAY_MS);
    expect(await sweep(world)).toBe(0);
    const expired = (await eventsOf(world, id)).filter(({ type }) => type === 'DocumentExpired');
    expect(expired).toHaveLength(1);
  });

  test('expires although an invitation could not be sent', async () => {
    const id = await drafted(world, charterFor(['Eko']));
    await render(world, id);
    pass(400 * DAY_MS);
    await sweep(world);
    expect((await stateOf(world, id)).status).toBe('expired');
  });

  test('does not expire when all have signed in time', async () => {
    const id = await invited(world, charterFor(['Eko']));
    await signedByAll(world, id);
    pass(400 * DAY_MS);
    await sweep(world);
    expect((await stateOf(world, id)).status).toBe('signed');
  });
});

test('a world in which all is done is not touched', async () => {
  const id = await invited(world, charterFor(['Eko']));
  await signedByAll(world, id);
  await world.execute(id, { type: 'retry' }, { type: 'worker', name: 'test' });
  world.time.now = START;
  await sweep(world);
  const before = await world.record();
  const amend: Ledger['amend'] = () => Promise.reject(new Error('nothing is due'));
  expect(await sweep({ ...world, ledger: { ...world.ledger, amend } })).toBe(0);
  expect(await world.record()).toEqual(before);
});
