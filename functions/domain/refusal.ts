/** Every way in which the rulebook can say no; a refusal is an answer, not a fault. */

export type Refusal =
  /** No such declaration or document. */
  | { readonly reason: 'notFound' }
  /** The document has not been rendered yet. */
  | { readonly reason: 'notReady' }
  /** Somebody in an earlier group has still to sign. */
  | { readonly reason: 'outOfTurn' }
  /** A newer link has been sent to this signatory. */
  | { readonly reason: 'linkReplaced' }
  | { readonly reason: 'expired' }
  /** The file confirmed is not the file of this document. */
  | { readonly reason: 'wrongFile' }
  /** The consent sentence has changed since the page was opened. */
  | { readonly reason: 'wrongConsent' }
  /** Signatories of this document sign with certificates of a provider, or of none. */
  | { readonly reason: 'notCertified' }
  /** A step that the agency asks for beyond the link has not been taken. */
  | { readonly reason: 'identityMissing' }
  /** Too many wrong codes: only a new link helps. */
  | { readonly reason: 'identityLocked' }
  /** The admin has set no access code yet. */
  | { readonly reason: 'accessCodeUnset' }
  /** The mailed code is too old, used, or was tried too often. */
  | { readonly reason: 'codeExpired' }
  /** Too many codes have been asked for within an hour. */
  | { readonly reason: 'codesExhausted' }
  /** The holder of the link has said that it is not theirs. */
  | { readonly reason: 'disowned' }
  /** Letters to the signatory come back: only another address helps. */
  | { readonly reason: 'undeliverable' }
  /** As many reminders have been sent with this link as ever are. */
  | { readonly reason: 'remindedEnough' }
  /** Another person of the declaration has this address. */
  | { readonly reason: 'addressTaken' }
  /** Somebody has signed already, so that the print can have no other signatory. */
  | { readonly reason: 'signatureGiven' }
  /** One's own pledge is nobody else's to sign. */
  | { readonly reason: 'personalDocument' }
  /** The successor signs the document already, in another role. */
  | { readonly reason: 'signsAlready' }
  /** The agency does not let signatories hand their place on. */
  | { readonly reason: 'delegationOff' }
  /** Not later than before, or too far ahead. */
  | { readonly reason: 'deadlineOutOfRange' }
  /** The minutes say how the ceremony ended; what they tell of stays as it is. */
  | { readonly reason: 'minutesTaken' }
  | { readonly reason: 'unknownSigner' }
  | { readonly reason: 'alreadySigned' }
  | { readonly reason: 'declined' }
  | { readonly reason: 'voided' }
  /** A newer declaration has taken the place of this document or declaration. */
  | { readonly reason: 'superseded' }
  /** The event has been held already. */
  | { readonly reason: 'alreadyHeld' }
  /** The event is only planned, so there is nothing of it to show. */
  | { readonly reason: 'notHeld' }
  /** There is no public page to withdraw. */
  | { readonly reason: 'notPublished' }
  /** All have signed; nothing about the signatures can change any more. */
  | { readonly reason: 'signingComplete' }
  | { readonly reason: 'notShelved' }
  /** The seal is not what the document waits for: it is set already, or not due yet. */
  | { readonly reason: 'sealNotPending' }
  /** Others kept writing first; nothing was recorded and the same command may be tried again. */
  | { readonly reason: 'contended' };

export type RefusalReason = Refusal['reason'];

/** What `decide` answers: the facts to record (none when they are recorded already) or a refusal. */
export type Decision<E> =
  | { readonly ok: true; readonly events: readonly E[] }
  | { readonly ok: false; readonly refusal: Refusal };

export const accept = <E>(...events: readonly E[]): Decision<E> => ({ ok: true, events });
export const refuse = (refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } => ({
  ok: false,
  refusal,
});
