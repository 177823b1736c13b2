/** What a document is owed: letters, the work of the next worker, and a look by the sweep. */
import { firstUpgradeAt, nudgeAt } from './deadline.ts';
import type { DocumentState } from './document.ts';
import { hasSigned, isUnfinished, progressOf, turnOf } from './document.ts';
import type { ContactPurpose, MailPurpose, Work } from './event.ts';
import { isInvited, mailMark } from './mail-mark.ts';
import { nextReminderAt } from './reminder.ts';
import { isBelow } from './seal-level.ts';

export type MailDue = {
  readonly purpose: MailPurpose;
  readonly signer: number;
  readonly round: number;
  /** Which one of its kind in this round, where there may be several. */
  readonly n?: number | undefined;
};

/** What a signatory is owed while the document is being signed. */
function duringSigning(state: DocumentState, signer: number): readonly MailDue[] {
  const { round, reminding, changedTo } = progressOf(state, signer);
  if (hasSigned(state, signer)) return [{ purpose: 'receipt', signer, round }];
  if (!turnOf(state).includes(signer)) return [];
  return [
    { purpose: 'invitation', signer, round },
    ...(reminding === undefined
      ? []
      : [{ purpose: 'reminder', signer, round, n: reminding } as const]),
    ...(changedTo === undefined
      ? []
      : [{ purpose: 'changed', signer, round, n: changedTo } as const]),
  ];
}

function owedTo(state: DocumentState, signer: number): readonly MailDue[] {
  const progress = progressOf(state, signer);
  const { round } = progress;
  switch (state.status) {
    case 'signing':
      return duringSigning(state, signer);
    case 'signed':
      return [{ purpose: 'receipt', signer, round }];
    case 'sealed':
      return [{ purpose: 'completion', signer, round }];
    case 'expired':
      // Whoever was never asked has nothing to hear of.
      return isInvited(progress) && !hasSigned(state, signer)
        ? [{ purpose: 'expired', signer, round, n: state.extensions ?? 0 }]
        : [];
    default:
      return [];
  }
}

/** Whether a letter is neither on record nor bound for an address that letters came back from. */
function isOpen(state: DocumentState, { purpose, signer, round, n }: MailDue): boolean {
  const { mailed, undelivered, disownedAt } = progressOf(state, signer);
  return (
    undelivered === undefined &&
    disownedAt === undefined &&
    !mailed.includes(mailMark(purpose, round, n))
  );
}

/** The letters that a document owes its signatories. */
export const mailsDue = (state: DocumentState): readonly MailDue[] =>
  state.draft.signers
    .flatMap(({ number }) => owedTo(state, number))
    .filter((mail) => isOpen(state, mail));

/** When the last link that is still disowned was; told anew for each. */
const lastDisowning = ({ progress }: DocumentState): number =>
  Math.max(
    0,
    ...Object.values(progress).map(({ disownedAt }) => Date.parse(disownedAt ?? '') || 0),
  );

function contactMailOf(
  state: DocumentState,
): { readonly purpose: ContactPurpose; readonly n: number } | undefined {
  const n = state.extensions ?? 0;
  if (state.status === 'declined') return { purpose: 'declined', n };
  if (state.status === 'expired') return { purpose: 'lapsed', n };
  const disowning = isUnfinished(state) ? lastDisowning(state) : 0;
  return disowning === 0 ? undefined : { purpose: 'disowned', n: disowning };
}

/** What whoever declared has to be told; nothing when the declaration names no address for it. */
export function contactMailDue(
  state: DocumentState,
): { readonly purpose: ContactPurpose; readonly n: number } | undefined {
  if (state.draft.contact === undefined) return undefined;
  const mail = contactMailOf(state);
  if (mail === undefined) return undefined;
  return state.contactTold?.includes(contactMark(mail)) ? undefined : mail;
}

/** By which it is not told twice. */
export const contactMark = ({
  purpose,
  n,
}: {
  readonly purpose: ContactPurpose;
  readonly n: number;
}): string => `${purpose}:${n}`;

const owesMail = (state: DocumentState): boolean =>
  state.shelf === undefined && (mailsDue(state).length > 0 || contactMailDue(state) !== undefined);

/** Letters come first; what keeps them back does not keep the seal from being upgraded. */
function workOfSealed(state: DocumentState): Work | undefined {
  if (owesMail(state)) return 'mail';
  const { level, goal } = state.sealed ?? {};
  return level !== undefined && goal !== undefined && isBelow(level, goal) ? 'upgrade' : undefined;
}

/** What a worker still owes the document; nothing while it waits for people or lies on the shelf. */
export function documentWork(state: DocumentState): Work | undefined {
  if (state.status === 'sealed') return workOfSealed(state);
  if (state.shelf !== undefined) return undefined;
  if (state.status === 'drafted') return 'render';
  if (state.status === 'signed') return state.evidence === undefined ? 'evidence' : 'seal';
  return owesMail(state) ? 'mail' : undefined;
}

/** When pending work is nudged; of an upgrade nothing is wrong yet, it only waits for its first turn. */
function nudgeDue(state: DocumentState, at: string): string | undefined {
  const work = documentWork(state);
  if (work === undefined) return undefined;
  const isFresh = work === 'upgrade' && state.nudges === 0 && state.postponed === undefined;
  return isFresh ? firstUpgradeAt(at) : nudgeAt(at, state.nudges);
}

/** When the sweep has to look at the document: work that stands still, a reminder, or the deadline. */
export function sweepAt(state: DocumentState, at: string): string | undefined {
  const nudge = nudgeDue(state, at);
  if (state.status !== 'signing') return nudge;
  return [nudge, nextReminderAt(state), state.draft.deadline]
    .filter((instant) => instant !== undefined)
    .sort()[0];
}
