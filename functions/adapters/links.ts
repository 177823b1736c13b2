/** Personal links and their sessions: keyed hashes (HMAC-SHA-256), so nothing has to be stored. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { LinkHolder, Links } from '../ports.ts';

/** A shorter secret could be guessed from one link. */
const MIN_SECRET_CHARACTERS = 32;

/**
 * Holder of a link as one text; ids have no `|` in them, so no two holders share a text. The word
 * in front keeps the two uses apart: a token is never a good session, nor the reverse.
 */
const named = (use: 'link' | 'session', { declarationId, person, round }: LinkHolder): string =>
  [use, declarationId, person, round].join('|');

/** @throws when the secret is too short. */
export function linksFrom(secret: string): Links {
  if (secret.length < MIN_SECRET_CHARACTERS)
    throw new Error(`the secret of the links needs ${MIN_SECRET_CHARACTERS} characters`);

  const mac = (text: string): Buffer => createHmac('sha256', secret).update(text).digest();
  const sessionMac = (holder: LinkHolder, expiry: string): Buffer =>
    mac(`${named('session', holder)}|${expiry}`);

  return {
    token: (holder) => mac(named('link', holder)).toString('base64url'),

    hash: (token) => createHash('sha256').update(token).digest('hex'),

    session: (holder, expiresAt) => {
      const expiry = String(Date.parse(expiresAt));
      return `${expiry}.${sessionMac(holder, expiry).toString('base64url')}`;
    },

    opens: (session, holder, now) => {
      const [expiry = '', shown = ''] = session.split('.');
      const expected = sessionMac(holder, expiry);
      const given = Buffer.from(shown, 'base64url');
      return (
        given.length === expected.length &&
        timingSafeEqual(given, expected) &&
        Number(expiry) > Date.parse(now)
      );
    },
  };
}
