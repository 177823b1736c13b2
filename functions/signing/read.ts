/** What a person has read and put aside, to be signed together. */
import { progressOf } from '../domain/document.ts';
import type { Place } from '../domain/invitation.ts';
import { standingOf } from './desk.ts';
import type { Visit } from './door.ts';

/** Names the hash that was confirmed of a place. */
export const hashField = ({ number }: Place): string => `sha256-${number}`;

/** Theirs to sign and read; a provider's certificate is asked for one document at a time. */
export function togetherOf(visit: Visit, now: string): readonly Place[] {
  const read = visit.places.filter(
    (place) =>
      place.state.draft.agency.certifier === undefined &&
      standingOf(place, visit, now) === 'sign' &&
      progressOf(place.state, place.signer).readAt !== undefined,
  );
  return visit.places.length > 1 ? read : [];
}
