/** Reminds one person by hand, of all that they may sign now. */
import type { Actor } from '../domain/event.ts';
import { remindedAlong } from '../domain/invitation.ts';
import { refuse } from '../domain/refusal.ts';
import type { Clock } from '../ports.ts';
import type { Ledger } from '../ports-ledger.ts';
import type { Execute } from '../runtime/execute.ts';
import { occupantOf, type Seat } from './person-of.ts';

type World = { readonly ledger: Ledger; readonly clock: Clock; readonly execute: Execute };

/** The document asked for decides; the person's other documents stand in the same letter. */
export async function remind(
  { ledger, clock, execute }: World,
  { documentId, signer, by }: Seat & { readonly by: Actor },
): ReturnType<Execute> {
  const found = await occupantOf(ledger, { documentId, signer });
  if ('reason' in found) return refuse(found);
  const outcome = await execute(documentId, { type: 'remind', signer }, by);
  if (!outcome.ok) return outcome;
  for (const place of remindedAlong(found.places, clock())) {
    if (place.state.draft.id === documentId && place.signer === signer) continue;
    await execute(place.state.draft.id, { type: 'remind', signer: place.signer }, by);
  }
  return outcome;
}
