/** Who stands at the signing door: finds the holder of a link, and keeps the session it opens. */
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { type IdentityStep, missingStep } from '../domain/identity.ts';
import type { Place } from '../domain/invitation.ts';
import { roundOf } from '../domain/invitation.ts';
import type { AccessCodes, Clock, Files, Limiter, LinkHolder, Links } from '../ports.ts';
import type { Ledger } from '../ports-ledger.ts';
import type { Certifier, Inspector } from '../ports-seal.ts';
import type { Execute } from '../runtime/execute.ts';
import type { Door } from '../runtime/http.ts';
import { readPlaces } from '../runtime/places.ts';
import { overRate, type Verb } from '../runtime/rate.ts';

export type SigningWorld = {
  readonly ledger: Ledger;
  readonly files: Files;
  readonly links: Links;
  readonly accessCodes: AccessCodes;
  readonly clock: Clock;
  readonly limiter: Limiter;
  readonly execute: Execute;
  readonly publicUrl: string;
  /** Reads its settings; absent where no provider of certified signatures is set. */
  readonly certifier?: (() => Promise<Certifier>) | undefined;
  readonly inspector: Inspector;
};

const COOKIE = 'piagam_session';

/** Long enough to read a document between two meetings. */
export const SESSION_SECONDS = 2 * 60 * 60;

/** Longest token ever made: 32 bytes as base64url. */
const TOKEN_PATTERN = /^[A-Za-z0-9_-]{43}$/;

/** The holder of the link in the path; undefined when no such link was ever sent. */
export async function holderOf(
  c: Context<Door>,
  world: SigningWorld,
): Promise<LinkHolder | undefined> {
  if (c.var.holder !== undefined) return c.var.holder;
  const token = c.req.param('token') ?? '';
  if (!TOKEN_PATTERN.test(token)) return undefined;
  const target = await world.ledger.lookup('link', world.links.hash(token));
  if (target?.kind !== 'link') return undefined;
  c.set('holder', target);
  return target;
}

/** Counts what is tried: by the link where there is one, else by the caller's network. */
export const counted =
  (world: SigningWorld, verb: Verb): MiddlewareHandler<Door> =>
  async (c, next) => {
    const holder = await holderOf(c, world);
    const by = world.links.hash(c.req.param('token') ?? '');
    const over = await overRate(c, world, holder ? { verb, by } : { verb: 'unknownLink' });
    return over ?? next();
  };

/** A person behind a link: the steps they have taken, and everywhere they sign. */
export type Visit = {
  readonly holder: LinkHolder;
  readonly taken: readonly IdentityStep[];
  readonly places: readonly Place[];
};

/** Starts a session that is good for this one link only, and so for one person. */
export function startSession(
  c: Context<Door>,
  { links, clock, publicUrl }: SigningWorld,
  { holder, taken }: Pick<Visit, 'holder' | 'taken'>,
): void {
  const expiresAt = new Date(Date.parse(clock()) + SESSION_SECONDS * 1000).toISOString();
  setCookie(c, COOKIE, links.session(holder, expiresAt, taken), {
    path: `/s/${c.req.param('token')}`,
    httpOnly: true,
    secure: publicUrl.startsWith('https:'),
    sameSite: 'Strict',
    maxAge: SESSION_SECONDS,
  });
}

/** By what the rulebook knows the session again that a code was entered in; the session stays secret. */
export const sessionHash = (c: Context<Door>, { links }: SigningWorld): string =>
  links.hash(getCookie(c, COOKIE) ?? '');

/** The steps that an open session has taken; undefined when none is open. */
export function stepsTaken(
  c: Context<Door>,
  { links, clock }: SigningWorld,
  holder: LinkHolder,
): readonly IdentityStep[] | undefined {
  const session = getCookie(c, COOKIE) ?? '';
  return links.opens(session, holder, clock()) ? links.takenIn(session) : undefined;
}

const isDisowned = ({ state, signer }: Place, round: number): boolean => {
  const progress = state.progress[signer];
  return progress?.round === round && progress.disownedAt !== undefined;
};

/** The holder's places, while the link is good and leads to any. Changes nothing. */
export async function visitOf(
  { ledger }: SigningWorld,
  { holder, taken }: Pick<Visit, 'holder' | 'taken'>,
): Promise<Visit | 'linkReplaced' | 'disowned' | 'handedOn'> {
  const declaration = await ledger.declaration(holder.declarationId);
  if (declaration === undefined)
    throw new Error(`a link leads to ${holder.declarationId}, which is gone`);
  const places = await readPlaces(ledger, declaration.state, holder.person);
  if (places.length === 0) return 'handedOn';
  if (roundOf(places) !== holder.round) return 'linkReplaced';
  if (places.some((place) => isDisowned(place, holder.round))) return 'disowned';
  return { holder, taken, places };
}

/** The step that the agency asks for next; undefined when the visitor may see everything. */
export const nextStep = ({ places, taken }: Visit): IdentityStep | undefined =>
  missingStep(places[0]?.state.draft.agency.identity, taken);

/**
 * - `visit`: may see and do what is theirs.
 * - `unproven`: holds a session, but a step is left that the agency asks for; sees nothing yet.
 * - `refused`: and why.
 */
export type Arrival =
  | { readonly kind: 'visit'; readonly visit: Visit }
  | { readonly kind: 'unproven'; readonly visit: Visit; readonly step: IdentityStep }
  | {
      readonly kind: 'refused';
      readonly reason: 'notFound' | 'sessionExpired' | 'linkReplaced' | 'disowned' | 'handedOn';
    };

/** The visitor of a link, or what stands before them. Changes nothing. */
export async function arrivalOf(c: Context<Door>, world: SigningWorld): Promise<Arrival> {
  const holder = await holderOf(c, world);
  if (holder === undefined) return { kind: 'refused', reason: 'notFound' };
  const taken = stepsTaken(c, world, holder);
  if (taken === undefined) return { kind: 'refused', reason: 'sessionExpired' };
  const visit = await visitOf(world, { holder, taken });
  if (typeof visit === 'string') return { kind: 'refused', reason: visit };
  const step = nextStep(visit);
  return step === undefined ? { kind: 'visit', visit } : { kind: 'unproven', visit, step };
}
