/** What is known of one signatory of a document: their links, and what they did with them. */
import type { Undelivered } from './delivery.ts';
import type { IdentityProgress } from './identity.ts';

/** What has happened to one signatory's link and signature. */
export type SignerProgress = {
  /** 1 for the first link; every renewal adds one and makes the earlier link void. */
  readonly round: number;
  readonly linkHash?: string | undefined;
  readonly openedAt?: string | undefined;
  /** When it was marked as read, to be signed together with others. */
  readonly readAt?: string | undefined;
  /** When the link's holder said that it is not theirs. */
  readonly disownedAt?: string | undefined;
  readonly identity?: IdentityProgress | undefined;
  readonly signedAt?: string | undefined;
  readonly declinedAt?: string | undefined;
  /** Mails accepted by the mail system, by their marks (see `mail-mark.ts`). */
  readonly mailed: readonly string[];
  /** When the invitation of this round went out. */
  readonly invitedAt?: string | undefined;
  /** Reminders of this round that have fallen due, and when the last one was sent. */
  readonly reminders?: number | undefined;
  readonly remindedAt?: string | undefined;
  /** The reminder that is on its way. */
  readonly reminding?: number | undefined;
  /** The print that the person has to be told of, having opened an earlier one. */
  readonly changedTo?: number | undefined;
  /** Why letters of this round reach nobody. */
  readonly undelivered?: Undelivered | undefined;
};

export const FRESH: SignerProgress = { round: 1, mailed: [] };
