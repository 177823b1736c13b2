/** Who stands at the signing door: finds the holder of a link, and keeps the session it opens. */
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { DocumentState } from '../domain/document.ts';
import type { Clock, Files, Ledger, LinkHolder, Links } from '../ports.ts';
import type { Execute } from '../runtime/execute.ts';
import type { Door } from '../runtime/http.ts';

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

/** Starts a session that is good for this one link only. */
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

export type Visitor =
  | { readonly known: false }
  | { readonly known: true; readonly session: false }
  | {
      readonly known: true;
      readonly session: true;
      readonly holder: LinkHolder;
      readonly state: DocumentState;
    };

/** The visitor of a link: unknown, known without a session, or known with one. Changes nothing. */
export async function visitor(c: Context<Door>, world: SigningWorld): Promise<Visitor> {
  const holder = await holderOf(c, world);
  if (holder === undefined) return { known: false };
  if (!sessionIsOpen(c, world, holder)) return { known: true, session: false };
  const head = await world.ledger.document(holder.documentId);
  if (head === undefined) throw new Error(`a link leads to ${holder.documentId}, which is gone`);
  return { known: true, session: true, holder, state: head.state };
}
