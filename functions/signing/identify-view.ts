/** What the page of an identity step is filled with; it says nothing of who is expected. */
import { progressOf } from '../domain/document.ts';
import {
  type IdentityStep,
  isLocked,
  isOpen,
  MAIL_CODE_DIGITS,
  MAX_ACCESS_CODE_CHARS,
  UNPROVEN,
} from '../domain/identity.ts';
import type { Place } from '../domain/invitation.ts';
import type { Visit } from './door.ts';

/** The place on which the tries of a link are counted: the first that knows its round. */
export function countedAt({ holder, places }: Visit): Place {
  const found = places.find(
    ({ state, signer }) => progressOf(state, signer).round === holder.round,
  );
  if (found === undefined) throw new Error('a link of no place');
  return found;
}

export const identityAt = ({ state, signer }: Place) =>
  progressOf(state, signer).identity ?? UNPROVEN;

export function identifyView(visit: Visit, step: IdentityStep, now: string) {
  const identity = identityAt(countedAt(visit));
  const isSent = step === 'mailCode' && isOpen(identity, now);
  return {
    locked: isLocked(identity),
    accessCode: step === 'accessCode' ? { maxLength: MAX_ACCESS_CODE_CHARS } : null,
    mailCode: step === 'mailCode' ? { sent: isSent ? { digits: MAIL_CODE_DIGITS } : null } : null,
  };
}
