/** Answers that the doors of the admin room share. */
import type { Context } from 'hono';
import type { Door, FieldError } from '../runtime/http.ts';
import { problem } from '../runtime/http.ts';

const MAX_KEY_CHARS = 200;
/** Whoever has more to mend is told the rest the next time. */
const MAX_ERRORS = 100;

/** The body as JSON; undefined when it is none. */
export const sentBody = (c: Context<Door>): Promise<unknown> => c.req.json().catch(() => undefined);

export const unreadable = (c: Context<Door>): Response => problem(c, 400, 'malformed');

export const invalid = (c: Context<Door>, errors: readonly FieldError[]): Response =>
  problem(c, 422, 'invalid', errors.slice(0, MAX_ERRORS));

/** The `Idempotency-Key`, if one was sent; the answer when it is none. */
export function idempotencyKey(c: Context<Door>): string | undefined | Response {
  const key = c.req.header('idempotency-key');
  const isKey = key === undefined || (key !== '' && key.length <= MAX_KEY_CHARS);
  return isKey ? key : problem(c, 400, 'badKey');
}
