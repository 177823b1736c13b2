/** Who stands at the signing door: finds the holder of a link, and keeps the session it opens. */
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Place } from '../domain/invitation.ts';
import { roundOf } from '../domain/invitation.ts';
import type { Clock, Files, Ledger, LinkHolder, Links } from '../ports.ts';
import type { Execute } from '../runtime/execute.ts';
import type { Door } from '../runtime/http.ts';
import { readPlaces } from '../runtime/places.ts';

export type SigningWorld = {
  readonly ledger: Ledger;
  readonly files: Files;
  readonly links: Links;
  readonly clock: Clock;
  readonly execute: Execute;
  readonly publicUrl: string;
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
  const token = c.req.param('token') ?? '';
  if (!TOKEN_PATTERN.test(token)) return undefined;
  const target = await world.ledger.lookup('link', world.links.hash(token));
  return target?.kind === 'link' ? target : undefined;
}

/** Starts a session that is good for this one link only, and so for one person. */
export function startSession(c: Context<Door>, world: SigningWorld, holder: LinkHolder): void {
  const expiresAt = new Date(Date.parse(world.clock()) + SESSION_SECONDS * 1000).toISOString();
  setCookie(c, COOKIE, world.links.session(holder, expiresAt), {
    path: `/s/${c.req.param('token')}`,
    httpOnly: true,
    secure: world.publicUrl.startsWith('https:'),
    sameSite: 'Strict',
    maxAge: SESSION_SECONDS,
  });
}

const sessionIsOpen = (c: Context<Door>, world: SigningWorld, holder: LinkHolder): boolean =>
  world.links.opens(getCookie(c, COOKIE) ?? '', holder, world.clock());

/** Who stands at the door with a session, and everywhere they sign. */
export type Visit = { readonly holder: LinkHolder; readonly places: readonly Place[] };

/** The holder's places, unless a newer link has taken the place of theirs. Changes nothing. */
export async function visitOf(
  { ledger }: SigningWorld,
  holder: LinkHolder,
): Promise<Visit | 'linkReplaced'> {
  const head = await ledger.declaration(holder.declarationId);
  if (head === undefined) throw new Error(`a link leads to ${holder.declarationId}, which is gone`);
  const places = await readPlaces(ledger, head.state, holder.person);
  return roundOf(places) === holder.round ? { holder, places } : 'linkReplaced';
}

/** The visitor of a link, or why nothing can be shown to them. Changes nothing. */
export async function visitor(
  c: Context<Door>,
  world: SigningWorld,
): Promise<Visit | 'notFound' | 'sessionExpired' | 'linkReplaced'> {
  const holder = await holderOf(c, world);
  if (holder === undefined) return 'notFound';
  return sessionIsOpen(c, world, holder) ? visitOf(world, holder) : 'sessionExpired';
}
