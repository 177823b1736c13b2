/** The rules of letters: what is on record, what came back, and who may be reminded. */
import type { Command } from './command.ts';
import type { DocumentState } from './document.ts';
import { progressOf } from './document.ts';
import { contactMailDue, contactMark } from './due.ts';
import type { DocumentEvent } from './event.ts';
import { isInvited, mailMark } from './mail-mark.ts';
import type { Decision } from './refusal.ts';
import { accept, refuse } from './refusal.ts';
import { isRemindedEnough, reminderNow } from './reminder.ts';

export function recordMail(
  state: DocumentState,
  { type: _, ...mail }: Command<'recordMail'>,
): Decision<DocumentEvent> {
  const mark = mailMark(mail.purpose, mail.round, mail.n);
  const isKnown = progressOf(state, mail.signer).mailed.includes(mark);
  return isKnown ? accept() : accept({ type: 'MailSent', ...mail });
}

export function recordContactMail(
  state: DocumentState,
  { type: _, ...mail }: Command<'recordContactMail'>,
): Decision<DocumentEvent> {
  const due = contactMailDue(state);
  const isDue = due !== undefined && contactMark(due) === contactMark(mail);
  return isDue ? accept({ type: 'ContactTold', ...mail }) : accept();
}

/** The first trouble tells enough, and that of a link that has been replaced tells nothing. */
export function recordTrouble(
  state: DocumentState,
  { signer, round, purpose, trouble, code }: Command<'recordTrouble'>,
): Decision<DocumentEvent> {
  if (!state.draft.signers.some(({ number }) => number === signer))
    return refuse({ reason: 'unknownSigner' });
  const progress = progressOf(state, signer);
  if (progress.round !== round || progress.undelivered !== undefined) return accept();
  const type = trouble === 'bounced' ? 'MailBounced' : 'MailComplained';
  return accept({ type, signer, round, purpose, code });
}

/**
 * A reminder by hand to somebody who may sign now. Asked again before a day has gone by, it changes
 * nothing: one is on its way, or lies in the mailbox.
 */
export function remind(
  state: DocumentState,
  { signer }: Command<'remind'>,
  now: string,
): Decision<DocumentEvent> {
  const progress = progressOf(state, signer);
  if (progress.undelivered !== undefined) return refuse({ reason: 'undeliverable' });
  const reminder = reminderNow(state, signer, now);
  if (reminder !== undefined) return accept({ type: 'RemindersDue', reminders: [reminder] });
  const isOver = isRemindedEnough(progress) && progress.reminding === undefined;
  return isInvited(progress) && isOver ? refuse({ reason: 'remindedEnough' }) : accept();
}
