/** Hands a signatory's seat on to somebody else, where the agency allows it. */
import type { Context } from 'hono';
import { z } from 'zod';
import { isPrintable } from '../domain/mark.ts';
import type { Door } from '../runtime/http.ts';
import { originOf, showPage } from '../runtime/http.ts';
import type { Reason } from '../runtime/refusals.ts';
import { succeed } from '../runtime/successor.ts';
import { pathOf, placeAsked } from './address.ts';
import { obstacleAt } from './desk.ts';
import { arrivalOf, type SigningWorld } from './door.ts';
import { asked, placePage, refused, turnedAway, whereaboutsOf } from './page.ts';
import { sentForm, visible, writtenIn } from './written.ts';

const MAX_NAME = 160;
const MAX_LINE = 200;
const MAX_REASON = 500;
const MAX_ADDRESS = 254;

/** How a mail header begins an encoded word (RFC 2047), which some readers decode in a name. */
const ENCODED_WORD = '=?';

const line = (max: number) =>
  z
    .string()
    .transform((text) => visible(text).normalize())
    .pipe(
      z
        .string()
        .min(1)
        .max(max)
        .refine((text) => isPrintable(text, '') && !text.includes(ENCODED_WORD)),
    );

const Handover = z.object({
  heirName: line(MAX_NAME),
  heirPosition: line(MAX_LINE),
  heirEmail: z.email().max(MAX_ADDRESS),
  heirReason: line(MAX_REASON),
});

/** Corrected on the page of the form. */
const AMENDABLE: readonly Reason[] = ['handoverIncomplete', 'addressTaken', 'signsAlready'];

export async function delegate(c: Context<Door>, world: SigningWorld): Promise<Response> {
  const written = writtenIn(await sentForm(c));
  const arrival = await arrivalOf(c, world);
  if (arrival.kind !== 'visit') return turnedAway(c, world, arrival, written);
  const { visit } = arrival;
  const place = placeAsked(visit, asked(c));
  if (place === undefined) return refused(c, visit, 'notFound');
  const obstacle = obstacleAt(place, visit, world.clock());
  if (obstacle !== undefined) return refused(c, visit, obstacle);
  const parsed = Handover.safeParse(written);
  if (!parsed.success)
    return placePage(c, world, { visit, place }, { reason: 'handoverIncomplete', written });
  const {
    heirName: name,
    heirPosition: position,
    heirEmail: email,
    heirReason: reason,
  } = parsed.data;
  const { signer } = place;
  const { round } = visit.holder;
  const origin = originOf(c);
  const outcome = await succeed(world, {
    documentId: place.state.draft.id,
    signer,
    person: { name, position, email },
    by: { type: 'signer', signer },
    command: (successor) => ({ type: 'delegate', signer, round, successor, reason, origin }),
  });
  if (outcome.ok) {
    const listUrl = visit.places.length > 1 ? pathOf(whereaboutsOf(c), '') : null;
    const title = place.state.draft.title;
    const heir = { name, position, email };
    return showPage(c, 'delegated', { documentTitle: title, heir, listUrl });
  }
  const fault = outcome.refusal.reason;
  return AMENDABLE.includes(fault)
    ? placePage(c, world, { visit, place }, { reason: fault, written })
    : refused(c, visit, fault);
}
