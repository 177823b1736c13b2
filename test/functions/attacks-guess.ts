/** Attacks by whoever has no link: guessing, enumerating by words and by work, and flooding. */
import { expect } from 'vitest';
import { SEATS } from '../../functions/runtime/rate.ts';
import { signingApp } from '../../functions/signing/app.ts';
import { type Attack, filled, knock, sealedLetter, victimOf, withoutTrace } from './attack.ts';
import { linkHolder } from './flow.ts';
import { heading } from './page.ts';
import { charterFor } from './request.ts';
import { signatoryAt } from './signatory.ts';
import { later, type TestWorld } from './world.ts';

const ADMIN = { type: 'admin', subject: 'rina' } as const;
const VERBS = ['open', 'sign', 'decline'] as const;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const FORMS_OF_NOTHING = [
  'A',
  'A'.repeat(42),
  'A'.repeat(43),
  'A'.repeat(44),
  'A'.repeat(4000),
  `${'A'.repeat(42)}.`,
  `${'A'.repeat(42)}=`,
  'constructor',
  '__proto__',
  '%00',
  '..%2f..%2fverify',
  'token',
  '%F0%9F%94%91',
] as const;

/** Each with another character at one place; the last one decodes to the very same bytes. */
const nearMisses = (token: string): readonly string[] =>
  [0, 1, 20, 41, 42].map((at) => {
    const other = ALPHABET[(ALPHABET.indexOf(token[at] ?? '') ^ 1) % ALPHABET.length] ?? '';
    return token.slice(0, at) + other + token.slice(at + 1);
  });

async function expectUnknown(world: TestWorld, token: string): Promise<void> {
  const answers = [
    await knock(world, `/s/${token}`),
    await knock(world, `/s/${token}/pdf`),
    ...(await Promise.all(
      VERBS.map((verb) => knock(world, `/s/${token}/${verb}`, filled({ recipient: 'yes' }))),
    )),
  ];
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
  for (const { headers } of answers) expect(headers.get('set-cookie')).toBeNull();
}

/** Links that once led somewhere, by what has become of them. */
async function formerLinks(world: TestWorld): Promise<readonly string[]> {
  const live = await sealedLetter(world);
  const voided = await sealedLetter(world);
  await world.execute(voided.id, { type: 'void', reason: 'salah' }, ADMIN);
  const replaced = await sealedLetter(world);
  await world.execute(replaced.id, { type: 'renewLink', signer: 1 }, ADMIN);
  const signed = await victimOf(world);
  await signed.who.sign();
  const declined = await victimOf(world, charterFor(['Eko', 'Tri']));
  await linkHolder(world, declined.id, 2).open();
  await declined.who.decline('tidak sesuai');
  return [live, voided, replaced, signed, declined].map(({ token }) => token);
}

/** How often the ledger is asked for what while a page is shown. */
async function workOf(world: TestWorld, token: string): Promise<readonly string[]> {
  const asked: string[] = [];
  const ledger = new Proxy(world.ledger, {
    get: (target, name, self) => {
      asked.push(String(name));
      return Reflect.get(target, name, self);
    },
  });
  await knock({ signing: signingApp({ ...world, ledger }) }, `/s/${token}`);
  return asked;
}

export const GUESSING: readonly Attack[] = [
  {
    name: 'links in every form but the right one',
    holds: 'none is found, and all answers are the same to the last byte',
    run: async (world) => {
      const pages = await withoutTrace(world, () =>
        Promise.all(FORMS_OF_NOTHING.map((token) => knock(world, `/s/${token}`))),
      );
      expect(pages.map(({ status }) => status)).toEqual(pages.map(() => 404));
      expect(new Set(await Promise.all(pages.map((page) => page.text()))).size).toBe(1);
    },
  },
  {
    name: 'near misses of a link that exists',
    holds: 'no verb finds them, though one differs in no bit of what it encodes',
    run: async (world) => {
      const { token } = await sealedLetter(world);
      const misses = nearMisses(token);
      const bytes = misses.map((miss) => Buffer.from(miss, 'base64url').toString('hex'));
      expect(bytes.at(-1)).toBe(Buffer.from(token, 'base64url').toString('hex'));
      await withoutTrace(world, async () => {
        for (const miss of misses) await expectUnknown(world, miss);
      });
    },
  },
  {
    name: 'what the ledger keeps of a link, used as the link',
    holds: 'its hash opens nothing, in hex or in the form of a link',
    run: async (world) => {
      const { token } = await sealedLetter(world);
      const hash = world.links.hash(token);
      const asLink = Buffer.from(hash, 'hex').toString('base64url');
      for (const guess of [hash, asLink]) await expectUnknown(world, guess);
    },
  },
  {
    name: 'a session used as a link, and a link as a session',
    holds: 'neither is good as the other',
    run: async (world) => {
      const { token, cookie, path } = await victimOf(world);
      const mac = cookie.split('.')[1] ?? '';
      await expectUnknown(world, mac);
      for (const value of [token, `9999999999999.${token}`]) {
        const headers = { cookie: `piagam_session=${value}` };
        expect((await knock(world, `${path}/pdf`, { headers })).status).toBe(403);
      }
    },
  },
  {
    name: 'telling by words which links are still of use',
    holds: 'live, void, replaced, signed and declined ones all show the same page',
    run: async (world) => {
      const tokens = await formerLinks(world);
      const expired = await sealedLetter(world);
      world.time.now = later(world.time.now, 400 * 24 * 60 * 60 * 1000);
      const pages = await Promise.all(
        [...tokens, expired.token].map(async (token) => {
          const page = await knock(world, `/s/${token}`);
          return `${page.status} ${(await page.text()).replaceAll(token, '')}`;
        }),
      );
      expect(new Set(pages).size).toBe(1);
      expect(pages[0]).toMatch(/^200 /);
    },
  },
  {
    name: 'telling by time which links exist',
    holds: 'each costs one look-up by hash and nothing else, found or not',
    run: async (world) => {
      const tokens = [...(await formerLinks(world)), 'B'.repeat(43)];
      const work = await Promise.all(tokens.map((token) => workOf(world, token)));
      expect(work).toEqual(tokens.map(() => ['lookup']));
    },
  },
  {
    name: 'guessing on and on from one address',
    holds: 'ends with 429 and a time to wait, while a good link at that address stays open',
    run: async (world) => {
      const guess = () => knock(world, `/s/${'C'.repeat(43)}/open`, filled({}));
      const answers: Response[] = [];
      while (answers.at(-1)?.status !== 429) answers.push(await guess());
      expect(answers.length).toBeLessThanOrEqual(SEATS.unknownLink + 1);
      expect(Number(answers.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(0);
      const { path } = await sealedLetter(world);
      const opening = await knock(world, `${path}/open`, filled({ recipient: 'yes' }));
      expect(opening.status).toBe(303);
    },
  },
  {
    name: 'hammering one link',
    holds: 'ends with 429 for that link alone, whose document still shows',
    run: async (world) => {
      const { token, path, who } = await victimOf(world);
      const hammer = () => knock(world, `${path}/open`, filled({ recipient: 'yes' }));
      const answers: Response[] = [];
      while (answers.at(-1)?.status !== 429) answers.push(await hammer());
      expect(answers.length).toBeLessThanOrEqual(SEATS.open + 1);
      const shown = await (await signatoryAt(world, token).get()).text();
      expect(heading(shown)).toBe('Ada dokumen yang menunggu Anda');
      expect((await who.sign()).status).toBe(303);
    },
  },
];
