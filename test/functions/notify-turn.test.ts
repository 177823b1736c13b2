/** One run at a time writes to one person, whichever process it is in; who dies is followed by another. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { linkRequestId } from '../../functions/domain/link-request.ts';
import { sendAgain } from '../../functions/notify/again.ts';
import { notify } from '../../functions/notify/notify.ts';
import { passes } from '../../functions/notify/passes.ts';
import { turns, WRITING_MS } from '../../functions/notify/turn.ts';
import { asksForLink, openedBoard } from './board-caller.ts';
import { documentsWith, drafted, eventsOf, holderOf, invited, lettersTo, linked } from './flow.ts';
import { altered, charterFor, leaderAlone } from './request.ts';
import {
  at,
  HEAD,
  invitedTrio,
  LEADER,
  lettersToHead,
  printed,
  signsOne,
  trio,
} from './several.ts';
import { slowPost } from './slow-post.ts';
import { later, RUN_MS, START, startWorld, type TestWorld } from './world.ts';

const ADMIN = { type: 'admin', subject: 'rina' } as const;
/** By when nobody can have a turn any more who had one at the start. */
const AFTER_ALL_TURNS_MS = RUN_MS + 10_000;
const SEND_MS = 50;

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
afterEach(() => {
  vi.restoreAllMocks();
  world.time.now = START;
});

/** Processes with nothing in common but record and post. */
const processes = (count: number, mail: TestWorld['mail']): readonly TestWorld[] =>
  Array.from({ length: count }, () => ({ ...world, ...world.beside(), mail }));

/** A process that does not wait for its turn. */
const hasty = (): TestWorld => {
  const { lease, ...beside } = world.beside();
  const inTurn = turns({ lease, clock: world.clock, pause: world.pause, timeLeft: () => 0 });
  return { ...world, ...beside, inTurn };
};

/** A letter of each kind that is due, and the run that writes it. */
const DUE: readonly (readonly [string, () => Promise<(world: TestWorld) => Promise<void>>])[] = [
  [
    'an invitation',
    async () => {
      const ids = await trio(world);
      await printed(world, ids);
      return (process) => notify(process, ids[2]);
    },
  ],
  [
    'a letter to whoever declared',
    async () => {
      const id = await invited(world, { ...charterFor(['Eko']), contact: 'tim@example.test' });
      const origin = { ip: 'x', userAgent: 'x' };
      const decline = { type: 'decline', signer: 1, round: 1, reason: 'x', origin } as const;
      await world.execute(id, decline, ADMIN);
      return (process) => notify(process, id);
    },
  ],
  [
    'a code for the door',
    async () => {
      const { id, who } = await linked(world, altered(['agency.identity', { mailCode: true }]));
      await who.open();
      await who.post('/code');
      return (process) => notify(process, id);
    },
  ],
  [
    'a letter wished for again',
    async () => {
      const { id, charter } = await openedBoard(world);
      await asksForLink(world, id, { email: 'kepala@example.test' });
      const request = linkRequestId(holderOf(charter, HEAD));
      return (process) => sendAgain(process, request);
    },
  ],
];

describe('two processes', () => {
  test.each(DUE)('that are woken for %s at once send it once', async (_, prepare) => {
    const run = await prepare();
    const before = world.post.letters.length;
    const { mail, most } = slowPost(world.mail, () => delay(SEND_MS));
    await Promise.all(processes(2, mail).map(run));
    expect(world.post.letters).toHaveLength(before + 1);
    expect(most()).toBe(1);
  });

  test('with a document each have the later one join the letter that is under way', async () => {
    const [charter, commitment] = await invitedTrio(world);
    const head = await at(world, charter, HEAD);
    const { promise: taken, resolve: take } = Promise.withResolvers<void>();
    const { mail, most } = slowPost(world.mail, async () => {
      take();
      await delay(SEND_MS);
    });
    const [first = world, second = world] = processes(2, mail);
    await signsOne(world, charter, head);
    const writing = notify(first, charter);
    await taken;
    await signsOne(world, commitment, head);
    await Promise.all([writing, notify(second, commitment)]);
    expect(lettersTo(world, charter, LEADER)).toHaveLength(1);
    expect(most()).toBe(1);
    const shared = (await eventsOf(world, commitment)).filter(
      ({ type }) => type === 'InvitationShared',
    );
    expect(shared).toEqual([{ type: 'InvitationShared', signer: LEADER, round: 1 }]);
  });

  test('do not keep each other from writing to different people', async () => {
    const ids = [
      await drafted(world, charterFor(['Eko'])),
      await drafted(world, charterFor(['Tri'])),
    ];
    await printed(world, ids);
    let underWay = 0;
    const { promise: both, resolve } = Promise.withResolvers<void>();
    const { mail } = slowPost(world.mail, async () => {
      underWay += 1;
      if (underWay === 2) resolve();
      await both;
    });
    const [first = world, second = world] = processes(2, mail);
    await Promise.all([notify(first, ids[0] ?? ''), notify(second, ids[1] ?? '')]);
    expect(underWay).toBe(2);
  });
});

