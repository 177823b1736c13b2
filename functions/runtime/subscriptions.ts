/** Which worker wakes up for which facts; read by the stacks and by the laptop alike. */
import type { EventName } from '../domain/event.ts';

export const SUBSCRIPTIONS = {
  draft: [
    'DeclarationMade',
    'DeclarationHeld',
    'DeclarationNudged',
    // Whatever ends a document: the minutes wait for the last one of the ceremony.
    'DocumentSealed',
    'SignerDeclined',
    'DocumentVoided',
    'DocumentExpired',
    'DocumentSuperseded',
  ],
  render: [
    'DocumentDrafted',
    'SignerReplaced',
    'SigningCompleted',
    'DocumentRetried',
    'DocumentNudged',
  ],
  // A seal is upgraded when the sweep nudges it: an authority that failed is given time.
  seal: ['EvidenceCompiled', 'DocumentRetried', 'DocumentNudged', 'CanaryDue'],
  notify: [
    'DocumentRendered',
    'SignerSigned',
    'LinkRenewed',
    'AddressCorrected',
    'RemindersDue',
    'SignerDeclined',
    'DocumentExpired',
    'DocumentSealed',
    // A person's letter waits until each of their documents is printed or given up.
    'DocumentShelved',
    'DocumentVoided',
    'DocumentRetried',
    'DocumentNudged',
    'LinkRequested',
    'CodeRequested',
    'LinkDisowned',
  ],
} as const satisfies Readonly<Record<string, readonly EventName[]>>;

export type Worker = keyof typeof SUBSCRIPTIONS;

/** Deliveries of one message before it goes to the dead-letter queue. */
export const MAX_DELIVERIES = 5;
/** Messages a worker takes at a time; a print that kills the browser shall take no other along. */
export const BATCH_SIZE: Readonly<Record<Worker, number>> = {
  draft: 5,
  render: 1,
  seal: 5,
  notify: 10,
};
