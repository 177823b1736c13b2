/** Drafts the minutes of a ceremony from the record, once all that they wait for has come to its end. */
import type { DeclarationState } from '../domain/declaration.ts';
import { minutesDue } from '../domain/declaration.ts';
import type { DeclarationEvent } from '../domain/event.ts';
import { ceremonyRecord, isInMinutes, minutesDeadline } from '../domain/minutes.ts';
import { draftPlanned, plansOf } from './documents.ts';
import { supersedeStrayMinutes } from './supersede.ts';
import { type DraftWorld, recordOn } from './world.ts';

/** What becomes of the minutes now: drafted, dropped, or nothing yet. */
async function minutesStep(
  world: DraftWorld,
  state: DeclarationState,
): Promise<DeclarationEvent | undefined> {
  // A plan may have been held at this very moment: its documents are still to come.
  if (!state.drafted || minutesDue(state) === undefined) return undefined;
  const told = state.documents.filter(({ kind }) => isInMinutes(kind));
  const documents = await world.ledger.documents(told.map(({ id }) => id));
  const ceremony = ceremonyRecord(state.declaration, documents);
  if (ceremony === 'waiting') return undefined;
  if (ceremony === 'nothing') return { type: 'MinutesDropped' };
  const deadline = minutesDeadline(state.declaration, world.clock());
  const minutes = plansOf(state)
    .filter(({ plan }) => plan.kind === 'minutes')
    .map(({ id, plan }) => ({ id, plan: { ...plan, ceremony, deadline } }));
  await draftPlanned(world, state, minutes);
  return { type: 'MinutesDrafted' };
}

/** Run again, it drafts the minutes no second time: what the ledger has, stands. */
export async function draftMinutes(world: DraftWorld, declarationId: string): Promise<void> {
  const state = await recordOn(world, declarationId, (now) => minutesStep(world, now));
  await supersedeStrayMinutes(world, state);
}