test('messages about all documents of one person at once, each twice, fail nowhere', async () => {
  const units = Array.from({ length: 20 }, (_, index) => ({ name: `Dinas ${index + 1}` }));
  const id = await drafted(world, leaderAlone(units));
  const ids = documentsWith(id);
  await printed(world, ids);
  const { mail, most } = slowPost(world.mail, () => delay(SEND_MS));
  await Promise.all(
    processes(10, mail).map((process, index) => {
      const inHand = passes();
      const batch = [...ids, ...ids].filter((_, place) => place % 10 === index);
      return Promise.all([...batch, ids.at(-1) ?? ''].map((one) => notify(process, one, inHand)));
    }),
  );
  expect(lettersTo(world, id, 1)).toHaveLength(1);
  expect(most()).toBe(1);
  for (const one of ids)
    expect((await eventsOf(world, one)).filter(({ type }) => type === 'MailSent')).toHaveLength(1);
});

describe('a process that dies in its turn', () => {
  /** A post in which a process dies: before the letter has left, or after. */
  const deadly = (hasLeft: boolean, died: () => void): TestWorld['mail'] => ({
    send: async (letter) => {
      if (hasLeft) await world.mail.send(letter);
      died();
      return new Promise(() => {});
    },
  });

  test.each([
    ['before its letter has left', false],
    ['before its letter is on record', true],
  ])('%s is followed by another once its time is over', async (_, hasLeft) => {
    const ids = await trio(world);
    await printed(world, ids);
    const { promise: death, resolve: die } = Promise.withResolvers<void>();
    const [dying = world] = processes(1, deadly(hasLeft, die));
    void notify(dying, ids[2]);
    await death;
    const sent = Number(hasLeft);
    expect(lettersToHead(world, ids)).toHaveLength(sent);
    // Its Lambda may yet be alive, as far as anybody can tell.
    world.time.now = later(world.time.now, RUN_MS);
    await expect(notify(hasty(), ids[2])).rejects.toThrow('1 letters not sent');
    expect(lettersToHead(world, ids)).toHaveLength(sent);
    world.time.now = later(world.time.now, AFTER_ALL_TURNS_MS - RUN_MS);
    await notify(hasty(), ids[2]);
    await notify(hasty(), ids[2]);
    const letters = lettersToHead(world, ids);
    expect(letters).toHaveLength(sent + 1);
    expect(new Set(letters.map(({ reference }) => reference)).size).toBe(1);
    for (const id of ids)
      expect((await eventsOf(world, id)).filter(({ type }) => type === 'MailSent')).toHaveLength(1);
  });
});

describe('a turn', () => {
  let serial = 0;
  const fresh = (): string => {
    serial += 1;
    return `turn ${serial}`;
  };

  test('is given back by work that fails, which fails as before', async () => {
    const key = fresh();
    const work = (): Promise<void> => Promise.reject(new Error('closed'));
    await expect(world.inTurn(key, work)).rejects.toThrow('closed');
    let done = false;
    await hasty().inTurn(key, async () => {
      done = true;
    });
    expect(done).toBe(true);
  });

  test('that cannot be given back ends by itself, and fails no work that is done', async () => {
    const { lease } = world.beside();
    const release = (): Promise<void> => Promise.reject(new Error('no answer'));
    const { clock, pause } = world;
    const broken = turns({ lease: { ...lease, release }, clock, pause, timeLeft: () => RUN_MS });
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    await broken(fresh(), async () => {});
  });

  test('is not begun when nobody can tell whose it is', async () => {
    const take = (): Promise<boolean> => Promise.reject(new Error('no answer'));
    const { clock, pause } = world;
    const lease = { ...world.beside().lease, take };
    const work = vi.fn(async () => {});
    const blind = turns({ lease, clock, pause, timeLeft: () => RUN_MS });
    await expect(blind(fresh(), work)).rejects.toThrow('no answer');
    expect(work).not.toHaveBeenCalled();
  });

  test('comes to each of ten workers in the time that they can wait', async () => {
    const begun = performance.now();
    const key = fresh();
    let done = 0;
    let within = 0;
    const work = async (): Promise<void> => {
      within += 1;
      expect(within).toBe(1);
      await delay(SEND_MS);
      within -= 1;
      done += 1;
    };
    const patient = () =>
      turns({
        lease: world.beside().lease,
        clock: () => new Date().toISOString(),
        pause: (milliseconds) => delay(milliseconds),
        timeLeft: () => RUN_MS - (performance.now() - begun),
      });
    await Promise.all(Array.from({ length: 10 }, () => patient()(key, work)));
    expect(done).toBe(10);
    expect(RUN_MS - WRITING_MS).toBeGreaterThanOrEqual(4 * (performance.now() - begun));
  });
});
