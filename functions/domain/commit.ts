/** The hash chain: every commit carries the hash of the one before it, so none can be changed unseen. */
import type { Actor, LedgerEvent } from './event.ts';

export type StreamId =
  | `DOC#${string}`
  | `DECL#${string}`
  | `NUMBER#${string}`
  | `AGENCY#${string}`
  | `CANARY#${string}`
  | `REQUEST#${string}`;

export const documentStream = (id: string): StreamId => `DOC#${id}`;
/** The identifier within a stream's name. */
export const idOf = (stream: StreamId): string => stream.slice(stream.indexOf('#') + 1);
export const declarationStream = (id: string): StreamId => `DECL#${id}`;
/** A series of the number register (see `seriesKey`). */
export const registerStream = (series: string): StreamId => `NUMBER#${series}`;
export const agencyStream = (id: string): StreamId => `AGENCY#${id}`;
/** The trial of the seal of one day (YYYY-MM-DD). */
export const canaryStream = (day: string): StreamId => `CANARY#${day}`;
/** One person's wish for their letter again (see `linkRequestId`). */
export const linkRequestStream = (id: string): StreamId => `REQUEST#${id}`;

/** One entry of the audit trail. The hash covers everything but itself. */
export type Commit = {
  readonly stream: StreamId;
  /** 1 for the first commit of a stream, then without gaps. */
  readonly version: number;
  /** UTC, ISO 8601 with milliseconds. */
  readonly at: string;
  readonly by: Actor;
  readonly events: readonly LedgerEvent[];
  /** Hash of the commit before; 64 zeros for the first. */
  readonly prev: string;
  readonly hash: string;
};

/** The current state of a stream and the place where its chain ends. */
export type Head<S> = { readonly state: S; readonly version: number; readonly hash: string };

/** SHA-256 of a text as UTF-8, in hex; passed in because the rulebook has no I/O and no library. */
export type Digest = (text: string) => string;

export const CHAIN_START = '0'.repeat(64);

/**
 * JSON with sorted keys and without undefined members: one text for one value.
 * The members used here (strings, integers, booleans, lists, records) fall under RFC 8785 (JCS).
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
}

/** Links new facts to the end of a chain. */
export function chain(
  end: { readonly version: number; readonly hash: string } | undefined,
  entry: Pick<Commit, 'stream' | 'at' | 'by' | 'events'>,
  digest: Digest,
): Commit {
  const body = { ...entry, version: (end?.version ?? 0) + 1, prev: end?.hash ?? CHAIN_START };
  return { ...body, hash: digest(canonical(body)) };
}

/** The first version at which the chain does not hold, or undefined when all of it holds. */
export function firstBreak(commits: readonly Commit[], digest: Digest): number | undefined {
  let prev = CHAIN_START;
  for (const [index, commit] of commits.entries()) {
    const { hash, ...body } = commit;
    const holds =
      commit.version === index + 1 &&
      commit.prev === prev &&
      commit.stream === commits[0]?.stream &&
      hash === digest(canonical(body));
    if (!holds) return index + 1;
    prev = hash;
  }
  return undefined;
}
