/** What became of the letters to a signatory: read, unread, or never arrived. */
import type { DocumentState } from './document.ts';
import { hasSigned, progressOf } from './document.ts';
import type { ReturnedPurpose } from './event.ts';
import { isInvited } from './mail-mark.ts';
import type { SignerProgress } from './signer-progress.ts';

/** A letter came back, or its reader has called it spam. */
export type Trouble = 'bounced' | 'complained';

export type Undelivered = {
  readonly trouble: Trouble;
  readonly purpose: ReturnedPurpose;
  /** Codes alone, e.g. "Permanent General 5.1.1": the words of mail systems name addresses. */
  readonly code: string;
  /** ISO 8601 UTC. */
  readonly at: string;
};

/**
 * - `notInvited`: no letter yet; `invited`: the invitation has been sent.
 * - `unopened`: reminded as well, and the link has not been opened.
 * - `opened`: the link has been opened by a person.
 * - `bounced`, `complained`: the last letter did not arrive, or was called spam; nothing more is sent
 *   until a new link is.
 */
export type Delivery = 'notInvited' | 'invited' | 'unopened' | 'opened' | Trouble;

/** How the letters with the link of this round have fared. */
export function deliveryOf(progress: SignerProgress): Delivery {
  const { undelivered, openedAt, remindedAt } = progress;
  if (undelivered !== undefined) return undelivered.trouble;
  if (openedAt !== undefined) return 'opened';
  if (!isInvited(progress)) return 'notInvited';
  return remindedAt === undefined ? 'invited' : 'unopened';
}

const DELIVERIES: readonly Delivery[] = [
  'notInvited',
  'invited',
  'unopened',
  'opened',
  'bounced',
  'complained',
];

/**
 * How the letters of a declaration have fared with those who have yet to sign: how many stand where,
 * and whom none reaches.
 */
export function letters(documents: readonly DocumentState[]) {
  const open = documents
    .filter(({ status }) => status === 'signing' || status === 'drafted')
    .flatMap((state) =>
      state.draft.signers
        .filter(({ number }) => !hasSigned(state, number))
        .map((signer) => ({ state, signer, progress: progressOf(state, signer.number) })),
    );
  const count = (delivery: Delivery): number =>
    open.filter(({ progress }) => deliveryOf(progress) === delivery).length;
  return {
    counts: Object.fromEntries(DELIVERIES.map((delivery) => [delivery, count(delivery)])),
    unreachable: open
      .filter(({ progress }) => progress.undelivered !== undefined)
      .map(({ state, signer, progress }) => ({
        documentId: state.draft.id,
        signer: signer.number,
        person: signer.person,
        name: signer.name,
        email: signer.email,
        ...progress.undelivered,
      })),
  };
}
