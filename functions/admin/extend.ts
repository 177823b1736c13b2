/** Gives a document more time, up to the end of a day in the agency's zone. */
import { endOfDay } from '../domain/deadline.ts';
import type { Actor } from '../domain/event.ts';
import { holdsMinutesUp } from '../domain/minutes.ts';
import { refuse } from '../domain/refusal.ts';
import type { Ledger } from '../ports-ledger.ts';
import type { Execute } from '../runtime/execute.ts';

type World = { readonly ledger: Ledger; readonly execute: Execute };

/**
 * A document that has run out of time goes on, unless something has been built on its end: minutes
 * that tell of it, or a declaration that has taken the place of its own.
 */
export async function extend(
  { ledger, execute }: World,
  {
    documentId,
    date,
    by,
  }: { readonly documentId: string; readonly date: string; readonly by: Actor },
): ReturnType<Execute> {
  const state = (await ledger.document(documentId))?.state;
  if (state === undefined) return refuse({ reason: 'notFound' });
  const { declarationId, kind, agency } = state.draft;
  const declaration = (await ledger.declaration(declarationId))?.state;
  const isTold = declaration?.minutesDrafted === true || declaration?.minutesDropped === true;
  if (state.status === 'expired' && declaration?.supersededBy !== undefined)
    return refuse({ reason: 'superseded' });
  if (state.status === 'expired' && isTold && holdsMinutesUp(kind))
    return refuse({ reason: 'minutesTaken' });
  const deadline = endOfDay(date, agency.timezone);
  return execute(documentId, { type: 'extend', deadline }, by);
}
