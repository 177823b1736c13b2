/** The rules of ending a document on purpose: by an admin, or by a newer declaration. */
import type { DocumentState } from './document.ts';
import { isComplete, isUnfinished } from './document.ts';
import type { Renewed } from './draft.ts';
import type { DocumentEvent } from './event.ts';
import type { Decision } from './refusal.ts';
import { accept, refuse } from './refusal.ts';

export function voidDocument(state: DocumentState, reason: string): Decision<DocumentEvent> {
  if (state.status === 'voided') return accept();
  if (state.status === 'declined') return refuse({ reason: 'declined' });
  if (state.status === 'expired') return refuse({ reason: 'expired' });
  if (state.status === 'superseded') return refuse({ reason: 'superseded' });
  if (state.status === 'signed' || state.status === 'sealed')
    return refuse({ reason: 'signingComplete' });
  return accept({ type: 'DocumentVoided', reason });
}

/**
 * A newer declaration ends what is unfinished; what everyone has signed only learns of it. Minutes that
 * everyone has signed tell of a past event, which nothing later takes the place of.
 */
export function supersede(state: DocumentState, by: Renewed): Decision<DocumentEvent> {
  const isPast = state.draft.kind === 'minutes' && isComplete(state);
  const stands = (isUnfinished(state) || isComplete(state)) && !isPast;
  return stands && state.supersededBy === undefined
    ? accept({ type: 'DocumentSuperseded', by })
    : accept();
}
