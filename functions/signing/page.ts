/** Which page a visitor is shown: it follows from where they stand, and changes nothing. */
import type { Context } from 'hono';
import { progressOf } from '../domain/document.ts';
import type { IdentityStep } from '../domain/identity.ts';
import type { Place } from '../domain/invitation.ts';
import type { Door } from '../runtime/http.ts';
import { language, notice, showPage, showScriptedPage } from '../runtime/http.ts';
import type { Reason } from '../runtime/refusals.ts';
import { REFUSAL_STATUS } from '../runtime/refusals.ts';
import { refusalText } from '../runtime/view.ts';
import type { Verb, Whereabouts } from './address.ts';
import { PLACE_PARAMETER, pathOf } from './address.ts';
import { obstacleAt } from './desk.ts';
import type { Arrival, SigningWorld, Visit } from './door.ts';
import { identifyView } from './identify-view.ts';
import { listView } from './list.ts';
import type { Sheet } from './view.ts';
import { declinedView, receiptView, signView } from './view.ts';
import { keptFields, type Written } from './written.ts';

export const whereaboutsOf = (c: Context<Door>): Whereabouts => ({
  token: c.req.param('token') ?? '',
  language: language(c),
});

export const asked = (c: Context<Door>): string | undefined => c.req.query(PLACE_PARAMETER);

/** The address of the same document, if one was asked for, under another verb. */
export function samePlace(c: Context<Door>, verb: '' | `/${Verb}`): string {
  const number = asked(c);
  const query = number === undefined ? {} : { [PLACE_PARAMETER]: number };
  return pathOf(whereaboutsOf(c), verb, query);
}

export const back = (c: Context<Door>): Response => c.redirect(samePlace(c, ''), 303);

/** What was not taken, and why: told on the page of the form itself, with all that was written. */
export type Amendment = { readonly reason?: Reason; readonly written?: Written };

const errorOf = (c: Context<Door>, reason: Reason | undefined): string | null =>
  reason === undefined ? null : refusalText(language(c), reason).message;

const statusOf = (reason: Reason | undefined) =>
  reason === undefined ? 200 : REFUSAL_STATUS[reason];

/**
 * The page that only a POST gets past; it names nobody. Programs that check mail press its button
 * as well, so a box has to be ticked first, save by who has done so in this session.
 */
export function entry(
  c: Context<Door>,
  { reason, written = {}, isKnown = false }: Amendment & { readonly isKnown?: boolean } = {},
): Response {
  const model = {
    action: samePlace(c, '/open'),
    tick: !isKnown,
    keeps: keptFields(written).length > 0,
    error: errorOf(c, reason),
    kept: keptFields(written),
  };
  return showPage(c, 'entry', model, statusOf(reason));
}

/** The page of a step that the agency asks for before anything is shown; it names nobody either. */
export function identifyPage(
  c: Context<Door>,
  world: SigningWorld,
  { visit, step }: { readonly visit: Visit; readonly step: IdentityStep },
  { reason, written = {} }: Amendment = {},
): Response {
  const model = {
    ...identifyView(visit, step, world.clock()),
    codeAction: samePlace(c, '/code'),
    action: samePlace(c, '/identify'),
    error: errorOf(c, reason),
    kept: keptFields(written),
  };
  return showPage(c, 'identify', model, statusOf(reason));
}

/** Why something cannot be done, with the way back to the list for who has one. */
export const refused = (c: Context<Door>, { places }: Visit, reason: Reason): Response =>
  notice(c, reason, places.length > 1 ? pathOf(whereaboutsOf(c), '') : null);

/** What keeps somebody from their documents; what they have written is not lost by it. */
export function turnedAway(
  c: Context<Door>,
  world: SigningWorld,
  arrival: Exclude<Arrival, { readonly kind: 'visit' }>,
  written: Written = {},
): Response {
  if (arrival.kind === 'unproven')
    return identifyPage(c, world, arrival, { reason: 'identityMissing', written });
  return arrival.reason === 'sessionExpired'
    ? entry(c, { reason: 'sessionExpired', written })
    : notice(c, arrival.reason);
}

export const listPage = (
  c: Context<Door>,
  world: SigningWorld,
  visit: Visit,
  reason?: Reason,
): Response =>
  showPage(
    c,
    'list',
    { ...listView(visit, whereaboutsOf(c), world.clock()), error: errorOf(c, reason) },
    statusOf(reason),
  );

/** The page that fits where this person stands with this document. */
export function placePage(
  c: Context<Door>,
  world: SigningWorld,
  { visit, place }: { readonly visit: Visit; readonly place: Place },
  { reason: fault, written = {} }: Amendment = {},
): Response {
  const sheet: Sheet = { visit, place, at: whereaboutsOf(c), now: world.clock() };
  const { declinedAt, openedAt } = progressOf(place.state, place.signer);
  const reason = obstacleAt(place, visit, sheet.now);
  if (reason === 'alreadySigned')
    return showPage(c, 'receipt', receiptView(sheet, world.publicUrl));
  if (declinedAt !== undefined) return showPage(c, 'declined', declinedView(sheet));
  if (reason !== undefined) return refused(c, visit, reason);
  // Their turn has come since the session began: that this document was opened goes on record too.
  if (openedAt === undefined) return entry(c, { written, isKnown: true });
  const model = signView(sheet, { error: errorOf(c, fault), written });
  return showScriptedPage(c, 'sign', model, statusOf(fault));
}
