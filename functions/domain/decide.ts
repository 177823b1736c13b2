/** The rules of a document: `decide` answers a command with the facts to record, or with a refusal. */
import { certificationFault } from './certified.ts';
import type { Command, DocumentCommand, Holder } from './command.ts';
import { CONSENT } from './consent.ts';
import { supersede, voidDocument } from './decide-end.ts';
import { decideIdentity } from './decide-identity.ts';
import { recordContactMail, recordMail, recordTrouble, remind } from './decide-letter.ts';
import {
  lowerGoal,
  postpone,
  recordSeal,
  recordUpgrade,
  reseal,
  settleSeal,
} from './decide-seal.ts';
import { correctAddress, delegate, extend, replace } from './decide-seat.ts';
import type { DocumentState } from './document.ts';
import { hasSigned, progressOf, turnOf } from './document.ts';
import { documentWork } from './due.ts';
import type { DocumentEvent } from './event.ts';
import { missingStep } from './identity.ts';
import { mailMark } from './mail-mark.ts';
import { isPatient } from './postponed.ts';
import type { Decision, Refusal, RefusalReason } from './refusal.ts';
import { accept, refuse } from './refusal.ts';
import { remindersDue } from './reminder.ts';

/** A worker's attempts at one step before the document goes to the shelf. */
export const MAX_ATTEMPTS = 3;

/** Nudges without any progress before the document goes to the shelf: some three days. */
export const MAX_NUDGES = 10;

/** What keeps anybody from signing the document now; undefined when nothing does. */
function closedBy(state: DocumentState, now: string): Refusal | undefined {
  const { status } = state;
  if (status === 'declined' || status === 'voided' || status === 'superseded')
    return { reason: status };
  if (status === 'drafted') return { reason: 'notReady' };
  return status === 'expired' || now > state.draft.deadline ? { reason: 'expired' } : undefined;
}

/** Why a link holder may not act on the document now; undefined when nothing stands in the way. */
export function obstacle(state: DocumentState, holder: Holder, now: string): Refusal | undefined {
  if (!state.draft.signers.some(({ number }) => number === holder.signer))
    return { reason: 'unknownSigner' };
  if (hasSigned(state, holder.signer)) return { reason: 'alreadySigned' };
  const { round, disownedAt } = progressOf(state, holder.signer);
  if (round !== holder.round) return { reason: 'linkReplaced' };
  if (disownedAt !== undefined) return { reason: 'disowned' };
  const closed = closedBy(state, now);
  if (closed !== undefined) return closed;
  return turnOf(state).includes(holder.signer) ? undefined : { reason: 'outOfTurn' };
}

function sign(
  state: DocumentState,
  command: Command<'sign'>,
  now: string,
): Decision<DocumentEvent> {
  const refusal = obstacle(state, command, now);
  // A double tap or a repeated request is not an error: the signature stands as first recorded.
  if (refusal?.reason === 'alreadySigned') return accept();
  if (refusal !== undefined) return refuse(refusal);
  if (missingStep(state.draft.agency.identity, command.identity ?? []) !== undefined)
    return refuse({ reason: 'identityMissing' });
  if (command.sha256 !== state.unsigned?.sha256) return refuse({ reason: 'wrongFile' });
  if (command.consent.version !== CONSENT.version || command.consent.text !== CONSENT.text)
    return refuse({ reason: 'wrongConsent' });
  const misfit = certificationFault(state, command.certified);
  if (misfit !== undefined) return refuse(misfit);
  const { type: _, signer, ...given } = command;
  const signed = { type: 'SignerSigned', signer, ...given } as const;
  const isLast = state.draft.signers.every(
    ({ number }) => number === signer || hasSigned(state, number),
  );
  return isLast ? accept<DocumentEvent>(signed, { type: 'SigningCompleted' }) : accept(signed);
}

function recordReading(
  state: DocumentState,
  { type: _, ...reading }: Command<'recordReading'>,
  now: string,
): Decision<DocumentEvent> {
  const refusal = obstacle(state, reading, now);
  if (refusal !== undefined) return refuse(refusal);
  if (reading.sha256 !== state.unsigned?.sha256) return refuse({ reason: 'wrongFile' });
  const isKnown = progressOf(state, reading.signer).readAt !== undefined;
  return isKnown ? accept() : accept({ type: 'DocumentRead', ...reading });
}

function decline(
  state: DocumentState,
  command: Command<'decline'>,
  now: string,
): Decision<DocumentEvent> {
  if (progressOf(state, command.signer).declinedAt !== undefined) return accept();
  const refusal = obstacle(state, command, now);
  if (refusal !== undefined) return refuse(refusal);
  const { signer, round, reason, origin } = command;
  return accept({ type: 'SignerDeclined', signer, round, reason, origin });
}

/** What stands in the way of signing, but not of a new link. */
const RENEWABLE: readonly RefusalReason[] = ['outOfTurn', 'notReady', 'disowned'];

/** A person's link is renewed on all of their documents at once, whether it is their turn or not. */
function renewLink(
  state: DocumentState,
  { signer, ends }: Command<'renewLink'>,
  now: string,
): Decision<DocumentEvent> {
  const { round } = progressOf(state, signer);
  if (ends !== undefined && ends < round) return accept();
  const refusal = obstacle(state, { signer, round }, now);
  const stands = refusal === undefined || RENEWABLE.includes(refusal.reason);
  return stands ? accept({ type: 'LinkRenewed', signer, round: round + 1 }) : refuse(refusal);
}

