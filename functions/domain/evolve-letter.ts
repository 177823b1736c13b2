/** How letters change what is known of a signatory: sent, due, or come back. */

import type { DocumentEvent } from './event.ts';
import { mailMark } from './mail-mark.ts';
import type { SignerProgress } from './signer-progress.ts';

type Fact<T extends DocumentEvent['type']> = Extract<DocumentEvent, { readonly type: T }>;

/** Everything about letters that a new link leaves behind. */
export const lettersRenewed = {
  invitedAt: undefined,
  reminders: undefined,
  remindedAt: undefined,
  reminding: undefined,
  changedTo: undefined,
  undelivered: undefined,
} as const satisfies Partial<SignerProgress>;

/** A letter of a link that has been replaced meanwhile says nothing about the new one. */
function letterSent(
  before: SignerProgress,
  { purpose, round }: Fact<'MailSent'>,
  at: string,
): Partial<SignerProgress> {
  if (round !== before.round) return {};
  switch (purpose) {
    case 'invitation':
      return { invitedAt: at };
    case 'reminder':
      return { reminding: undefined, remindedAt: at };
    case 'changed':
      return { changedTo: undefined };
    default:
      return {};
  }
}

export function evolveLetter(
  before: SignerProgress,
  event: Fact<'MailSent' | 'InvitationShared' | 'MailBounced' | 'MailComplained'>,
  at: string,
): SignerProgress {
  const { round } = event;
  switch (event.type) {
    case 'MailSent': {
      const mailed = [...before.mailed, mailMark(event.purpose, round, event.n)];
      return { ...before, mailed, ...letterSent(before, event, at) };
    }
    case 'InvitationShared':
      return {
        ...before,
        mailed: [...before.mailed, mailMark('invitation', round)],
        invitedAt: at,
      };
    case 'MailBounced':
    case 'MailComplained': {
      const { purpose, code } = event;
      const trouble = event.type === 'MailBounced' ? 'bounced' : 'complained';
      return { ...before, undelivered: { trouble, purpose, code, at }, reminding: undefined };
    }
  }
}

/** The reminder counts from when it fell due, so that no second one can. */
export const reminderFallen = (before: SignerProgress, n: number): SignerProgress => ({
  ...before,
  reminders: n,
  reminding: n,
});
