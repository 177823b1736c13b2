/** Personal links and their sessions: keyed hashes (HMAC-SHA-256), so nothing has to be stored. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { IDENTITY_STEPS, MAIL_CODE_DIGITS } from '../domain/identity.ts';
import type { LinkHolder, Links } from '../ports.ts';

/** A shorter secret could be guessed from one link. */
const MIN_SECRET_CHARACTERS = 32;

/** Between the expiry of a session and the steps it has taken. */
const CLAIM_BREAK = '-';

/**
 * Holder of a link as one text; ids have no `|` in them, so no two holders share a text. The word
 * in front keeps the uses apart: a token is never a good session, nor the reverse.
 */
const named = (
  use: 'link' | 'session' | 'code',
  { declarationId, person, round }: LinkHolder,
): string => [use, declarationId, person, round].join('|');

/** @throws when the secret is too short. */
export function linksFrom(secret: string): Links {
  if (secret.length < MIN_SECRET_CHARACTERS)
    throw new Error(`the secret of the links needs ${MIN_SECRET_CHARACTERS} characters`);

  const mac = (text: string): Buffer => createHmac('sha256', secret).update(text).digest();
  const sessionMac = (holder: LinkHolder, claims: string): Buffer =>
    mac(`${named('session', holder)}|${claims}`);

  // Of 2^48 values a million share evenly enough: no code is likelier by more than one in 2^28.
  const code = (holder: LinkHolder, number: number): string =>
    String(
      mac(`${named('code', holder)}|${number}`).readUIntBE(0, 6) % 10 ** MAIL_CODE_DIGITS,
    ).padStart(MAIL_CODE_DIGITS, '0');

  return {
    token: (holder) => mac(named('link', holder)).toString('base64url'),

    hash: (token) => createHash('sha256').update(token).digest('hex'),

    session: (holder, expiresAt, taken = []) => {
      const claims = [Date.parse(expiresAt), ...taken].join(CLAIM_BREAK);
      return `${claims}.${sessionMac(holder, claims).toString('base64url')}`;
    },

    opens: (session, holder, now) => {
      const [claims = '', shown = ''] = session.split('.');
      const [expiry] = claims.split(CLAIM_BREAK);
      const expected = sessionMac(holder, claims);
      const given = Buffer.from(shown, 'base64url');
      return (
        given.length === expected.length &&
        timingSafeEqual(given, expected) &&
        Number(expiry) > Date.parse(now)
      );
    },

    takenIn: (session) => {
      const [, ...taken] = (session.split('.')[0] ?? '').split(CLAIM_BREAK);
      return IDENTITY_STEPS.filter((step) => taken.includes(step));
    },

    code,

    isCode: (given, holder, number) => {
      const [shown, expected] = [Buffer.from(given), Buffer.from(code(holder, number))];
      return shown.length === expected.length && timingSafeEqual(shown, expected);
    },
  };
}
