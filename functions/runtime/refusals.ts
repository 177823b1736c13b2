/** How each refusal is told over HTTP: one table from reason to status. */
import type { RefusalReason } from '../domain/refusal.ts';

/** Refusals of the rulebook, and those of the doors themselves. */
export type Reason =
  | RefusalReason
  | 'sessionExpired'
  | 'consentMissing'
  | 'reasonMissing'
  | 'tooLarge'
  | 'fileMissing'
  | 'fault';

export type HttpStatus = 400 | 401 | 403 | 404 | 409 | 410 | 412 | 413 | 422 | 500 | 503;

export const REFUSAL_STATUS: Readonly<Record<Reason, HttpStatus>> = {
  notFound: 404,
  notReady: 409,
  outOfTurn: 409,
  linkReplaced: 410,
  expired: 410,
  wrongFile: 409,
  wrongConsent: 409,
  unknownSigner: 404,
  alreadySigned: 409,
  declined: 410,
  voided: 410,
  superseded: 410,
  alreadyHeld: 409,
  signingComplete: 409,
  notShelved: 409,
  contended: 503,
  sessionExpired: 403,
  consentMissing: 422,
  reasonMissing: 422,
  tooLarge: 413,
  fileMissing: 400,
  fault: 500,
};
