/** The pages of the signing room: safe to show, in the reader's language, silent about links. */
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { signingApp } from '../../functions/signing/app.ts';
import { getAs } from './admin-caller.ts';
import {
  eventsOf,
  lettersTo,
  linked,
  opened,
  signedByAll,
  signs,
  stateOf,
  tokenOf,
} from './flow.ts';
import { formActions, otherLanguage } from './page.ts';
import { altered, charterFor } from './request.ts';
import { signatoryAt } from './signatory.ts';
import { startWorld, type TestWorld } from './world.ts';

const NEVER_SENT = 'A'.repeat(43);
const ATTACK = '<img src=x onerror=alert(1)>';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
afterEach(() => {
  vi.restoreAllMocks();
});

/** Every kind of answer the room gives: pages, a redirect, a file, notices, a fault. */
async function everyAnswer(): Promise<readonly (readonly [string, Response])[]> {
  const { id, who, token } = await linked(world);
  const down = () => Promise.reject(new Error('down'));
  const noLedger = signingApp({ ...world, ledger: { ...world.ledger, lookup: down } });
  const noFiles = signingApp({ ...world, files: { ...world.files, get: down } });
  const unlucky = signatoryAt({ signing: noFiles }, token);
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const answers: (readonly [string, Response])[] = [
    ['entry', await who.get()],
    ['redirect', await who.open()],
    ['signing page', await who.get()],
    ['notice', await signatoryAt(world, NEVER_SENT).get()],
    ['form not complete', await who.post('/sign')],
    ['too large', await who.post('/decline', { reason: 'x'.repeat(20_000) })],
    ['fault', await signatoryAt({ signing: noLedger }, token).get()],
    ['fault instead of the file', await unlucky.open().then(() => unlucky.get('/pdf'))],
    ['no route', await world.signing.request('/s')],
  ];
  await signs(world, id, 1);
  return [...answers, ['receipt', await who.get()]];
}

