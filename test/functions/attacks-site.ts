/** Attacks by way of the victim's browser: other sites, frames, redirects, caches and headers. */
import { expect } from 'vitest';
import { type Attack, filled, knock, sealedLetter, victimOf, withoutTrace } from './attack.ts';
import { eventsOf, signaturesOf } from './flow.ts';
import { signatoryAt } from './signatory.ts';
import type { TestWorld } from './world.ts';

const OWN = 'https://piagam.test';
const EVIL = 'https://evil.example';

type Headers = Readonly<Record<string, string>>;

/** A form of another page, sent with the victim's own cookie. */
const forged = (name: string, headers: Headers): Attack => ({
  name: `a form that the browser says comes from ${name}`,
  holds: 'is refused with 403 at every verb, and nothing is recorded',
  run: async (world) => {
    const { path, form, cookie } = await victimOf(world);
    await withoutTrace(world, async () => {
      for (const [verb, fields] of Object.entries({
        open: { recipient: 'yes' },
        sign: form,
        decline: { reason: 'x' },
      })) {
        const answer = await knock(
          world,
          `${path}/${verb}`,
          filled(fields, { ...headers, cookie }),
        );
        expect([verb, answer.status]).toEqual([verb, 403]);
      }
    });
  },
});

const REDIRECTS = [
  `?lang=//evil.example`,
  `?lang=${encodeURIComponent(EVIL)}`,
  `?dokumen=${encodeURIComponent(`${EVIL}/?`)}`,
  '?dokumen=%0d%0aLocation:%20https://evil.example',
  '?dokumen=%0d%0aSet-Cookie:%20piagam_session=x',
  '?lang=en%0d%0aX-Injected:%201',
  '?next=//evil.example&url=//evil.example&return=//evil.example',
];

/** One answer of every kind, by route. */
async function everyRoute(world: TestWorld): Promise<ReadonlyMap<string, Response>> {
  const { path, who, form, cookie } = await victimOf(world);
  const headers = { cookie };
  const answers = new Map([
    ['entry', await knock(world, path)],
    ['signing page', await who.get()],
    ['file', await who.get('/pdf')],
    ['opening', await knock(world, `${path}/open`, filled({ recipient: 'yes' }))],
    ['button alone', await knock(world, `${path}/open`, filled({}))],
    ['form not complete', await knock(world, `${path}/sign`, filled({}, headers))],
    ['foreign form', await knock(world, `${path}/sign`, filled(form, { origin: EVIL }))],
    ['signing', await knock(world, `${path}/sign`, filled(form, headers))],
  ]);
  return answers
    .set('receipt', await who.get())
    .set('no session', await knock(world, `${path}/pdf`))
    .set('not found', await knock(world, `/s/${'D'.repeat(43)}`));
}

