/** What all HTTP rooms share: headers, languages, problems (RFC 9457), pages, bearer tokens. */

import type { Context, MiddlewareHandler } from 'hono';
import { Hono } from 'hono';
import type { LambdaContext, LambdaEvent } from 'hono/aws-lambda';
import { secureHeaders } from 'hono/secure-headers';
import type { Origin } from '../domain/event.ts';
import { ID_PATTERN } from '../domain/id.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Sight } from '../domain/summary.ts';
import type { Caller, Identity, LinkHolder, Role } from '../ports.ts';
import { log } from './log.ts';
import type { HttpStatus, Reason } from './refusals.ts';
import { REFUSAL_STATUS } from './refusals.ts';
import type { Language } from './view.ts';
import { page, problemText, refusalText } from './view.ts';

export type Door = {
  Bindings: { event?: LambdaEvent; lambdaContext?: LambdaContext };
  Variables: {
    caller: Caller;
    holder?: LinkHolder;
    framed?: true;
    scripted?: true;
    indexed?: true;
  };
};

/** One field at fault, in the reader's language. */
export type FieldError = {
  readonly field: string;
  readonly code: string;
  readonly message: string;
};

const MAX_USER_AGENT = 300;

/** Whether a browser shows the answer to a person, where one path serves programs as well. */
export const wantsPage = (c: Context<Door>): boolean =>
  (c.req.header('accept') ?? '').includes('text/html');

/** Pages are Indonesian unless `?lang=en` asks; the API also follows `Accept-Language`. */
export function language(c: Context<Door>): Language {
  const asked = c.req.query('lang');
  if (asked !== undefined) return asked === 'en' ? 'en' : 'id';
  const wantsApi = c.req.path.startsWith('/v1/') && !wantsPage(c);
  return wantsApi && /^en\b/i.test(c.req.header('accept-language') ?? '') ? 'en' : 'id';
}

/** Where the request came from, as API Gateway saw it. */
export function originOf(c: Context<Door>): Origin {
  const requestContext = c.env?.event?.requestContext;
  const http = requestContext && 'http' in requestContext ? requestContext.http : undefined;
  return {
    ip: http?.sourceIp ?? 'unknown',
    userAgent: (c.req.header('user-agent') ?? 'unknown').slice(0, MAX_USER_AGENT).toWellFormed(),
  };
}

/** An RFC 9457 answer in the reader's language; for bad input it names every field at fault. */
export function problem(
  c: Context<Door>,
  status: HttpStatus,
  code: string,
  errors?: readonly FieldError[],
): Response {
  const told = problemText(language(c), code);
  const body = { type: `urn:piagam:problem:${code}`, status, ...told, errors };
  return c.json(body, status, { 'content-type': 'application/problem+json' });
}

export const refusalProblem = (c: Context<Door>, { reason }: Refusal): Response =>
  problem(c, REFUSAL_STATUS[reason], reason);

export const showPage = (
  c: Context<Door>,
  name: string,
  model: object,
  status: 200 | HttpStatus = 200,
): Response => {
  // Only the answer to a GET can be asked for again in the other language.
  const query = c.req.method === 'GET' ? c.req.query() : null;
  const shown = { language: language(c), query };
  return c.html(page(name, shown, model), status);
};

/** A page that may run the modules of our own that it names, and ask us. */
export function showScriptedPage(
  ...[c, ...page]: Parameters<typeof showPage>
): ReturnType<typeof showPage> {
  c.set('scripted', true);
  return showPage(c, ...page);
}

/** For what is open to everyone: caches keep it for a minute. */
export const PUBLIC_CACHE = 'public, max-age=60';

/** A page for everyone, which search engines may keep by `canonicalUrl`, and caches for a minute. */
export function showPublicPage(
  c: Context<Door>,
  name: string,
  { model, canonicalUrl }: { readonly model: object; readonly canonicalUrl: string },
): Response | Promise<Response> {
  c.set('indexed', true);
  c.header('cache-control', PUBLIC_CACHE);
  const shown = { language: language(c), query: c.req.query(), canonicalUrl };
  return c.html(page(name, shown, model));
}

