/** "I am not this person": ends the link on all of its documents, and shows nothing more. */
import type { Context } from 'hono';
import { progressOf } from '../domain/document.ts';
import type { Door } from '../runtime/http.ts';
import { notice, originOf, showPage } from '../runtime/http.ts';
import { arrivalOf, type SigningWorld } from './door.ts';
import { turnedAway } from './page.ts';

export async function disown(c: Context<Door>, world: SigningWorld): Promise<Response> {
  const arrival = await arrivalOf(c, world);
  if (arrival.kind !== 'visit') return turnedAway(c, world, arrival);
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
