/** The rules of a signatory's seat: a corrected address, a successor, a later deadline. */
import type { Command } from './command.ts';
import { latestDeadlineInstant } from './deadline.ts';
import type { DocumentState } from './document.ts';
import { hasSigned, isUnfinished, progressOf, turnOf } from './document.ts';
import type { DocumentEvent } from './event.ts';
import { isInvited } from './mail-mark.ts';
import type { Decision, Refusal } from './refusal.ts';
import { accept, refuse } from './refusal.ts';
import type { Signer } from './signer.ts';

const signerOf = ({ draft }: DocumentState, signer: number): Signer | undefined =>
  draft.signers.find(({ number }) => number === signer);

/**
 * A person's address changes on all of their documents. A signature stays what it is; where one is
 * still wanting, the old link ends with the old address.
 */
export function correctAddress(
  state: DocumentState,
  { signer, email, round }: Command<'correctAddress'>,
): Decision<DocumentEvent> {
  const found = signerOf(state, signer);
  if (found === undefined) return refuse({ reason: 'unknownSigner' });
  if (found.email === email) return accept();
  const before = progressOf(state, signer).round;
  const isOpen = isUnfinished(state) && !hasSigned(state, signer);
  const after = isOpen ? Math.max(round, before + 1) : before;
  return accept({ type: 'AddressCorrected', signer, round: after, email });
}

/** A pledge of one person is that person's own word, and its title bears their name. */
const isPersonal = ({ draft }: DocumentState, { role }: Signer): boolean =>
  draft.kind === 'pledge' &&
  role === 'declarer' &&
  draft.signers.filter((other) => other.role === 'declarer').length === 1;

/**
 * Why nobody else can take the seat now. The print names its signatories, so that with the first
 * signature on it none of them can change any more.
 */
function seatFault(
  state: DocumentState,
  seat: Signer,
  successor: Command<'replace'>['successor'],
): Refusal | undefined {
  if (state.draft.signers.some(({ number }) => hasSigned(state, number)))
    return { reason: 'signatureGiven' };
  if (isPersonal(state, seat)) return { reason: 'personalDocument' };
  const others = state.draft.signers.filter(({ number }) => number !== seat.number);
  return others.some(({ person }) => person === successor.person)
    ? { reason: 'signsAlready' }
    : undefined;
}

/** What has ended, or is past its deadline, is nobody's to sign. */
function endedBy({ status, draft }: DocumentState, now: string): Refusal | undefined {
  switch (status) {
    case 'declined':
    case 'voided':
    case 'superseded':
      return { reason: status };
    case 'signed':
    case 'sealed':
      return { reason: 'signingComplete' };
    default:
      return status === 'expired' || now > draft.deadline ? { reason: 'expired' } : undefined;
  }
}

/** Puts a successor on a signatory's seat; the same person there already is nothing new. */
export function replace(
  state: DocumentState,
  {
    signer,
    successor,
    reason,
    origin,
  }: Pick<Command<'delegate'>, 'signer' | 'successor' | 'reason'> & {
    readonly origin?: Command<'delegate'>['origin'] | undefined;
  },
  now: string,
): Decision<DocumentEvent> {
  const seat = signerOf(state, signer);
  if (seat === undefined) return refuse({ reason: 'unknownSigner' });
  if (seat.person === successor.person) return accept();
  const refusal = endedBy(state, now) ?? seatFault(state, seat, successor);
  if (refusal !== undefined) return refuse(refusal);
  const round = Math.max(progressOf(state, signer).round + 1, successor.round);
  const { round: _, ...person } = successor;
  const replaced = { type: 'SignerReplaced', signer, round, successor: person, reason } as const;
  return accept(origin === undefined ? replaced : { ...replaced, origin });
}

/** A signatory hands the seat on; whoever holds the link has been checked before. */
export function delegate(
  state: DocumentState,
  command: Command<'delegate'>,
  now: string,
): Decision<DocumentEvent> {
  if (state.draft.agency.delegation !== true) return refuse({ reason: 'delegationOff' });
  return replace(state, command, now);
}

/** Those who were asked in vain hear that there is time again. */
function remindersAfter(state: DocumentState): readonly DocumentEvent[] {
  const turn = turnOf({ ...state, status: 'signing' });
  const reminders = turn
    .map((signer) => ({ signer, progress: progressOf(state, signer) }))
    .filter(({ progress }) => isInvited(progress) && progress.undelivered === undefined)
    .map(({ signer, progress }) => {
      return { signer, round: progress.round, n: (progress.reminders ?? 0) + 1 };
    });
  return reminders.length === 0 ? [] : [{ type: 'RemindersDue', reminders }];
}

/**
 * Gives more time. A document that has merely run out of it goes on; one that somebody declined, or
 * that was ended on purpose, does not.
 */
export function extend(
  state: DocumentState,
  { deadline }: Command<'extend'>,
  now: string,
): Decision<DocumentEvent> {
  const ended = endedBy(state, now);
  if (ended !== undefined && ended.reason !== 'expired') return refuse(ended);
  if (deadline === state.draft.deadline) return accept();
  const isLater = deadline > state.draft.deadline && deadline > now;
  if (!isLater || deadline > latestDeadlineInstant(now))
    return refuse({ reason: 'deadlineOutOfRange' });
  const extended = { type: 'DeadlineExtended', deadline } as const;
  return state.status === 'expired'
    ? accept<DocumentEvent>(extended, ...remindersAfter(state))
    : accept(extended);
}
