/** When a signatory who has been invited and has not signed is reminded, and how often at most. */
import { addDays } from './deadline.ts';
import type { DocumentState } from './document.ts';
import { progressOf, turnOf } from './document.ts';
import { isInvited } from './mail-mark.ts';
import type { SignerProgress } from './signer-progress.ts';

/** Days after the invitation, where the declaration names none. */
const DEFAULT_REMINDER_DAYS: readonly number[] = [3, 7];
/** Reminders of one link, whoever asks for them; a new link counts anew. */
export const MAX_REMINDERS = 5;
/** The last reminder, which tells of the end: so many days before the deadline. */
const LAST_CALL_DAYS = 1;
/** Nobody hears twice of the same within so many days, be it by schedule or by an admin's wish. */
const QUIET_DAYS = 1;

/** One reminder: the `n`th of the link of this round. */
export type Reminder = { readonly signer: number; readonly round: number; readonly n: number };

const countOf = ({ reminders }: SignerProgress): number => reminders ?? 0;

/** From when on the person may be written to again; undefined before the invitation. */
function quietUntil({ invitedAt, remindedAt }: SignerProgress): string | undefined {
  const last = remindedAt ?? invitedAt;
  return last === undefined ? undefined : addDays(last, QUIET_DAYS);
}

/** Whether a reminder would reach somebody who can act on it, and none is on its way. */
function isListening(state: DocumentState, signer: number): boolean {
  const progress = progressOf(state, signer);
  return (
    state.shelf === undefined &&
    turnOf(state).includes(signer) &&
    isInvited(progress) &&
    progress.undelivered === undefined &&
    progress.disownedAt === undefined &&
    progress.reminding === undefined
  );
}

/** The instants of the schedule, in order (UTC, ISO 8601). */
function schedule({ draft }: DocumentState, invitedAt: string): readonly string[] {
  const days = draft.reminders ?? DEFAULT_REMINDER_DAYS;
  return [
    ...days.map((count) => addDays(invitedAt, count)),
    addDays(draft.deadline, -LAST_CALL_DAYS),
  ]
    .filter((at) => at < draft.deadline)
    .sort();
}

/** When the signatory is reminded next; what was missed meanwhile is not made up for. */
function nextFor(state: DocumentState, signer: number): string | undefined {
  const progress = progressOf(state, signer);
  const quiet = quietUntil(progress);
  if (progress.invitedAt === undefined || quiet === undefined) return undefined;
  if (!isListening(state, signer) || countOf(progress) >= MAX_REMINDERS) return undefined;
  return schedule(state, progress.invitedAt).find((at) => at >= quiet);
}

/** When the next reminder of a document falls due; undefined when none will. */
export const nextReminderAt = (state: DocumentState): string | undefined =>
  turnOf(state)
    .flatMap((signer) => nextFor(state, signer) ?? [])
    .sort()[0];

const reminderOf = (state: DocumentState, signer: number): Reminder => {
  const progress = progressOf(state, signer);
  return { signer, round: progress.round, n: countOf(progress) + 1 };
};

/** Who is to be reminded at `now` by the schedule. */
export const remindersDue = (state: DocumentState, now: string): readonly Reminder[] =>
  turnOf(state)
    .filter((signer) => (nextFor(state, signer) ?? now) < now)
    .map((signer) => reminderOf(state, signer));

/** The reminder that may be sent at `now` whatever the schedule says; undefined while there is none. */
export function reminderNow(
  state: DocumentState,
  signer: number,
  now: string,
): Reminder | undefined {
  const progress = progressOf(state, signer);
  const quiet = quietUntil(progress);
  const isQuiet = quiet === undefined || now < quiet;
  if (isQuiet || !isListening(state, signer) || countOf(progress) >= MAX_REMINDERS)
    return undefined;
  return reminderOf(state, signer);
}

export const isRemindedEnough = (progress: SignerProgress): boolean =>
  countOf(progress) >= MAX_REMINDERS;
