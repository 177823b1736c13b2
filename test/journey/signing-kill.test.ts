/** A ceremony whose host is killed again and again: everybody reaches the receipt, nothing is lost. */
import type { ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { trustAnchors } from '../../functions/adapters/pades-trust.ts';
import { adminApi } from '../../infra/local/demo/api.ts';
import { freePort } from '../../infra/local/engines/free-port.ts';
import { type InboxMail, readInbox } from '../../infra/local/engines/smtp.ts';
import { reportOn } from '../../infra/local/verify-report.ts';
import { dice, type Roll } from '../samples/dice.ts';
import { commitsOf, expectWhole } from './audit.ts';
import { kill, type Place, start, tokenOf, untilSealed, urlOf } from './child-host.ts';
import { city } from './event.ts';
import { type Outage, signPatiently, type Walk } from './patient-signatory.ts';
import { eventually, linkIn } from './stage.ts';

/** The host dies so often while people sign, and once more while it seals. */
const KILLS = 7;
/**
 * Every other time it dies so many presses at most after it came back, and so long after the last of
 * them; else when a signature has been recorded and the answer is on its way.
 */
const PRESSES = 3;
const MOMENT_MS = 40;
const SEALING_MS = 400;

const HEADS = 10;
const PLEDGES = 3;
/** The heads, the leader and the witness sign the charter; each pledge has its pledger as well. */
const SIGNERS = { charter: HEADS + 2, pledge: 2 } as Readonly<Record<string, number>>;
const PEOPLE = HEADS + 2 + PLEDGES;
const SIGNATURES = HEADS + 2 + 2 * PLEDGES;

const TEST_DEADLINE_MS = 180_000;
const LETTERS_MS = 200;

/** `PIAGAM_SEED=… vitest run …` has everybody decide as they did before. */
const SEED = Number(process.env['PIAGAM_SEED'] ?? randomInt(2 ** 31));

let place: Place;
let host: ChildProcess;
beforeAll(async () => {
  place = { data: await mkdtemp(join(tmpdir(), 'piagam-signing-kill-')), port: await freePort() };
  host = await start(place);
});
afterAll(async () => {
  await kill(host);
  await rm(place.data, { recursive: true, force: true });
});

/** Of the agency that the trial seal is made out to, so that nothing is left to doubt. */
function ceremony() {
  const { agency, ...rest } = city(HEADS, PLEDGES);
  return { ...rest, charterMode: 'joint', agency: { ...agency, name: 'Instansi Uji Coba' } };
}

const isInvitation = ({ links }: InboxMail): boolean => links.some((url) => url.includes('/s/'));

/** Everybody sets out when their first letter is there, and ends at the receipt. */
async function everybodySigns(outage: Outage): Promise<readonly Walk[]> {
  const walks = new Map<string, Promise<Walk>>();
  const failures: unknown[] = [];
  await eventually(
    () => `all are invited; so far ${[...walks.keys()]}`,
    async () => {
      if (failures.length > 0) throw failures[0];
      for (const letter of (await readInbox(join(place.data, 'inbox'))).filter(isInvitation))
        for (const { address } of letter.to) {
          if (walks.has(address)) continue;
          const roll = dice(SEED + walks.size);
          const walk = signPatiently({ link: linkIn(letter), roll, outage });
          walk.catch((error: unknown) => failures.push(error));
          walks.set(address, walk);
        }
      await delay(LETTERS_MS);
      return walks.size === PEOPLE;
    },
    TEST_DEADLINE_MS,
  );
  return Promise.all(walks.values());
}

/** What people tell the killer, and when the answer to a signature is to be lost. */
function lurk() {
  const people = new EventEmitter();
  let isHungry = false;
  const outage: Outage = {
    pressed: () => people.emit('press'),
    swallows: (url) => {
      const isTaken = isHungry && /\/sign(\?|$)/.test(url);
      if (isTaken) {
        isHungry = false;
        people.emit('taken');
      }
      return isTaken;
    },
  };
  return {
    outage,
    /** Resolves some moments after somebody has pressed a button. */
    pressed: async (roll: Roll, signal: AbortSignal): Promise<void> => {
      for (let left = 1 + roll(PRESSES); left > 0; left -= 1)
        await once(people, 'press', { signal });
      await delay(roll(MOMENT_MS));
    },
    /** Resolves when a signature is on record of which nobody will hear. */
    unheard: async (signal: AbortSignal): Promise<void> => {
      isHungry = true;
      await once(people, 'taken', { signal });
    },
  };
}

/** @returns how often the host was killed before everybody had come to an end. */
async function killAndRestart(lurker: ReturnType<typeof lurk>, over: AbortSignal): Promise<number> {
  const roll = dice(SEED - 1);
  for (let kills = 0; kills < KILLS; kills += 1) {
    const moment = kills % 2 === 0 ? lurker.pressed(roll, over) : lurker.unheard(over);
    const hasCome = await moment.then(
      () => true,
      () => false,
    );
    if (!hasCome) return kills;
    await kill(host);
    host = await start(place);
  }
  return KILLS;
}

/** The sealed file begins with what was confirmed, and holds by itself. */
async function expectSealed(id: string): Promise<void> {
  const api = adminApi(urlOf(place), await tokenOf(place));
  const [unsigned, sealed] = [await api.pdf(id, 'unsigned'), await api.pdf(id, 'sealed')];
  expect(Buffer.compare(sealed.subarray(0, unsigned.length), unsigned)).toBe(0);
  expect(await api.verdict(sealed)).toBe('intact');
  const trust = trustAnchors(await readFile(join(place.data, 'trust.pem'), 'utf8'));
  const { verdict, lines } = await reportOn(sealed, trust);
  expect(verdict, lines.join('\n')).toBe('holds');
}

/** Whatever is on record as sent lies in a mailbox. */
async function expectLetters(ids: readonly string[]): Promise<void> {
  const token = await tokenOf(place);
  const commits = await Promise.all(ids.map((id) => commitsOf(urlOf(place), token, id)));
  const sent = commits.flat().flatMap(({ events }) => events.filter((e) => e.type === 'MailSent'));
  const inbox = await readInbox(join(place.data, 'inbox'));
  const arrived = new Set(inbox.map(({ messageId }) => messageId));
  expect(sent.filter(({ messageId }) => !arrived.has(messageId))).toEqual([]);
}

it.runIf(process.platform === 'linux')(
  `${PEOPLE} people sign while the host is killed ${KILLS + 1} times (seed ${SEED})`,
  async () => {
    const api = adminApi(urlOf(place), await tokenOf(place));
    const declared = await api.declare(ceremony());
    const lurker = lurk();
    const over = new AbortController();
    const killer = killAndRestart(lurker, over.signal);
    const walks = await everybodySigns(lurker.outage).finally(() => {
      over.abort();
      return killer; // else it may start a host that nobody ends
    });
    const kills = await killer;
    await delay(dice(SEED)(SEALING_MS));
    await kill(host);
    host = await start(place);

    const receipts = walks.reduce((sum, walk) => sum + walk.receipts, 0);
    const cut = walks.reduce((sum, walk) => sum + walk.cut, 0);
    expect({ kills, receipts }).toEqual({ kills: KILLS, receipts: SIGNATURES });
    expect(cut, 'the kills have met nobody').toBeGreaterThanOrEqual(KILLS);
    const { documents } = await untilSealed(place, declared.id);
    expect(documents).toHaveLength(1 + PLEDGES);
    for (const { id, kind } of documents) {
      const commits = await commitsOf(urlOf(place), await tokenOf(place), id);
      expectWhole(commits, SIGNERS[kind] ?? 0);
      await expectSealed(id);
    }
    await expectLetters(documents.map(({ id }) => id));
  },
  TEST_DEADLINE_MS,
);
