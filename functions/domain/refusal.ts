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
  | { readonly reason: 'unknownSigner' }
  | { readonly reason: 'alreadySigned' }
  | { readonly reason: 'declined' }
  | { readonly reason: 'voided' }
  /** A newer declaration has taken the place of this document or declaration. */
  | { readonly reason: 'superseded' }
  /** The event has been held already. */
  | { readonly reason: 'alreadyHeld' }
  /** All have signed; nothing about the signatures can change any more. */
  | { readonly reason: 'signingComplete' }
  | { readonly reason: 'notShelved' }
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
