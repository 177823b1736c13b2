/** How each refusal is told over HTTP: one table from reason to status. */
import type { CertifierRefusal } from '../domain/certified.ts';
import type { RefusalReason } from '../domain/refusal.ts';

/** Refusals of the rulebook, and those of the doors themselves. */
export type Reason =
  | RefusalReason
  | CertifierRefusal
  | 'sessionExpired'
  | 'recipientMissing'
  | 'consentMissing'
  | 'reasonMissing'
  | 'passphraseMissing'
  | 'accessCodeWrong'
  | 'mailCodeWrong'
  | 'markUnprintable'
  | 'markUnreadable'
  | 'nothingRead'
  | 'handoverIncomplete'
  | 'handedOn'
  | 'boardClosed'
  | 'unpublished'
  | 'tooLarge'
  | 'tooMany'
  | 'foreignForm'
  | 'fileMissing'
  | 'fault';

export type HttpStatus = 400 | 401 | 403 | 404 | 409 | 410 | 412 | 413 | 422 | 429 | 500 | 503;

export const REFUSAL_STATUS: Readonly<Record<Reason, HttpStatus>> = {
  notFound: 404,
  notReady: 409,
  outOfTurn: 409,
  linkReplaced: 410,
  expired: 410,
  wrongFile: 409,
  wrongConsent: 409,
  notCertified: 409,
  identityMissing: 403,
  identityLocked: 403,
  accessCodeUnset: 409,
  codeExpired: 410,
  codesExhausted: 429,
  disowned: 410,
  undeliverable: 409,
  remindedEnough: 409,
  addressTaken: 409,
  signatureGiven: 409,
  personalDocument: 409,
  signsAlready: 409,
  delegationOff: 403,
  deadlineOutOfRange: 422,
  minutesTaken: 409,
  unknownSigner: 404,
  alreadySigned: 409,
  declined: 410,
  voided: 410,
  superseded: 410,
  alreadyHeld: 409,
  notHeld: 409,
  notPublished: 409,
  signingComplete: 409,
  notShelved: 409,
  sealNotPending: 409,
  contended: 503,
  sessionExpired: 403,
  recipientMissing: 422,
  consentMissing: 422,
  reasonMissing: 422,
  passphraseMissing: 422,
  wrongPassphrase: 422,
  accessCodeWrong: 422,
  mailCodeWrong: 422,
  markUnprintable: 422,
  markUnreadable: 422,
  nothingRead: 422,
  handoverIncomplete: 422,
  handedOn: 410,
  certificateExpired: 409,
  certificateToRenew: 409,
  certificateInReview: 409,
  certificateNotIssued: 409,
  certificateMissing: 409,
  certificateUnregistered: 409,
  certificateSuspended: 409,
  certificateRevoked: 409,
  certifierSilent: 503,
  certifierFault: 503,
  boardClosed: 404,
  unpublished: 404,
  tooLarge: 413,
  tooMany: 429,
  foreignForm: 403,
  fileMissing: 400,
  fault: 500,
};
