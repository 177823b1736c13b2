/** Attacks on what lies between link and signature: the codes of the agency, and the drawn mark. */
import { expect } from 'vitest';
import { MAIL_CODE_PAUSE_MS, MAX_MAIL_CODES, MAX_TRIES } from '../../functions/domain/identity.ts';
import { MAX_POINTS, MAX_STROKES } from '../../functions/domain/mark.ts';
import { notify } from '../../functions/notify/notify.ts';
import { type Attack, filled, knock, victimOf, withoutTrace } from './attack.ts';
import {
  eventsOf,
  invited,
  lettersTo,
  linkHolder,
  signaturesOf,
  stateOf,
  tokenOf,
} from './flow.ts';
import { altered } from './request.ts';
import { later, type TestWorld } from './world.ts';

/** A link whose agency asks for a mailed code, opened by whoever holds it and no further. */
async function guarded(world: TestWorld) {
  const id = await invited(world, altered(['agency.identity', { mailCode: true }]));
  const who = linkHolder(world, id, 1);
  await who.open();
  const { draft, unsigned } = await stateOf(world, id);
  const names = draft.signers.flatMap(({ name, position }) => [name, position]);
  const told = [...names, draft.title, draft.agency.name];
  const form = {
    consent: 'yes',
    consentVersion: '1',
    sha256: unsigned?.sha256 ?? '',
    recipient: 'yes',
    reason: 'x',
    confirmed: 'yes',
  };
  return { id, who, told, form, path: `/s/${tokenOf(world, id, 1)}` };
}

const DRAWINGS: Readonly<Record<string, string>> = {
  'no JSON': '[[1,2',
  markup: '<svg onload=alert(1)>',
  'an SVG as text': '["<svg/>"]',
  'nothing drawn': '[]',
  'half a point': '[[1,2,3]]',
  'outside the paper': '[[1,2,601,3]]',
  'below nothing': '[[-1,2]]',
  'no whole numbers': '[[1.5,2]]',
  'no number at all': '[[1e999,2]]',
  'names of prototypes': '{"__proto__":[[1,2]],"length":1}',
  'a nest': `${'['.repeat(5000)}${']'.repeat(5000)}`,
  'too many strokes': JSON.stringify(Array(MAX_STROKES + 1).fill([1, 2])),
  'too many points': JSON.stringify([Array(2 * MAX_POINTS + 2).fill(1)]),
};

export const STEPS: readonly Attack[] = [
  {
    name: 'going round the code that the agency asks for',
    holds: 'no page, file or verb names anybody or takes anything before it',
    run: async (world) => {
      const { id, who, told, form, path } = await guarded(world);
      const headers = { cookie: who.cookie() };
      const answers = await withoutTrace(world, async () => [
        await who.get(),
        await who.get('?dokumen=1'),
        await who.get('/pdf'),
        await who.get('/pdf?unduh=1'),
        await who.get('/disown'),
        await knock(world, `${path}/sign`, filled(form, headers)),
        await knock(world, `${path}/decline`, filled(form, headers)),
        await knock(world, `${path}/sign-all`, filled(form, headers)),
        await knock(world, `${path}/delegate`, filled(form, headers)),
        await knock(world, `${path}/disown`, filled(form, headers)),
      ]);
      const pages = await Promise.all(answers.map((answer) => answer.text()));
      expect(told.filter((words) => pages.join('\n').includes(words))).toEqual([]);
      expect(await signaturesOf(world, id)).toEqual([]);
    },
  },
  {
    name: 'writing the step taken into the own session',
    holds: 'makes the session no session',
    run: async (world) => {
      const { who, path } = await guarded(world);
      const [claims = '', mac = ''] = who.cookie().split('.');
      const headers = { cookie: `${claims}-mailCode.${mac}` };
      expect((await knock(world, `${path}/pdf`, { headers })).status).toBe(403);
    },
  },
  {
    name: 'guessing the mailed code',
    holds: 'after five wrong ones no other is looked at, not even the right one',
    run: async (world) => {
      const { id, who, path } = await guarded(world);
      await who.post('/code');
      const declaration = (await stateOf(world, id)).draft.declarationId;
      const person = (await stateOf(world, id)).draft.signers[0]?.person ?? 0;
      const right = world.links.code({ declarationId: declaration, person, round: 1 }, 1);
      const guesses = ['000000', '111111', '222222', '333333', '444444', '555555'];
      const wrong = guesses.filter((guess) => guess !== right).slice(0, 5);
      for (const mailCode of wrong) await who.post('/identify', { mailCode });
      await who.post('/identify', { mailCode: right });
      const headers = { cookie: who.cookie() };
      expect((await knock(world, `${path}/pdf`, { headers })).status).toBe(403);
      const proofs = (await eventsOf(world, id)).filter(({ type }) => type === 'SessionOpened');
      expect(proofs).toEqual([]);
    },
  },
  {
    name: 'filling a mailbox with codes: many asked for at one moment, each spoilt for the next',
    holds: `${MAX_MAIL_CODES} letters leave within the hour`,
    run: async (world) => {
      const { id, who } = await guarded(world);
      for (let round = 0; round < 4 * MAX_MAIL_CODES; round += 1) {
        await Promise.all([1, 2, 3].map(() => who.post('/code')));
        await notify(world, id);
        for (let wrong = 0; wrong < MAX_TRIES; wrong += 1)
          await who.post('/identify', { mailCode: 'none' });
        world.time.now = later(world.time.now, MAIL_CODE_PAUSE_MS / 2);
      }
      const codes = lettersTo(world, id, 1).filter(({ reference }) => reference.includes('.code.'));
      expect(codes).toHaveLength(MAX_MAIL_CODES);
    },
  },
  {
    name: 'drawings that are none',
    holds: 'are refused with a word beside the form, and nothing is recorded',
    run: async (world) => {
      const { path, cookie, form } = await victimOf(world);
      await withoutTrace(world, async () => {
        for (const [kind, strokes] of Object.entries(DRAWINGS)) {
          const answer = await knock(
            world,
            `${path}/sign`,
            filled({ ...form, strokes }, { cookie }),
          );
          expect([kind, answer.status]).toEqual([kind, 422]);
          expect(await answer.text()).not.toContain('<svg onload');
        }
      });
    },
  },
  {
    name: 'a typed mark that is markup, turns the text round or cannot be printed',
    holds: 'is refused or made plain, and no page holds it as markup',
    run: async (world) => {
      for (const typed of ['<b>x</b>', '\u202Eabc', '\u{1F600}', 'x'.repeat(81), '山']) {
        const { id, path, cookie, form, who } = await victimOf(world);
        await knock(world, `${path}/sign`, filled({ ...form, typed }, { cookie }));
        expect(await (await who.get()).text()).not.toContain('<b>x</b>');
        const marks = JSON.stringify(await signaturesOf(world, id));
        expect(marks).not.toMatch(/\u202E|\u{1F600}|x{81}|山/u);
      }
    },
  },
];
