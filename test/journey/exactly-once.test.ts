/** One seal, one event, one letter per person on record, whatever becomes of the workers. */
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { sealedKey, unsignedKey } from '../../functions/domain/storage-key.ts';
import type { Files } from '../../functions/ports.ts';
import { eventsOf, stateOf } from '../functions/flow.ts';
import { paperSealer } from '../functions/paper-sealer.ts';
import { type SlowPost, slowPost } from '../functions/slow-post.ts';
import { later, RUN_MS, START, sha256, startWorld, type TestWorld } from '../functions/world.ts';
import { signedByAll } from './exactly-once-document.ts';
import { run, type WorkerPlan } from './exactly-once-workers.ts';

const SCHEDULES = 300;
const TEST_DEADLINE_MS = 120_000;
/** A worker makes some dozen calls; what comes later than that never strikes. */
const MAX_CALL = 20;

/** A letter is under way for longer than the workers take for what comes before. */
const SEND_MS = 5;

/** A message comes again when the worker that had it is gone for certain. */
const COMES_AGAIN_MS = 6 * RUN_MS;

let world: TestWorld;
let post: SlowPost;
const { sealer } = paperSealer();
beforeAll(async () => {
  const made = await startWorld();
  post = slowPost(made.mail, () => delay(SEND_MS));
  world = { ...made, files: { ...made.files, ...memory() }, mail: post.mail };
  // What goes wrong here is meant to, and each time is logged.
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockReturnValue(true);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await world.stop();
});

/** Objects are never changed, so no race is for them: the ledger is where one is won. */
function memory(): Pick<Files, 'get' | 'put'> {
  const objects = new Map<string, Uint8Array>();
  const get: Files['get'] = async (key) => {
    const bytes = objects.get(key);
    if (bytes === undefined) throw new Error(`no object ${key}`);
    return bytes;
  };
  const put: Files['put'] = async (key, bytes) => {
    objects.set(key, bytes);
  };
  return { get, put };
}

const trouble = fc.record({
  call: fc.integer({ min: 1, max: MAX_CALL }),
  when: fc.constantFrom('before', 'after'),
  isKilled: fc.boolean(),
});

/** Workers side by side, most of them at the same work. */
const crowd = (...works: readonly WorkerPlan['work'][]): fc.Arbitrary<readonly WorkerPlan[]> =>
  fc.array(
    fc.record({
      work: fc.constantFrom(...works),
      trouble: fc.option(trouble, { nil: undefined }),
    }),
    { minLength: 2, maxLength: 3 },
  );

/** Crowds one after the other: who is late or comes again is in a later one. */
const crowds = fc.tuple(
  crowd('seal', 'seal', 'seal', 'notify'),
  crowd('notify', 'notify', 'seal'),
  crowd('upgrade', 'upgrade', 'upgrade', 'notify'),
);

const healthy: readonly WorkerPlan[] = [{ work: 'seal' }, { work: 'notify' }, { work: 'upgrade' }];
const now = async (): Promise<void> => undefined;

/** What the queue, the sweep and an admin do in the end: deliver again until all is done. */
async function finish(documentId: string): Promise<void> {
  const task = { sealer, documentId };
  if ((await stateOf(world, documentId)).shelf !== undefined)
    await world.execute(documentId, { type: 'retry' }, { type: 'admin', subject: 'rina' });
  for (const plan of healthy) expect(await run(world, task, { plan, turn: now })).toBe(true);
}

async function expectOnce(id: string, signers: number): Promise<void> {
  const events = await eventsOf(world, id);
  const seals = events.filter((event) => event.type === 'DocumentSealed');
  expect(seals).toHaveLength(1);
  const told = events
    .filter((event) => event.type === 'MailSent')
    .map(({ purpose, signer }) => `${purpose} ${signer}`);
  const everyone = Array.from({ length: signers }, (_, index) => `completion ${index + 1}`);
  expect(told.filter((letter) => letter.startsWith('completion')).sort()).toEqual(everyone);
  // Whether a receipt was still due depends on who came first.
  expect(new Set(told).size).toBe(told.length);
  const lifted = events.filter((event) => event.type === 'SealUpgraded');
  expect(lifted.map(({ level }) => level)).toEqual([sealer.goal]);
  const { status, sealed, unsigned, shelf } = await stateOf(world, id);
  expect({ status, shelf }).toEqual({ status: 'sealed' });
  const [first, last] = [seals[0]?.sha256 ?? '', lifted[0]?.sha256 ?? ''];
  expect(sealed?.sha256).toBe(last);
  const files = await Promise.all([
    world.files.get(unsignedKey(id, unsigned?.sha256 ?? '')),
    world.files.get(sealedKey(id, first)),
    world.files.get(sealedKey(id, last)),
  ]);
  expect(files.map(sha256)).toEqual([unsigned?.sha256, first, last]);
  expect(await sealer.check(files[2], files[0])).toMatchObject({ ok: true, level: sealer.goal });
}

/**
 * A letter that was sent again is the same letter, and mail systems can tell; that comes only of workers
 * that failed or died behind the first one, and of each once at most.
 */
function expectOneLetterEach(plans: readonly WorkerPlan[]): void {
  const letters = new Map(world.post.letters.map((letter) => [letter.reference, letter]));
  for (const letter of world.post.letters) expect(letter).toEqual(letters.get(letter.reference));
  expect(post.most()).toBe(1);
  const troubled = plans.filter(({ work, trouble }) => work === 'notify' && trouble !== undefined);
  expect(world.post.letters.length - letters.size).toBeLessThanOrEqual(troubled.length);
  const reasons = [...letters.values()].map(({ to, about }) => `${to.address} ${about?.purpose}`);
  expect(new Set(reasons).size).toBe(letters.size);
}

it(
  `in ${SCHEDULES} orders of workers that race, repeat, fail and are killed`,
  async () => {
    await fc.assert(
      fc.asyncProperty(crowds, fc.scheduler(), async (plans, scheduler) => {
        world.post.letters.length = 0;
        world.time.now = START;
        const { id, signers } = await signedByAll(world);
        const turn = () => scheduler.schedule(Promise.resolve());
        const task = { sealer, documentId: id };
        for (const crowded of plans) {
          await scheduler.waitFor(
            Promise.all(crowded.map((plan) => run(world, task, { plan, turn }))),
          );
          world.time.now = later(world.time.now, COMES_AGAIN_MS);
        }
        await finish(id);
        await expectOnce(id, signers);
        expectOneLetterEach(plans.flat());
      }),
      { numRuns: SCHEDULES },
    );
  },
  TEST_DEADLINE_MS,
);
