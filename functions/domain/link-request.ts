/** A signatory who cannot find the letter asks for it again: the same link, and not too often. */

import type { DocumentState } from './document.ts';
import { turnOf } from './document.ts';
import type { LinkRequestEvent } from './event.ts';
import { folded } from './finding.ts';
import type { Place } from './invitation.ts';
import { isUninvited, roundOf, signerAt } from './invitation.ts';

/** Between two letters to one person: long enough to look for the first one, spam folder included. */
const PAUSE_MINUTES = 5;
const MINUTE_MS = 60_000;

export type LinkRequestState = {
  /** The last request that was taken, UTC. */
  readonly requestedAt: string;
  /** When its letter left, UTC; a person without a document to sign is not written to. */
  readonly sentAt?: string | undefined;
};

type Asker = { readonly declarationId: string; readonly person: number };

/** Names the stream of a person's requests. */
export const linkRequestId = ({ declarationId, person }: Asker): string =>
  `${declarationId}.${person}`;

/** Whose requests a stream holds. @throws when it was not named by `linkRequestId`. */
export function askerOf(id: string): Asker {
  const [declarationId = '', person = ''] = id.split('.');
  if (!/^[1-9]\d*$/.test(person)) throw new Error(`${id} is nobody's request`);
  return { declarationId, person: Number(person) };
}

/** The person who is written to at an address, as the documents have it now. */
export const personAt = (
  documents: readonly DocumentState[],
  address: string,
): number | undefined =>
  documents
    .flatMap(({ draft }) => draft.signers)
    .find(({ email }) => folded(email) === folded(address))?.person;

/** Whether a request `now` is taken; who asks again too soon has a letter on the way. */
export const mayAsk = (state: LinkRequestState | undefined, now: string): boolean =>
  state === undefined ||
  Date.parse(now) - Date.parse(state.requestedAt) >= PAUSE_MINUTES * MINUTE_MS;

/** Whether the letter of the last request has still to leave. */
export const isLetterOwed = ({ sentAt }: LinkRequestState): boolean => sentAt === undefined;

export function evolveLinkRequest(
  state: LinkRequestState | undefined,
  event: LinkRequestEvent,
  at: string,
): LinkRequestState {
  if (event.type === 'LinkRequested') return { requestedAt: at };
  if (state === undefined) throw new Error(`${event.type} without a request`);
  return { ...state, sentAt: at };
}

/**
 * The places that a letter sent again is about: the person's to sign now, and told of in this round.
 * Of what has not been told of yet, the invitation itself is on its way.
 */
export function placesToRemindOf(places: readonly Place[]): readonly Place[] {
  const round = roundOf(places);
  return places.filter(
    (place) => turnOf(place.state).includes(signerAt(place).number) && !isUninvited(place, round),
  );
}