describe('every answer is safe to show:', () => {
  test('no page may be framed, be kept or be found, and but one may run scripts of ours', async () => {
    const answers = await everyAnswer();
    expect(answers.map(([, { status }]) => status)).toEqual([
      200, 303, 200, 404, 422, 413, 500, 500, 404, 200,
    ]);
    for (const [kind, { headers }] of answers) {
      const csp = headers.get('content-security-policy') ?? '';
      const told = { kind, ...Object.fromEntries(headers) };
      expect(told).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'x-robots-tag': 'noindex',
      });
      expect(csp).toContain("default-src 'none'");
      expect(csp).toContain("frame-ancestors 'none'");
      expect(csp).toContain("base-uri 'none'");
      expect(csp).not.toMatch(/unsafe|\*|https?:/);
      // The page on which a document is read and signed loads its viewer from us.
      const isSigning = ['signing page', 'form not complete'].includes(kind);
      expect({ kind, scripts: csp.includes("script-src 'self'") }).toEqual({
        kind,
        scripts: isSigning,
      });
    }
  });

  test('the file may be framed by our own page alone', async () => {
    const { who } = await opened(world);
    const { headers } = await who.get('/pdf');
    const csp = headers.get('content-security-policy') ?? '';
    expect(csp).toContain("frame-ancestors 'self'");
    expect(csp).not.toMatch(/unsafe|\*|https?:/);
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('no page holds an inline script or style, or something from elsewhere', async () => {
    for (const [kind, response] of await everyAnswer()) {
      const html = await response.text();
      expect({
        kind,
        found: html.match(
          /<script(?! type="module" src="\/assets\/)|<style| style=| on\w+=|src="http/gi,
        ),
      }).toEqual({
        kind,
        found: null,
      });
    }
  });

  test('names and places are text and never markup', async () => {
    const body = altered(
      ['units.0.head.name', ATTACK],
      ['units.0.head.position', `${ATTACK}"'`],
      ['agency.name', ATTACK],
      ['event.place', ATTACK],
      ['units.0.name', ATTACK],
    );
    const { id, who } = await opened(world, body);
    const signing = await (await who.get()).text();
    await signs(world, id, 1);
    const receipt = await (await who.get()).text();
    const verify = await (await world.archive.request(`/verify/${id}`)).text();
    const letter = lettersTo(world, id, 1)[0]?.html ?? '';
    for (const html of [signing, receipt, verify, letter, ...world.printer.sheets.slice(-1)]) {
      expect(html).toContain('&lt;img');
      expect(html).not.toContain('<img src=x');
    }
  });

  test('the reason of a refusal is text and never markup', async () => {
    const { who } = await opened(world);
    await who.decline(ATTACK);
    const html = await (await who.get()).text();
    expect(html).toContain('&lt;img');
    expect(html).not.toContain('<img');
  });
});

describe('the language', () => {
  test('is Indonesian, whatever the browser prefers', async () => {
    const { token } = await linked(world);
    const headers = { 'accept-language': 'en' };
    const html = await (await world.signing.request(`/s/${token}`, { headers })).text();
    expect(html).toContain('<html lang="id">');
  });

  test('is English with ?lang=en and stays so over forms and redirects', async () => {
    const { token, who } = await linked(world);
    const entry = await (await who.get('?lang=en')).text();
    expect(entry).toContain('<html lang="en">');
    expect(formActions(entry)).toEqual([`/s/${token}/open?lang=en`]);
    const opened = await who.post('/open?lang=en', { recipient: 'yes' });
    expect(opened.headers.get('location')).toBe(`/s/${token}?lang=en`);
    const page = await (await who.get('?lang=en')).text();
    expect(formActions(page)).toEqual(
      ['sign', 'decline'].map((verb) => `/s/${token}/${verb}?lang=en`),
    );
    const missing = await (await who.post('/sign?lang=en')).text();
    expect(missing).toContain('<html lang="en">');
  });

  test('can be changed on every page that can be asked for again, and on no other', async () => {
    const { who, token } = await linked(world);
    for (const step of [who.get, who.open, who.get]) {
      const answer = await step();
      if (answer.status === 303) continue;
      const target = otherLanguage(await answer.text(), `/s/${token}`);
      expect(target).toBe(`/s/${token}?lang=en`);
      expect(await (await who.get('?lang=en')).text()).toContain('<html lang="en">');
    }
    for (const [verb, page] of [
      ['/sign', await who.post('/sign')],
      ['/decline', await who.decline('')],
    ] as const)
      expect(otherLanguage(await page.text(), `/s/${token}${verb}`)).toBeUndefined();
  });

  test.each(['fr', 'EN"><script>', ''])('asked for as %j is Indonesian', async (lang) => {
    const { token } = await linked(world);
    const path = `/s/${token}?${new URLSearchParams({ lang })}`;
    expect(await (await world.signing.request(path)).text()).toContain('<html lang="id">');
  });
});

describe('a link is known to its holder alone:', () => {
  test('no answer of the API holds it', async () => {
    const { id } = await linked(world, charterFor(['Eko', 'Tri']));
    await signedByAll(world, id);
    const { draft } = await stateOf(world, id);
    const answers = [
      await getAs(world.admin, '/v1/declarations'),
      await getAs(world.admin, `/v1/declarations/${draft.declarationId}`),
      await getAs(world.archive, `/v1/documents/${id}`),
      await getAs(world.archive, `/v1/documents/${id}/events`),
      await world.archive.request(`/verify/${id}`),
    ];
    const tokens = draft.signers.map(({ number }) => tokenOf(world, id, number));
    expect(tokens).toHaveLength(2);
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      const told = await answer.text();
      expect(tokens.filter((token) => told.includes(token))).toEqual([]);
    }
  });

  test('the ledger keeps only its hash', async () => {
    const { id, token } = await linked(world);
    const known = JSON.stringify([await stateOf(world, id), await eventsOf(world, id)]);
    expect(known).toContain(world.links.hash(token));
    expect(known).not.toContain(token);
  });

  test('no log line holds it, nor a name, an address or the cookie', async () => {
    const { id, token, who } = await opened(world);
    const lines: string[] = [];
    const keep = (chunk: string | Uint8Array): boolean => lines.push(String(chunk)) > 0;
    vi.spyOn(process.stdout, 'write').mockImplementation(keep);
    vi.spyOn(process.stderr, 'write').mockImplementation(keep);
    const down = () => Promise.reject(new Error('the ledger is down'));
    const signing = signingApp({ ...world, execute: down, files: { ...world.files, get: down } });
    const visitor = signatoryAt({ signing }, token);
    visitor.setCookie(who.cookie());
    const answers = [await visitor.open(), await visitor.sign(), await visitor.get('/pdf')];
    vi.restoreAllMocks();
    expect(answers.map(({ status }) => status)).toEqual([500, 500, 500]);
    const said = z.array(z.object({ message: z.string(), route: z.string() }));
    const told = said.parse(lines.map((line) => JSON.parse(line)));
    expect(told.map(({ route }) => route)).toEqual([
      '/s/:token/open',
      '/s/:token/sign',
      '/s/:token/pdf',
    ]);
    const { draft } = await stateOf(world, id);
    const secrets = [
      token,
      who.cookie(),
      ...draft.signers.flatMap(({ name, email }) => [name, email]),
    ];
    expect(secrets.filter((secret) => lines.join('').includes(secret))).toEqual([]);
  });
});