/** The kind page that says why something cannot be done now, and what to do next. */
export const notice = (
  c: Context<Door>,
  reason: Reason,
  /** Where else the reader can go on. */
  listUrl: string | null = null,
): Response =>
  showPage(c, 'notice', { ...refusalText(language(c), reason), listUrl }, REFUSAL_STATUS[reason]);

/** Lets in only callers with one of `roles`. */
export function requireRole(identity: Identity, roles: readonly Role[]): MiddlewareHandler<Door> {
  return async (c, next) => {
    const bearer = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    const caller = bearer === undefined ? undefined : await identity.caller(bearer);
    if (caller === undefined) {
      c.header('www-authenticate', 'Bearer');
      return problem(c, 401, 'unauthenticated');
    }
    if (!caller.roles.some((role) => roles.includes(role))) return forbidden(c);
    c.set('caller', caller);
    return next();
  };
}

/** Nothing that is not shaped like an identifier is looked up. */
export const knownShape: MiddlewareHandler<Door> = async (c, next) =>
  ID_PATTERN.test(c.req.param('id') ?? '') ? next() : refusalProblem(c, { reason: 'notFound' });

/** Addresses, devices and evidence are for those who work with them, not for mere viewers. */
export const ARCHIVISTS: readonly Role[] = ['admin', 'archivist'];

export const seesAddresses = (c: Context<Door>): boolean =>
  c.var.caller.roles.some((role) => ARCHIVISTS.includes(role));

/** What the caller may see of a document (see `summarize`); how letters fared is for admins alone. */
export const sightOf = (c: Context<Door>): Sight => ({
  addresses: seesAddresses(c),
  deliveries: c.var.caller.roles.includes('admin'),
});

export const forbidden = (c: Context<Door>): Response => problem(c, 403, 'forbidden');

const policy = {
  defaultSrc: ["'none'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  formAction: ["'self'"],
  frameSrc: ["'self'"],
  objectSrc: ["'self'"],
  baseUri: ["'none'"],
};

const headersWith = (more: object): MiddlewareHandler =>
  secureHeaders({
    contentSecurityPolicy: { ...policy, frameAncestors: ["'none'"], ...more },
    referrerPolicy: 'no-referrer',
    xFrameOptions: 'DENY',
  });

const headers = headersWith({});

const scriptedHeaders = headersWith({
  scriptSrc: ["'self'"],
  workerSrc: ["'self'"],
  connectSrc: ["'self'"],
});

/** For a file that our own pages show inside themselves; browsers' PDF viewers need scripts. */
const framedHeaders = secureHeaders({
  contentSecurityPolicy: { frameAncestors: ["'self'"] },
  referrerPolicy: 'no-referrer',
  xFrameOptions: 'SAMEORIGIN',
});

/** A new HTTP room: safe headers, nothing cached, faults logged and told without detail. */
export function room(): Hono<Door> {
  const app = new Hono<Door>();
  app.use(async (c, next) => {
    await next();
    const unframed = c.var.scripted ? scriptedHeaders : headers;
    await (c.var.framed ? framedHeaders : unframed)(c, async () => {});
    if (!c.var.indexed) c.header('x-robots-tag', 'noindex');
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
  });
  const answer = (c: Context<Door>, reason: 'fault' | 'notFound'): Response => {
    if (!c.req.path.startsWith('/v1/')) return notice(c, reason);
    return problem(c, REFUSAL_STATUS[reason], reason);
  };
  app.notFound((c) => answer(c, 'notFound'));
  app.onError((error, c) => {
    log.error('request failed', { route: c.req.routePath, error });
    return answer(c, 'fault');
  });
  return app;
}