function recordFailure(
  state: DocumentState,
  { work, reason }: Command<'recordFailure'>,
): Decision<DocumentEvent> {
  if (documentWork(state) !== work) return accept();
  const attempt = state.attempts + 1;
  const failed = { type: 'WorkFailed', work, attempt, reason } as const;
  return attempt < MAX_ATTEMPTS
    ? accept(failed)
    : accept<DocumentEvent>(failed, { type: 'DocumentShelved', work, reason });
}

function nudge(state: DocumentState, now: string): Decision<DocumentEvent> {
  if (state.status === 'signing' && now > state.draft.deadline)
    return accept({ type: 'DocumentExpired' });
  const work = documentWork(state);
  const reminders = remindersDue(state, now);
  if (reminders.length > 0) return accept({ type: 'RemindersDue', reminders });
  if (work === undefined) return accept();
  return state.nudges < MAX_NUDGES || isPatient(state, work)
    ? accept({ type: 'DocumentNudged', work })
    : accept({ type: 'DocumentShelved', work, reason: `no progress after ${MAX_NUDGES} nudges` });
}

function retry({ shelf }: DocumentState): Decision<DocumentEvent> {
  return shelf === undefined
    ? refuse({ reason: 'notShelved' })
    : accept({ type: 'DocumentRetried', work: shelf.work });
}

/**
 * What a command brings about. Accepting nothing means that the fact is on record already: every
 * worker may be run twice, killed, or run late, and the record stays the same.
 */
export function decide(
  state: DocumentState,
  command: DocumentCommand,
  now: string,
): Decision<DocumentEvent> {
  switch (command.type) {
    case 'recordRender': {
      const { sha256, sizeBytes, madeWith, edition = 0 } = command;
      const rendered = { type: 'DocumentRendered', sha256, sizeBytes, madeWith } as const;
      const isAwaited = state.status === 'drafted' && edition === (state.edition ?? 0);
      return isAwaited ? accept(rendered) : accept();
    }
    case 'issueLink': {
      const { signer, round, linkHash } = command;
      const refusal = obstacle(state, { signer, round }, now);
      if (refusal !== undefined) return refuse(refusal);
      // Another hash of the same round means that the secret of the links has been replaced.
      const issued = progressOf(state, signer).linkHash === linkHash;
      return issued ? accept() : accept({ type: 'LinkIssued', signer, round, linkHash });
    }
    case 'renewLink':
      return renewLink(state, command, now);
    case 'recordMail':
      return recordMail(state, command);
    case 'recordContactMail':
      return recordContactMail(state, command);
    case 'recordTrouble':
      return recordTrouble(state, command);
    case 'remind': {
      const { round } = progressOf(state, command.signer);
      const refusal = obstacle(state, { signer: command.signer, round }, now);
      return refusal === undefined ? remind(state, command, now) : refuse(refusal);
    }
    case 'correctAddress':
      return correctAddress(state, command);
    case 'replace':
      return replace(state, command, now);
    case 'delegate': {
      const refusal = obstacle(state, command, now);
      return refusal === undefined ? delegate(state, command, now) : refuse(refusal);
    }
    case 'extend':
      return extend(state, command, now);
    case 'shareInvitation': {
      const { signer, round } = command;
      const refusal = obstacle(state, { signer, round }, now);
      if (refusal !== undefined) return refuse(refusal);
      const known = progressOf(state, signer).mailed.includes(mailMark('invitation', round));
      return known ? accept() : accept({ type: 'InvitationShared', signer, round });
    }
    case 'openSession': {
      const { signer, round, origin } = command;
      const refusal = obstacle(state, { signer, round }, now);
      if (refusal !== undefined) return refuse(refusal);
      const opened = progressOf(state, signer).openedAt !== undefined;
      return opened ? accept() : accept({ type: 'SessionOpened', signer, round, origin });
    }
    case 'setAccessCode':
    case 'requestCode':
    case 'recordCodeMail':
    case 'proveIdentity':
    case 'disown':
      return decideIdentity(state, command, now);
    case 'recordReading':
      return recordReading(state, command, now);
    case 'sign':
      return sign(state, command, now);
    case 'decline':
      return decline(state, command, now);
    case 'recordEvidence': {
      const compiled = { ...command, type: 'EvidenceCompiled' } as const;
      return documentWork(state) === 'evidence' ? accept(compiled) : accept();
    }
    case 'recordSeal':
      return recordSeal(state, command);
    case 'recordUpgrade':
      return recordUpgrade(state, command);
    case 'lowerGoal':
      return lowerGoal(state, command);
    case 'settleSeal':
      return settleSeal(state);
    case 'void':
      return voidDocument(state, command.reason);
    case 'supersede':
      return supersede(state, command.by);
    case 'recordFailure':
      return recordFailure(state, command);
    case 'postpone':
      return postpone(state, command);
    case 'retry':
      return retry(state);
    case 'reseal':
      return reseal(state);
    case 'nudge':
      return nudge(state, now);
  }
}
