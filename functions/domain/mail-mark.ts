/** The mark that a letter leaves with its signatory, by which it is not sent a second time. */

import type { MailPurpose } from './event.ts';
import type { SignerProgress } from './signer-progress.ts';

/** `purpose:round`, with the number of the letter where a round has several of its kind. */
export const mailMark = (purpose: MailPurpose, round: number, n?: number | undefined): string =>
  n === undefined ? `${purpose}:${round}` : `${purpose}:${round}:${n}`;

/** Whether an invitation with the link of this round is on record. */
export const isInvited = ({ mailed, round }: SignerProgress): boolean =>
  mailed.includes(mailMark('invitation', round));
