/** Forms of our own pages only: what another site makes a browser send is not handled. */
import type { MiddlewareHandler } from 'hono';
import { type Door, notice } from './http.ts';

/**
 * Refuses a request that a browser says came from elsewhere: by `Sec-Fetch-Site` (W3C Fetch
 * Metadata), which no page can set, else by `Origin`. Our pages send no referrer, so that their own
 * forms come with the origin `null` (Fetch standard, "append a request Origin header"); programs
 * send neither. Where only that is known, the session's SameSite cookie decides.
 */
export function ownForm(publicUrl: string): MiddlewareHandler<Door> {
  const { origin: own } = new URL(publicUrl);
  return async (c, next) => {
    const site = c.req.header('sec-fetch-site');
    const origin = c.req.header('origin') ?? 'null';
    const isOwn =
      site === undefined
        ? origin === 'null' || origin === own
        : site === 'same-origin' || site === 'none';
    return isOwn ? next() : notice(c, 'foreignForm');
  };
}