export const SITES: readonly Attack[] = [
  forged('another site', { 'sec-fetch-site': 'cross-site', origin: EVIL }),
  forged('a neighbouring domain', {
    'sec-fetch-site': 'same-site',
    origin: 'https://x.piagam.test',
  }),
  forged('a sandboxed frame without origin', { 'sec-fetch-site': 'cross-site', origin: 'null' }),
  forged('another site, by an old browser that tells its origin alone', { origin: EVIL }),
  forged('our own name without TLS', { origin: 'http://piagam.test' }),
  forged('another port of ours', { origin: `${OWN}:8443` }),
  {
    name: 'locking out honest browsers by that check',
    holds: "our own form is taken: with its origin `null`, with ours, with a program's silence",
    run: async (world) => {
      for (const headers of [
        { 'sec-fetch-site': 'same-origin', origin: 'null' },
        { 'sec-fetch-site': 'none' },
        { origin: OWN },
        { origin: 'null' },
        {},
      ] satisfies Headers[]) {
        const { path } = await sealedLetter(world);
        const opening = filled({ recipient: 'yes' }, headers);
        expect((await knock(world, `${path}/open`, opening)).status).toBe(303);
      }
    },
  },
  {
    name: 'letting another site send the cookie, or a script read it',
    holds: 'it is Strict, HttpOnly, Secure, short-lived, and goes to this one link alone',
    run: async (world) => {
      const { path } = await sealedLetter(world);
      const answer = await knock(world, `${path}/open`, filled({ recipient: 'yes' }));
      const [first = '', ...more] = answer.headers.getSetCookie();
      expect(more).toEqual([]);
      const attributes = ['SameSite=Strict', 'HttpOnly', 'Secure', `Path=${path}`, 'Max-Age=7200'];
      for (const attribute of attributes) expect(first.split('; ')).toContain(attribute);
      expect(first).not.toMatch(/domain=/i);
    },
  },
  {
    name: 'framing a page to steal the click that signs',
    holds: 'no page may be framed, and the file only by our own page',
    run: async (world) => {
      for (const [kind, { headers }] of await everyRoute(world)) {
        const isFile = kind === 'file';
        const csp = headers.get('content-security-policy');
        expect(csp).toContain(`frame-ancestors ${isFile ? "'self'" : "'none'"}`);
        expect(headers.get('x-frame-options')).toBe(isFile ? 'SAMEORIGIN' : 'DENY');
      }
    },
  },
  {
    name: 'finding an answer in a cache, a search engine or a referrer',
    holds: 'every answer says no-store, noindex, no-referrer and nosniff, errors included',
    run: async (world) => {
      for (const [kind, { headers }] of await everyRoute(world))
        expect({ kind, ...Object.fromEntries(headers) }).toMatchObject({
          kind,
          'cache-control': 'no-store',
          'x-robots-tag': 'noindex',
          'referrer-policy': 'no-referrer',
          'x-content-type-options': 'nosniff',
        });
    },
  },
  {
    name: 'asking across origins by script',
    holds: 'no answer lets another origin read it, a preflight included',
    run: async (world) => {
      const { path } = await sealedLetter(world);
      for (const method of ['GET', 'POST', 'OPTIONS']) {
        const headers = { origin: EVIL, 'access-control-request-method': 'POST' };
        const answer = await knock(world, path, { method, headers });
        expect([...answer.headers.keys()].filter((name) => name.startsWith('access-'))).toEqual([]);
      }
    },
  },
  {
    name: 'bending a redirect to another site or another header',
    holds: 'it leads below the own link, on our origin, and brings no header along',
    run: async (world) => {
      for (const query of REDIRECTS) {
        const { path } = await sealedLetter(world);
        const answer = await knock(world, `${path}/open${query}`, filled({ recipient: 'yes' }));
        const to = new URL(answer.headers.get('location') ?? '', `${OWN}/elsewhere`);
        expect([to.origin, to.pathname]).toEqual([OWN, path]);
        expect(answer.headers.getSetCookie()).toHaveLength(1);
        expect(answer.headers.get('x-injected')).toBeNull();
      }
    },
  },
  {
    name: "being another host by the request's own word",
    holds: 'no page, redirect or cookie follows Host or X-Forwarded-Host',
    run: async (world) => {
      const { path, cookie } = await victimOf(world);
      const headers = {
        host: 'evil.example',
        'x-forwarded-host': 'evil.example',
        'x-forwarded-proto': 'http',
        'x-original-url': '/v1/declarations',
        'x-rewrite-url': '/v1/declarations',
      };
      const opening = filled({ recipient: 'yes' }, headers);
      const answers = [
        await knock(world, path, { headers }),
        await knock(world, path, { headers: { ...headers, cookie } }),
        await knock(world, `${path}/open`, opening),
      ];
      for (const answer of answers) {
        const told = [...answer.headers.values(), await answer.text()].join('\n');
        expect(told).not.toContain('evil.example');
      }
      expect(answers[2]?.headers.get('set-cookie')).toContain('Secure');
    },
  },
  {
    name: 'putting another address into the evidence',
    holds: 'the address is what the gateway saw, whatever X-Forwarded-For says',
    run: async (world) => {
      const { id, token } = await sealedLetter(world);
      const who = signatoryAt(world, token);
      const forwarded = { 'x-forwarded-for': '198.51.100.66', 'x-real-ip': '198.51.100.66' };
      await who.open();
      const form = await who.form();
      const headers = { cookie: who.cookie(), ...forwarded };
      await knock(world, `/s/${token}/sign`, filled(form, headers));
      expect(await signaturesOf(world, id)).toHaveLength(1);
      expect(JSON.stringify(await eventsOf(world, id))).not.toContain('198.51.100.66');
    },
  },
  {
    name: 'another verb by header or field',
    holds: 'a GET stays a GET, and a POST to the page does nothing',
    run: async (world) => {
      const { path, form, cookie } = await victimOf(world);
      await withoutTrace(world, async () => {
        for (const name of ['x-http-method-override', 'x-http-method', 'x-method-override'])
          for (const at of [path, `${path}/sign`])
            await knock(world, at, { headers: { [name]: 'POST', cookie } });
        const fields = { ...form, _method: 'POST' };
        const query = new URLSearchParams(fields);
        await knock(world, `${path}/sign?${query}`, { headers: { cookie } });
        expect((await knock(world, path, filled(fields, { cookie }))).status).toBe(404);
      });
    },
  },
  {
    name: 'every other method, on every path',
    holds: 'changes nothing',
    run: async (world) => {
      const { path, cookie } = await victimOf(world);
      await withoutTrace(world, async () => {
        for (const method of ['HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'PROPFIND'])
          for (const verb of ['', '/pdf', '/open', '/sign', '/decline'])
            await knock(world, path + verb, { method, headers: { cookie } });
      });
    },
  },
];
