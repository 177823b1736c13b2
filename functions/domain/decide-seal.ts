/** The rules of a seal on its way: what puts it off, tries it again, and lifts it higher. */
import type { Command } from './command.ts';
import type { DocumentState } from './document.ts';
import { documentWork } from './due.ts';
import type { DocumentEvent } from './event.ts';
import type { Decision } from './refusal.ts';
import { accept, refuse } from './refusal.ts';
import { isBelow } from './seal-level.ts';

/** The same reason again is no news: the sweep knows by the nudge when it comes back. */
export function postpone(
  state: DocumentState,
  { work, reason }: Command<'postpone'>,
): Decision<DocumentEvent> {
  if (documentWork(state) !== work) return accept();
  const known = state.postponed?.work === work && state.postponed.reason === reason;
  return known ? accept() : accept({ type: 'WorkPostponed', work, reason });
}

/** A late or repeated upgrade, of a file that is no longer the last, changes nothing. */
export function recordUpgrade(
  { sealed }: DocumentState,
  { type: _, from, ...file }: Command<'recordUpgrade'>,
): Decision<DocumentEvent> {
  const isNext = sealed?.sha256 === from && isBelow(sealed.level, file.level);
  return isNext ? accept({ type: 'SealUpgraded', ...file }) : accept();
}

/**
 * Without timestamps, or with a certificate that was revoked, what has been sealed stays as it is:
 * nothing waits any more, and nobody is alarmed. A goal is never raised again, for the time of the
 * seal has passed.
 */
export function lowerGoal(
  { sealed }: DocumentState,
  { from, goal, reason }: Command<'lowerGoal'>,
): Decision<DocumentEvent> {
  const isLower = sealed?.goal !== undefined && isBelow(goal, sealed.goal);
  const lowered = { type: 'SealGoalLowered', goal, reason } as const;
  return isLower && sealed.sha256 === from ? accept(lowered) : accept();
}

/** An admin who knows that what the seal waits for will not come. */
export function settleSeal({ sealed }: DocumentState): Decision<DocumentEvent> {
  const { level, goal } = sealed ?? {};
  return level !== undefined && goal !== undefined && isBelow(level, goal)
    ? accept({ type: 'SealGoalLowered', goal: level })
    : refuse({ reason: 'sealNotPending' });
}

/** A seal that was made and checked stands, also where the document was shelved in the meantime. */
export function recordSeal(
  { status, evidence }: DocumentState,
  { type: _, ...file }: Command<'recordSeal'>,
): Decision<DocumentEvent> {
  const isAwaited = status === 'signed' && evidence !== undefined;
  return isAwaited ? accept({ type: 'DocumentSealed', ...file }) : accept();
}

/** An admin who knows better than the sweep: off the shelf, or before the next try is due. */
export function reseal({ shelf, postponed }: DocumentState): Decision<DocumentEvent> {
  return (shelf ?? postponed)?.work === 'seal'
    ? accept({ type: 'DocumentRetried', work: 'seal' })
    : refuse({ reason: 'sealNotPending' });
}
