/** How often may be asked in ten minutes, and the answer to who asks more often. */
import type { Context } from 'hono';
import type { Clock, Limiter } from '../ports.ts';
import { UNCOUNTED } from './env.ts';
import { type Door, notice, originOf, problem, wantsPage } from './http.ts';
import { log } from './log.ts';
import { REFUSAL_STATUS } from './refusals.ts';

/** One window for all, so that the page can say how long to wait at most. */
export const WINDOW_SECONDS = 10 * 60;

/**
 * Seats of a window; nobody gets more. Each is four times what is to be expected, for up to a
 * quarter practically nobody is turned away (see the adapter). A hall has one address for hundreds
 * of people, so whoever holds a good link is counted by the link, and only others by address.
 */
export const SEATS = {
  /** By link: pressed anew for each group of documents whose turn has come. */
  open: 120,
  /** By link: a superior may have 300 pledges and 100 charters to sign. */
  act: 1600,
  /** By address: links that nobody was ever given. */
  unknownLink: 240,
  /** By link: codes typed in, right or wrong, beside the tries that each code has. */
  code: 20,
  /**
   * By link and number of certified signatures given with it: tries with a provider's passphrase. A
   * right one begins a new count, so 300 pledges need no more seats than one; five are expected for
   * each, for slips and for presses while others sign the same file. Who has but the session never
   * gets to the next count. Taken before the provider is asked, so that many at one moment are no
   * more than one after another.
   */
  passphrase: 20,
  /** By address: asking for such a letter; a hall of 150 people asks once each. */
  linkRequest: 600,
  /** By address: files sent for verification; those on record are told by their hash alone. */
  upload: 240,
} as const;

export type Verb = keyof typeof SEATS;

/** Refused when it cannot be counted: a code of six digits, or a passphrase, is safe by few tries alone. */
const FAIL_CLOSED: ReadonlySet<Verb> = new Set<Verb>(['code', 'passphrase']);

/** Groups of an IPv6 address that name a network; all the rest one customer may choose freely. */
const NETWORK_GROUPS = 4;
const GROUPS = 8;

/** The network that a caller's address belongs to: the address itself, or the /64 of an IPv6 one. */
export function networkOf(ip: string): string {
  if (!ip.includes(':') || ip.includes('.')) return ip;
  const [head = '', tail = ''] = ip.toLowerCase().split('::');
  const groupsOf = (part: string): readonly string[] => (part === '' ? [] : part.split(':'));
  const [before, after] = [groupsOf(head), groupsOf(tail)];
  const gap = Math.max(0, GROUPS - before.length - after.length);
  const groups = [...before, ...Array<string>(gap).fill('0'), ...after];
  return groups
    .slice(0, NETWORK_GROUPS)
    .map((group) => Number.parseInt(group, 16))
    .join(':');
}

export type RateWorld = { readonly limiter: Limiter; readonly clock: Clock };

const toldTo = (c: Context<Door>, reason: 'tooMany' | 'contended'): Response =>
  c.req.path.startsWith('/v1/') && !wantsPage(c)
    ? problem(c, REFUSAL_STATUS[reason], reason)
    : notice(c, reason);

/** What is tried, and `by` whom: a text that names a link or a person; else the caller's network. */
type Attempt = { readonly verb: Verb; readonly by?: string };

/**
 * Counts an attempt, in at most one new row. Undefined when it may go on; else why not: `tooMany`, whose
 * answer then has `Retry-After` in seconds, or `contended` where nothing may go on uncounted.
 */
export async function whyOverRate(
  c: Context<Door>,
  { limiter, clock }: RateWorld,
  { verb, by }: Attempt,
): Promise<'tooMany' | 'contended' | undefined> {
  const now = Math.floor(Date.parse(clock()) / 1000);
  const ends = now - (now % WINDOW_SECONDS) + WINDOW_SECONDS;
  const key = [verb, by ?? networkOf(originOf(c).ip), ends].join('|');
  try {
    if (await limiter.take({ key, seats: SEATS[verb], expiresAt: ends })) return undefined;
  } catch (error) {
    log.error(UNCOUNTED, { verb, error: error instanceof Error ? error : String(error) });
    return FAIL_CLOSED.has(verb) ? 'contended' : undefined;
  }
  c.header('retry-after', String(ends - now));
  return 'tooMany';
}

/** The same, with the answer ready: 429 for `tooMany`, 503 for `contended`. */
export async function overRate(
  c: Context<Door>,
  world: RateWorld,
  attempt: Attempt,
): Promise<Response | undefined> {
  const reason = await whyOverRate(c, world, attempt);
  return reason && toldTo(c, reason);
}
