/** Attacks by what a form holds: other bodies, other fields, other people's places, markup. */
import { expect, vi } from 'vitest';
import { signingApp } from '../../functions/signing/app.ts';
import { type Attack, filled, knock, victimOf, withoutTrace } from './attack.ts';
import { eventsOf, signaturesOf, stateOf } from './flow.ts';
import { charterFor } from './request.ts';
import { HEAD, invitedTrio, lettersToHead, seated, tokenIn } from './several.ts';
import { sha256, type TestWorld } from './world.ts';

const MARKUP = `<script>alert(1)</script><img src=x onerror=alert(1)>"'\``;
const FORM_TYPE = 'application/x-www-form-urlencoded';
/** More than any form of a page may have. */
const TOO_MANY_BYTES = 64 * 1024;
const BOMB_BYTES = 15 * 1024;

type Victim = Awaited<ReturnType<typeof victimOf>>;

const post = (world: TestWorld, { path, cookie }: Victim, type: string, body: string) =>
  knock(world, `${path}/sign`, {
    method: 'POST',
    headers: { cookie, 'content-type': type },
    body,
  });

/** A form that is not the one of the page. */
const changed = (
  name: string,
  status: number,
  change: (form: Readonly<Record<string, string>>) => readonly (readonly [string, string])[],
): Attack => ({
  name: `a signing form with ${name}`,
  holds: `is refused with ${status}, and nothing is recorded`,
  run: async (world) => {
    const victim = await victimOf(world);
    const body = new URLSearchParams(
      change(victim.form).map(([key, value]): [string, string] => [key, value]),
    );
    const answer = await withoutTrace(world, () => post(world, victim, FORM_TYPE, String(body)));
    expect(answer.status).toBe(status);
  },
});

const but = (form: Readonly<Record<string, string>>, more: Readonly<Record<string, string>>) =>
  Object.entries({ ...form, ...more });

/** What names the second place of somebody who has but three, in every way but the right one. */
const PLACES = ['0', '-1', '4', '01', '1.0', '1e0', ' 2', '２', '٢', '__proto__', '2\u0000', '2,1'];

