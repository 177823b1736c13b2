/** The rules of the steps before a signature: who comes, and whether it is the person meant. */
import type { Command } from './command.ts';
import type { DocumentState } from './document.ts';
import { progressOf } from './document.ts';
import type { DocumentEvent } from './event.ts';
import {
  isLocked,
  isOnItsWay,
  isOpen,
  isSpentIn,
  MAX_MAIL_CODES,
  recentRequests,
  UNPROVEN,
} from './identity.ts';
import type { Decision, Refusal } from './refusal.ts';
import { accept, refuse } from './refusal.ts';
import type { SignerProgress } from './signer-progress.ts';

const identityOf = ({ identity }: SignerProgress) => identity ?? UNPROVEN;

const isSignatory = ({ draft }: DocumentState, signer: number): boolean =>
  draft.signers.some(({ number }) => number === signer);

/** Who holds a link may look at what is signed or ended, so the document's state is no matter. */
function linkFault(
  state: DocumentState,
  { signer, round }: { readonly signer: number; readonly round: number },
): Refusal | undefined {
  if (!isSignatory(state, signer)) return { reason: 'unknownSigner' };
  const progress = progressOf(state, signer);
  if (progress.round !== round) return { reason: 'linkReplaced' };
  if (progress.disownedAt !== undefined) return { reason: 'disowned' };
  return isLocked(identityOf(progress)) ? { reason: 'identityLocked' } : undefined;
}

function setAccessCode(
  state: DocumentState,
  { signer, hash }: Command<'setAccessCode'>,
): Decision<DocumentEvent> {
  if (!isSignatory(state, signer)) return refuse({ reason: 'unknownSigner' });
  const isKnown = progressOf(state, signer).identity?.accessCode === hash;
  return isKnown ? accept() : accept({ type: 'AccessCodeSet', signer, hash });
}

function requestCode(
  state: DocumentState,
  { signer, round }: Command<'requestCode'>,
  now: string,
): Decision<DocumentEvent> {
  const fault = linkFault(state, { signer, round });
  if (fault !== undefined) return refuse(fault);
  const progress = progressOf(state, signer);
  // The letter with the code would come back as well.
  if (progress.undelivered?.trouble === 'bounced') return refuse({ reason: 'undeliverable' });
  const identity = identityOf(progress);
  if (isOnItsWay(identity, now)) return accept();
  if (recentRequests(identity, now).length >= MAX_MAIL_CODES)
    return refuse({ reason: 'codesExhausted' });
  return accept({ type: 'CodeRequested', signer, round, code: identity.mailCode + 1 });
}

function recordCodeMail(
  state: DocumentState,
  { signer, round, code, messageId }: Command<'recordCodeMail'>,
): Decision<DocumentEvent> {
  const progress = progressOf(state, signer);
  const { mailCode, mailedCode } = identityOf(progress);
  const isNews = progress.round === round && mailedCode < code && code <= mailCode;
  return isNews ? accept({ type: 'CodeMailed', signer, round, code, messageId }) : accept();
}

/** A wrong try is a fact as well: it counts, whoever else tries at the same moment. */
function proveIdentity(
  state: DocumentState,
  { signer, round, step, code, session, isRight, origin }: Command<'proveIdentity'>,
  now: string,
): Decision<DocumentEvent> {
  const fault = linkFault(state, { signer, round });
  if (fault !== undefined) return refuse(fault);
  const identity = identityOf(progressOf(state, signer));
  if (step === 'accessCode' && identity.accessCode === undefined)
    return refuse({ reason: 'accessCodeUnset' });
  const isLast = step === 'mailCode' && code === identity.mailCode;
  // A double tap, or a form sent again because the answer was lost, is not a second use.
  if (isLast && isRight && isSpentIn(identity, session, now)) return accept();
  if (step === 'mailCode' && !(isLast && isOpen(identity, now)))
    return refuse({ reason: 'codeExpired' });
  if (!isRight) return accept({ type: 'IdentityFailed', signer, round, step, origin });
  const entered = step === 'mailCode' && session !== undefined ? { session } : {};
  return accept({ type: 'IdentityProven', signer, round, step, ...entered, origin });
}

/** Somebody else holds the link: it ends, and what was signed with it stays. */
function disown(
  state: DocumentState,
  { signer, round, origin }: Command<'disown'>,
): Decision<DocumentEvent> {
  if (!isSignatory(state, signer)) return refuse({ reason: 'unknownSigner' });
  const progress = progressOf(state, signer);
  if (progress.disownedAt !== undefined) return accept();
  if (progress.round !== round) return refuse({ reason: 'linkReplaced' });
  return accept({ type: 'LinkDisowned', signer, round, origin });
}

type IdentityCommand = Command<
  'setAccessCode' | 'requestCode' | 'recordCodeMail' | 'proveIdentity' | 'disown'
>;

export function decideIdentity(
  state: DocumentState,
  command: IdentityCommand,
  now: string,
): Decision<DocumentEvent> {
  switch (command.type) {
    case 'setAccessCode':
      return setAccessCode(state, command);
    case 'requestCode':
      return requestCode(state, command, now);
    case 'recordCodeMail':
      return recordCodeMail(state, command);
    case 'proveIdentity':
      return proveIdentity(state, command, now);
    case 'disown':
      return disown(state, command);
  }
}
