/** Everything that lies before one person: where they stand with each document, and what is next. */
import { obstacle } from '../domain/decide.ts';
import { isComplete, isFinal, progressOf } from '../domain/document.ts';
import type { Place } from '../domain/invitation.ts';
import type { RefusalReason } from '../domain/refusal.ts';
import type { Visit } from './door.ts';

/** Why a place cannot be signed now; a renewal that has not reached it yet soon will. */
export function obstacleAt(
  { state, signer }: Place,
  { holder }: Visit,
  now: string,
): RefusalReason | undefined {
  const { round } = progressOf(state, signer);
  const reason = obstacle(state, { signer, round }, now)?.reason;
  return reason === undefined && round < holder.round ? 'notReady' : reason;
}

/** Whether the document ended without all signatures. */
export const endedEarly = ({ state }: Place): boolean => isFinal(state) && !isComplete(state);

export type Standing = 'sign' | 'wait' | 'signed' | 'ended';

/** Where the person stands with a document: theirs to sign, to wait for, signed, or ended. */
export function standingOf(place: Place, visit: Visit, now: string): Standing {
  if (endedEarly(place)) return 'ended';
  switch (obstacleAt(place, visit, now)) {
    case undefined:
      return 'sign';
    case 'alreadySigned':
      return 'signed';
    case 'notReady':
    case 'outOfTurn':
      return 'wait';
    default:
      return 'ended';
  }
}

export type Desk = {
  readonly byStanding: Readonly<Record<Standing, readonly Place[]>>;
  readonly signed: number;
  /** What has ended early counts no more. */
  readonly total: number;
};

export function deskOf(visit: Visit, now: string): Desk {
  const found = Object.groupBy(visit.places, (place) => standingOf(place, visit, now));
  const { sign = [], wait = [], signed = [], ended = [] } = found;
  return {
    byStanding: { sign, wait, signed, ended },
    signed: signed.length,
    total: sign.length + wait.length + signed.length,
  };
}

/** The document to sign after this one: the next in order, else the first of those left. */
export const nextAfter = ({ byStanding: { sign } }: Desk, number: number): Place | undefined =>
  sign.find((place) => place.number > number) ?? sign.find((place) => place.number !== number);