export const FORMS: readonly Attack[] = [
  changed('the hash of another file', 409, (form) => but(form, { sha256: sha256('another') })),
  changed('the right hash in capitals', 409, ({ sha256: hash = '', ...form }) =>
    but(form, { sha256: hash.toUpperCase() }),
  ),
  changed('a consent to other words', 409, (form) => but(form, { consentVersion: '1999-1' })),
  changed('the name of a prototype as consent', 409, (form) =>
    but(form, { consentVersion: '__proto__', constructor: 'yes' }),
  ),
  changed('fields under the names of prototypes alone', 422, (form) =>
    Object.entries(form).map(([key, value]) => [`__proto__[${key}]`, value]),
  ),
  changed('a field given twice, first another file', 409, ({ sha256: hash = '', ...form }) => [
    ['sha256', sha256('another')],
    ['sha256', hash],
    ...Object.entries(form),
  ]),
  changed('a consent that says no and yes', 422, ({ consent: _, ...form }) => [
    ['consent', 'no'],
    ['consent', 'yes'],
    ...Object.entries(form),
  ]),
  {
    name: 'the right fields in another kind of body',
    holds: 'JSON, plain text, XML and half a form are no consent',
    run: async (world) => {
      const victim = await victimOf(world);
      const fields = String(new URLSearchParams(victim.form));
      await withoutTrace(world, async () => {
        for (const [type, body] of [
          ['application/json', JSON.stringify(victim.form)],
          ['text/plain', fields],
          ['application/xml', `<form>${fields}</form>`],
          [`${FORM_TYPE}x`, fields],
          ['multipart/form-data', fields],
          ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="'],
          ['', fields],
        ] as const)
          expect([type, (await post(world, victim, type, body)).status]).toEqual([type, 422]);
      });
    },
  },
  {
    name: 'bodies beyond measure',
    holds:
      'are refused with 413 before they are read, told and untold, and a bomb of parts is small',
    run: async (world) => {
      const victim = await victimOf(world);
      const big = `reason=${'x'.repeat(TOO_MANY_BYTES)}`;
      const stream = new Blob([big]).stream();
      const part = '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n\r\n';
      const parts = part.repeat(Math.floor(BOMB_BYTES / part.length));
      await withoutTrace(world, async () => {
        expect((await post(world, victim, FORM_TYPE, big)).status).toBe(413);
        const untold = new Request(`https://piagam.test${victim.path}/sign`, {
          method: 'POST',
          headers: { cookie: victim.cookie, 'content-type': FORM_TYPE },
          body: stream,
          duplex: 'half',
        });
        expect((await world.signing.request(untold)).status).toBe(413);
        const bomb = await post(world, victim, 'multipart/form-data; boundary=x', `${parts}--x--`);
        expect(bomb.status).toBe(422);
      });
    },
  },
  {
    name: "signing at a place that is not one's own",
    holds: 'no other way of writing its number finds one, and nothing is recorded',
    run: async (world) => {
      const { ids, who } = await seated(world);
      const [charter] = ids;
      const form = await who.form('?dokumen=1');
      const path = `/s/${tokenIn(lettersToHead(world, ids).at(-1))}`;
      await withoutTrace(world, async () => {
        for (const place of PLACES) {
          const query = `?dokumen=${encodeURIComponent(place)}`;
          const answer = await knock(world, `${path}/sign${query}`, {
            ...filled(form, { cookie: who.cookie() }),
          });
          expect([place, answer.status]).toEqual([place, 404]);
        }
      });
      expect(await signaturesOf(world, charter)).toEqual([]);
    },
  },
  {
    name: "confirming the file of one's other document",
    holds: 'is refused: each document is confirmed by its own hash',
    run: async (world) => {
      const { who } = await seated(world);
      const form = await who.form('?dokumen=1');
      const answer = await withoutTrace(world, () => who.post('/sign?dokumen=2', form));
      expect(answer.status).toBe(409);
    },
  },
  {
    name: 'paths that mean something else to another reader',
    holds: 'show nobody and change nothing',
    run: async (world) => {
      const { path, form, cookie } = await victimOf(world, charterFor(['Eko Prasetyo']));
      const tricks = [
        `${path}/`,
        `${path}/sign/`,
        `${path}%2fsign`,
        `${path}/../verify`,
        `//s/${path.slice(3)}/sign`,
        `${path.toUpperCase()}/sign`,
        `${path};x=1/sign`,
        `${path}%00/sign`,
        `${path}/sign%00`,
        `${path}/./sign%20`,
        `${path}/pdf/../../pdf.pdf`,
        `${path}/%70df%2f`,
      ];
      await withoutTrace(world, async () => {
        for (const trick of tricks)
          for (const sent of [filled(form, { cookie }), { headers: { cookie } }]) {
            const answer = await knock(world, trick, sent);
            expect([trick, answer.status]).toEqual([trick, 404]);
            expect(await answer.text()).not.toContain('Eko Prasetyo');
          }
      });
    },
  },
  {
    name: 'markup as the reason of a refusal, and as the name of a browser',
    holds: 'is text wherever it is shown, and is cut',
    run: async (world) => {
      const { id, path, who, cookie } = await victimOf(world);
      const headers = { cookie, 'user-agent': MARKUP.repeat(100) };
      await knock(world, `${path}/decline`, filled({ reason: MARKUP.repeat(100) }, headers));
      const page = await (await who.get()).text();
      expect(page).toContain('&lt;script&gt;');
      expect(page).not.toMatch(/<script|<img/);
      const declined = (await eventsOf(world, id)).find(({ type }) => type === 'SignerDeclined');
      expect(declined).toMatchObject({ type: 'SignerDeclined' });
      if (declined?.type !== 'SignerDeclined') return;
      expect(declined.reason.length).toBeLessThanOrEqual(500);
      expect(declined.origin.userAgent.length).toBeLessThanOrEqual(300);
    },
  },
  {
    name: 'characters that hide, turn round or break a text',
    holds: 'NUL, bidirectional marks and half characters are not kept',
    run: async (world) => {
      const { id, path, cookie } = await victimOf(world);
      const reason = 'tidak\u0000 se\u202Esuai\u200B \u{1F600}'.repeat(60);
      await knock(world, `${path}/decline`, filled({ reason }, { cookie }));
      const kept = (await stateOf(world, id)).endReason ?? '';
      expect(kept).toContain('tidak sesuai');
      expect(kept).not.toMatch(/\p{Cc}|\p{Cf}/u);
      expect(kept.isWellFormed()).toBe(true);
    },
  },
  {
    name: 'reading links, cookies or names in the log, also of what fails',
    holds: 'no line holds any of them',
    run: async (world) => {
      const lines: string[] = [];
      const keep = (chunk: string | Uint8Array): boolean => lines.push(String(chunk)) > 0;
      for (const stream of [process.stdout, process.stderr])
        vi.spyOn(stream, 'write').mockImplementation(keep);
      const { id, token, path, form, cookie } = await victimOf(world);
      const down = () => Promise.reject(new Error(`down at ${HEAD}`));
      const broken = { signing: signingApp({ ...world, execute: down, limiter: { take: down } }) };
      for (const each of [world, broken])
        for (const verb of ['open', 'sign', 'decline'])
          await knock(each, `${path}/${verb}`, filled({ ...form, reason: 'x' }, { cookie }));
      vi.restoreAllMocks();
      expect(lines.length).toBeGreaterThan(0);
      const { draft } = await stateOf(world, id);
      const people = draft.signers.flatMap(({ name, email }) => [name, email]);
      const secrets = [token, cookie.split('=')[1] ?? '', ...people];
      expect(secrets.filter((secret) => lines.join('').includes(secret))).toEqual([]);
    },
  },
  {
    name: 'reading a link in what the pages and the API say of others',
    holds: 'a page knows its own link alone, and leads to no other site',
    run: async (world) => {
      const ids = await invitedTrio(world);
      const own = tokenIn(lettersToHead(world, ids).at(-1));
      const { path, cookie } = await victimOf(world);
      const page = await (await knock(world, path, { headers: { cookie } })).text();
      expect(page).not.toContain(own);
      const links = [...page.matchAll(/\b(?:href|src|action|data)="([^"]+)"/g)].map(([, to]) => to);
      expect(links.filter((to) => /^(?!data:)([a-z]+:|\/\/)/i.test(to ?? ''))).toEqual([]);
    },
  },
];
