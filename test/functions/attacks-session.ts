/** Attacks on sessions: replay, fixation, cookies of others, and forms that come too late. */
import { expect } from 'vitest';
import { SESSION_SECONDS } from '../../functions/signing/door.ts';
import { type Attack, filled, knock, sealedLetter, victimOf, withoutTrace } from './attack.ts';
import { eventsOf, linkHolder, notifyAll, signaturesOf, tokenOf } from './flow.ts';
import { heading } from './page.ts';
import { charterFor } from './request.ts';
import { signatoryAt } from './signatory.ts';
import { later, type TestWorld } from './world.ts';

const ADMIN = { type: 'admin', subject: 'rina' } as const;
const PARALLEL = 20;
const ENTRY = 'Ada dokumen yang menunggu Anda';

type Victim = Awaited<ReturnType<typeof victimOf>>;

const outcomes = async (world: TestWorld, id: string): Promise<readonly string[]> =>
  (await eventsOf(world, id))
    .map(({ type }) => type)
    .filter((type) => ['SignerSigned', 'SignerDeclined'].includes(type));

/** Sends the form of a session that was good once. */
const late = ({ path, form, cookie }: Victim, world: TestWorld): Promise<Response> =>
  knock(world, `${path}/sign`, filled(form, { cookie }));

/** An attack with a form that was right until something happened. */
const tooLate = (
  [name, status]: readonly [string, number],
  happens: (world: TestWorld, victim: Victim) => Promise<unknown>,
): Attack => ({
  name: `the form of a page that was open, sent ${name}`,
  holds: `is refused with ${status}, and nothing is recorded`,
  run: async (world) => {
    const victim = await victimOf(world, charterFor(['Eko', 'Tri']));
    await happens(world, victim);
    const answers = await withoutTrace(world, async () => [
      await late(victim, world),
      await knock(
        world,
        `${victim.path}/decline`,
        filled({ reason: 'x' }, { cookie: victim.cookie }),
      ),
    ]);
    expect(answers[0]?.status).toBe(status);
  },
});

export const SESSIONS: readonly Attack[] = [
  {
    name: 'the same signing form once more',
    holds: 'leaves one signature, and says that it is recorded',
    run: async (world) => {
      const victim = await victimOf(world);
      await late(victim, world);
      const again = await withoutTrace(world, () => late(victim, world));
      expect(again.status).toBe(303);
      expect(await signaturesOf(world, victim.id)).toHaveLength(1);
    },
  },
  {
    name: `the same signing form ${PARALLEL} times at one moment`,
    holds: 'leaves one signature',
    run: async (world) => {
      const victim = await victimOf(world);
      await Promise.all(Array.from({ length: PARALLEL }, () => late(victim, world)));
      expect(await outcomes(world, victim.id)).toEqual(['SignerSigned']);
    },
  },
  {
    name: 'signing and declining at one moment',
    holds: 'leaves one of the two',
    run: async (world) => {
      const victim = await victimOf(world);
      const { path, cookie } = victim;
      const decline = () => knock(world, `${path}/decline`, filled({ reason: 'x' }, { cookie }));
      await Promise.all([late(victim, world), decline(), late(victim, world), decline()]);
      expect(await outcomes(world, victim.id)).toHaveLength(1);
    },
  },
  {
    name: 'declining what is signed',
    holds: 'the signature stays, and nothing is recorded',
    run: async (world) => {
      const victim = await victimOf(world);
      await late(victim, world);
      const { path, cookie } = victim;
      await withoutTrace(world, () =>
        knock(world, `${path}/decline`, filled({ reason: 'x' }, { cookie })),
      );
    },
  },
  tooLate(['when the document is void', 410], (world, { id }) =>
    world.execute(id, { type: 'void', reason: 'salah' }, ADMIN),
  ),
  tooLate(['when somebody else has declined', 410], async (world, { id }) => {
    const other = linkHolder(world, id, 2);
    await other.open();
    await other.decline('tidak sesuai');
  }),
  tooLate(['when the link has been replaced', 410], (world, { id }) =>
    world.execute(id, { type: 'renewLink', signer: 1 }, ADMIN),
  ),
  tooLate(['when a newer declaration has taken its place', 410], (world, { id }) =>
    world.execute(id, { type: 'supersede', by: { declarationId: 'z'.repeat(16) } }, ADMIN),
  ),
  tooLate(['when the session has ended', 403], async (world) => {
    world.time.now = later(world.time.now, SESSION_SECONDS * 1000);
  }),
  {
    name: 'the session of a replaced link at the new one',
    holds: 'opens nothing',
    run: async (world) => {
      const { id, cookie } = await victimOf(world);
      await world.execute(id, { type: 'renewLink', signer: 1 }, ADMIN);
      await notifyAll(world, id);
      const heir = signatoryAt(world, tokenOf(world, id, 1));
      heir.setCookie(cookie);
      expect(heading(await (await heir.get()).text())).toBe(ENTRY);
      expect((await heir.get('/pdf')).status).toBe(403);
    },
  },
  {
    name: "the session of one's own link at the link of another signatory",
    holds: 'opens nothing and signs nothing for them',
    run: async (world) => {
      const { id, cookie, form } = await victimOf(world, charterFor(['Eko', 'Tri']));
      const path = `/s/${tokenOf(world, id, 2)}`;
      await withoutTrace(world, async () => {
        const headers = { cookie };
        expect(heading(await (await knock(world, path, { headers })).text())).toBe(ENTRY);
        expect((await knock(world, `${path}/sign`, filled(form, headers))).status).toBe(403);
      });
    },
  },
  {
    name: 'a session planted in the browser before the link is opened',
    holds: 'is replaced by one of our making, and is never good itself',
    run: async (world) => {
      const { token } = await sealedLetter(world);
      const victim = signatoryAt(world, token);
      const planted = 'piagam_session=9999999999999.AAAA';
      victim.setCookie(planted);
      await victim.open();
      expect(victim.cookie()).not.toBe(planted);
      const thief = signatoryAt(world, token);
      thief.setCookie(planted);
      expect((await thief.get('/pdf')).status).toBe(403);
    },
  },
  {
    name: 'a second cookie of the same name, tossed from a neighbouring domain',
    holds: 'shows the own document or the entry, never that of another',
    run: async (world) => {
      const [own, other] = [await victimOf(world), await victimOf(world, charterFor(['Eko']))];
      for (const cookies of [
        [own.cookie, other.cookie],
        [other.cookie, own.cookie],
      ]) {
        const headers = { cookie: cookies.join('; ') };
        const page = await (await knock(world, own.path, { headers })).text();
        expect(page).not.toContain('Eko');
      }
    },
  },
  {
    name: 'a session whose end or signature is changed',
    holds: 'is not good',
    run: async (world) => {
      const { path, cookie } = await victimOf(world);
      const [expiry = '', mac = ''] = cookie.replace('piagam_session=', '').split('.');
      for (const value of [
        `${Number(expiry) + 1}.${mac}`,
        `0${expiry}.${mac}`,
        `${expiry}.${mac.slice(0, -2)}`,
        `${expiry}.`,
        `.${mac}`,
        'Infinity.',
        'constructor',
        '%00',
      ]) {
        const headers = { cookie: `piagam_session=${value}` };
        expect((await knock(world, `${path}/pdf`, { headers })).status).toBe(403);
      }
    },
  },
];
