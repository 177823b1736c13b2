/** Personal links and sessions: the same for the same holder, good for nobody and nothing else. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linksFrom } from '../../functions/adapters/links.ts';
import type { LinkHolder } from '../../functions/ports.ts';

const SECRET = 'a secret of at least 32 characters';
const EXPIRES = '2026-11-02T08:30:00.000Z';
const BEFORE = '2026-11-02T08:29:59.999Z';

const links = linksFrom(SECRET);
const holder: LinkHolder = { declarationId: '7zq4k1m2n3p5r6s8', person: 1, round: 1 };

const anyHolder: fc.Arbitrary<LinkHolder> = fc.record({
  declarationId: fc.stringMatching(/^[0-9a-hjkmnp-tv-z]{16}$/),
  person: fc.integer({ min: 1, max: 200 }),
  round: fc.integer({ min: 1, max: 200 }),
});
const isSame = (a: LinkHolder, b: LinkHolder): boolean =>
  a.declarationId === b.declarationId && a.person === b.person && a.round === b.round;

test('a token is the HMAC of its holder, in a form that fits a URL', () => {
  // Computed with: printf 'link|7zq4k1m2n3p5r6s8|1|1' | openssl dgst -sha256 -hmac "$SECRET"
  const known = '1f79adaf043fcf57c2ccf0b60a06fd4f51e32faad39e2ca11340ac1501414c8d';
  expect(Buffer.from(links.token(holder), 'base64url').toString('hex')).toBe(known);
  expect(links.token(holder)).toMatch(/^[\w-]{43}$/);
});

test('no two holders share a token, and no session opens for another holder', () => {
  fc.assert(
    fc.property(anyHolder, anyHolder, (a, b) => {
      fc.pre(!isSame(a, b));
      expect(links.token(a)).not.toBe(links.token(b));
      expect(links.opens(links.session(a, EXPIRES), b, BEFORE)).toBe(false);
      expect(links.opens(links.session(a, EXPIRES), a, BEFORE)).toBe(true);
    }),
  );
});

test('person 1 in round 11 is not person 11 in round 1', () => {
  expect(links.token({ ...holder, person: 1, round: 11 })).not.toBe(
    links.token({ ...holder, person: 11, round: 1 }),
  );
});

test('the stored hash is SHA-256 of the token, in hex', () => {
  expect(links.hash('abc')).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});

test('a session ends at its time', () => {
  const session = links.session(holder, EXPIRES);
  expect(links.opens(session, holder, BEFORE)).toBe(true);
  expect(links.opens(session, holder, EXPIRES)).toBe(false);
});

test('a session cannot be prolonged, shortened, emptied or bent', () => {
  const [expiry = '', mac = ''] = links.session(holder, EXPIRES).split('.');
  const bent = mac.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
  const forged = [
    `${Number(expiry) + 1}.${mac}`,
    `${expiry}0.${mac}`,
    `${expiry}.${mac.slice(1)}`,
    `${expiry}.${bent}`,
    `.${mac}`,
    `${expiry}.`,
    expiry,
    '.',
    '',
  ];
  expect(forged.filter((session) => links.opens(session, holder, BEFORE))).toEqual([]);
});

test('a link token opens nothing by itself', () => {
  const token = links.token(holder);
  const tried = [token, `${Date.parse(EXPIRES)}.${token}`];
  expect(tried.filter((session) => links.opens(session, holder, BEFORE))).toEqual([]);
});

test('another secret makes other tokens and opens no session', () => {
  const other = linksFrom(`${SECRET}!`);
  expect(other.token(holder)).not.toBe(links.token(holder));
  expect(other.opens(links.session(holder, EXPIRES), holder, BEFORE)).toBe(false);
});

test('a short secret is refused', () => {
  expect(() => linksFrom('short')).toThrow('32 characters');
});

test('a session tells the steps taken, and none can be added to it', () => {
  const session = links.session(holder, EXPIRES, ['accessCode']);
  expect(links.opens(session, holder, BEFORE)).toBe(true);
  expect(links.takenIn(session)).toEqual(['accessCode']);
  expect(links.takenIn(links.session(holder, EXPIRES))).toEqual([]);
  const [claims, mac] = session.split('.');
  expect(links.opens(`${claims}-mailCode.${mac}`, holder, BEFORE)).toBe(false);
  expect(links.opens(`${claims?.split('-')[0]}.${mac}`, holder, BEFORE)).toBe(false);
});

test('a code has six digits, is the same again, and another for each number and holder', () => {
  fc.assert(
    fc.property(anyHolder, fc.integer({ min: 1, max: 1000 }), (one, number) => {
      const code = links.code(one, number);
      expect(code).toMatch(/^\d{6}$/);
      expect(links.code(one, number)).toBe(code);
      expect(links.isCode(code, one, number)).toBe(true);
      expect(links.isCode(code.slice(1), one, number)).toBe(false);
    }),
  );
  const many = Array.from({ length: 500 }, (_, number) => links.code(holder, number));
  // By chance some two of 500 are alike in 12 of 100 draws; three pairs would be no chance.
  expect(new Set(many).size).toBeGreaterThan(497);
  expect(links.code({ ...holder, round: 2 }, 1)).not.toBe(links.code(holder, 1));
});
