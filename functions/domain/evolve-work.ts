/** How the pending work of a document fares: failures, waiting, the shelf, nudges. */
import type { DocumentState } from './document.ts';
import type { DocumentEvent } from './event.ts';

type WorkEvent = Extract<
  DocumentEvent,
  {
    readonly type:
      | 'WorkFailed'
      | 'WorkPostponed'
      | 'DocumentShelved'
      | 'DocumentRetried'
      | 'DocumentNudged';
  }
>;

/** Work moved on: failures and nudges of the step before no longer count. */
export const settled = {
  attempts: 0,
  nudges: 0,
  shelf: undefined,
  postponed: undefined,
} as const;

export function evolveWork(state: DocumentState, event: WorkEvent, at: string): DocumentState {
  switch (event.type) {
    case 'WorkFailed':
      return { ...state, attempts: event.attempt };
    case 'WorkPostponed': {
      const { work, reason } = event;
      const since = state.postponed?.work === work ? state.postponed.since : at;
      return { ...state, postponed: { work, reason, since } };
    }
    case 'DocumentShelved': {
      const { work, reason } = event;
      return { ...state, postponed: undefined, shelf: { work, reason } };
    }
    case 'DocumentRetried':
      return { ...state, ...settled };
    case 'DocumentNudged':
      return { ...state, nudges: state.nudges + 1 };
  }
}
