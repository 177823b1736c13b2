/** "I am not this person": says what that means and, once confirmed, ends the link on all documents. */
import type { Context } from 'hono';
import { progressOf } from '../domain/document.ts';
import { signerAt } from '../domain/invitation.ts';
import { printedPosition } from '../domain/signer.ts';
import type { Door } from '../runtime/http.ts';
import { notice, originOf, showPage } from '../runtime/http.ts';
import { arrivalOf, type SigningWorld, type Visit } from './door.ts';
import { samePlace, turnedAway } from './page.ts';
import { sentForm, text } from './written.ts';

/** What happens if the visitor goes on, the button that does it, and the way back. */
function askingPage(c: Context<Door>, { places }: Visit): Response {
  const [first] = places;
  if (first === undefined) throw new Error('a link of no place');
  const signer = signerAt(first);
  return showPage(c, 'disown', {
    recipientName: signer.name,
    recipientPosition: printedPosition(signer),
    action: samePlace(c, '/disown'),
    backUrl: samePlace(c, ''),
  });
}

/** GET: asks once more, for a slip of the finger would end the link for good; changes nothing. */
export async function showDisown(c: Context<Door>, world: SigningWorld): Promise<Response> {
  const arrival = await arrivalOf(c, world);
  return arrival.kind === 'visit' ? askingPage(c, arrival.visit) : turnedAway(c, world, arrival);
}

/** POST: ends the link. A form that does not say that it was confirmed leads to the page that asks. */
export async function disown(c: Context<Door>, world: SigningWorld): Promise<Response> {
  const form = await sentForm(c);
  const arrival = await arrivalOf(c, world);
  if (arrival.kind !== 'visit') return turnedAway(c, world, arrival);
  if (text(form, 'confirmed') !== 'yes') return c.redirect(samePlace(c, '/disown'), 303);
  const { places, holder } = arrival.visit;
  const { round } = holder;
  const origin = originOf(c);
  const held = places.filter(({ state, signer }) => progressOf(state, signer).round === round);
  for (const { state, signer } of held) {
    const command = { type: 'disown', signer, round, origin } as const;
    const outcome = await world.execute(state.draft.id, command, { type: 'signer', signer });
    if (!outcome.ok) return notice(c, outcome.refusal.reason);
  }
  return showPage(c, 'disowned', {});
}
