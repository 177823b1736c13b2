/** Opens what a link leads to, once a person has pressed for it: from then on it is on record. */
import type { Context } from 'hono';
import pLimit from 'p-limit';
import { progressOf } from '../domain/document.ts';
import type { Place } from '../domain/invitation.ts';
import { isUninvited } from '../domain/invitation.ts';
import type { RefusalReason } from '../domain/refusal.ts';
import type { Door } from '../runtime/http.ts';
import { notice, originOf } from '../runtime/http.ts';
import { placeAsked } from './address.ts';
import { standingOf } from './desk.ts';
import {
  arrivalOf,
  holderOf,
  nextStep,
  type SigningWorld,
  startSession,
  stepsTaken,
  type Visit,
  visitOf,
} from './door.ts';
import {
  asked,
  back,
  entry,
  identifyPage,
  listPage,
  placePage,
  refused,
  turnedAway,
} from './page.ts';
import { keptFields, sentForm, text, type Written, writtenIn } from './written.ts';

/** Documents of one person that are opened side by side. */
const PARALLEL_OPENINGS = 10;

/** GET: shows where the person stands, and records nothing. */
export async function showLink(c: Context<Door>, world: SigningWorld): Promise<Response> {
  const arrival = await arrivalOf(c, world);
  if (arrival.kind === 'unproven') return identifyPage(c, world, arrival);
  if (arrival.kind === 'refused')
    return arrival.reason === 'sessionExpired' ? entry(c) : turnedAway(c, world, arrival);
  const { visit } = arrival;
  const place = placeAsked(visit, asked(c));
  if (place !== undefined) return placePage(c, world, { visit, place });
  if (asked(c) !== undefined) return refused(c, visit, 'notFound');
  return listPage(c, world, visit);
}

/** GET: the answer to a form stands at the form's address, which people reload or send to themselves. */
export const leadBack = async (c: Context<Door>, world: SigningWorld): Promise<Response> =>
  (await holderOf(c, world)) === undefined ? notice(c, 'notFound') : back(c);

/** Records that what is the person's to sign now lies open before them; answers what forbids it. */
async function openPlaces(
  c: Context<Door>,
  world: SigningWorld,
  visit: Visit,
): Promise<RefusalReason | undefined> {
  const { holder, places } = visit;
  const openOne = async (place: Place): Promise<RefusalReason | undefined> => {
    const { state, signer } = place;
    const { round } = holder;
    const by = { type: 'signer', signer } as const;
    // Whoever is faster than the letter came by the invitation to another document.
    if (isUninvited(place, round))
      await world.execute(state.draft.id, { type: 'shareInvitation', signer, round }, by);
    const command = { type: 'openSession', signer, round, origin: originOf(c) } as const;
    const outcome = await world.execute(state.draft.id, command, by);
    return outcome.ok ? undefined : outcome.refusal.reason;
  };
  const now = world.clock();
  const closed = places.filter(
    (place) =>
      standingOf(place, visit, now) === 'sign' &&
      progressOf(place.state, place.signer).openedAt === undefined,
  );
  const isOnly = places.length === 1;
  const reasons = await pLimit(PARALLEL_OPENINGS).map(isOnly ? places : closed, openOne);
  // Who has signed or declined may come back to see how things stand, and so may who has a list.
  const mayLook = (reason: RefusalReason): boolean =>
    ['alreadySigned', 'declined'].includes(reason) || (!isOnly && reason !== 'contended');
  return reasons.find((reason) => reason !== undefined && !mayLook(reason));
}

/** All steps are taken: opens the documents, and leads to them with what was written before. */
export async function arrive(
  c: Context<Door>,
  world: SigningWorld,
  { visit, written }: { readonly visit: Visit; readonly written: Written },
): Promise<Response> {
  const reason = await openPlaces(c, world, visit);
  if (reason !== undefined) return notice(c, reason);
  startSession(c, world, visit);
  if (keptFields(written).length === 0) return back(c);
  const fresh = await visitOf(world, visit);
  if (typeof fresh === 'string') return notice(c, fresh);
  const place = placeAsked(fresh, asked(c));
  return place === undefined ? back(c) : placePage(c, world, { visit: fresh, place }, { written });
}

/** POST: whoever presses is a person and no scanner; a step may be asked before they see more. */
export async function open(c: Context<Door>, world: SigningWorld): Promise<Response> {
  const form = await sentForm(c);
  const written = writtenIn(form);
  const holder = await holderOf(c, world);
  if (holder === undefined) return notice(c, 'notFound');
  // Who comes again within a session has ticked the box, and taken its steps, already.
  const taken = stepsTaken(c, world, holder);
  if (taken === undefined && text(form, 'recipient') !== 'yes')
    return entry(c, { reason: 'recipientMissing', written });
  const visit = await visitOf(world, { holder, taken: taken ?? [] });
  if (typeof visit === 'string') return notice(c, visit);
  const step = nextStep(visit);
  if (step === undefined) return arrive(c, world, { visit, written });
  startSession(c, world, visit);
  return keptFields(written).length === 0
    ? back(c)
    : identifyPage(c, world, { visit, step }, { written });
}
