/** The rules of a document: `decide` answers a command with the facts to record, or with a refusal. */
import type { Command, DocumentCommand, Holder } from './command.ts';
import { CONSENT } from './consent.ts';
import type { DocumentState } from './document.ts';
import {
  documentWork,
  hasSigned,
  isComplete,
  isUnfinished,
  mailMark,
  progressOf,
  turnOf,
} from './document.ts';
import type { Renewed } from './draft.ts';
import type { DocumentEvent } from './event.ts';
import type { Decision, Refusal } from './refusal.ts';
import { accept, refuse } from './refusal.ts';

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
  if (progressOf(state, holder.signer).round !== holder.round) return { reason: 'linkReplaced' };
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
  if (command.sha256 !== state.unsigned?.sha256) return refuse({ reason: 'wrongFile' });
  if (command.consent.version !== CONSENT.version || command.consent.text !== CONSENT.text)
    return refuse({ reason: 'wrongConsent' });
  const { signer, round, sha256, consent, origin } = command;
  const signed = { type: 'SignerSigned', signer, round, sha256, consent, origin } as const;
  const isLast = state.draft.signers.every(
    ({ number }) => number === signer || hasSigned(state, number),
  );
  return isLast ? accept<DocumentEvent>(signed, { type: 'SigningCompleted' }) : accept(signed);
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

/** A person's link is renewed on all of their documents at once, whether it is their turn or not. */
function renewLink(
  state: DocumentState,
  { signer, ends }: Command<'renewLink'>,
  now: string,
): Decision<DocumentEvent> {
  const { round } = progressOf(state, signer);
  if (ends !== undefined && ends < round) return accept();
  const refusal = obstacle(state, { signer, round }, now);
  const stands = refusal?.reason === 'outOfTurn' || refusal?.reason === 'notReady';
  return refusal === undefined || stands
    ? accept({ type: 'LinkRenewed', signer, round: round + 1 })
    : refuse(refusal);
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
  if (work === undefined) return accept();
  return state.nudges < MAX_NUDGES
    ? accept({ type: 'DocumentNudged', work })
    : accept({ type: 'DocumentShelved', work, reason: `no progress after ${MAX_NUDGES} nudges` });
}

function voidDocument(state: DocumentState, reason: string): Decision<DocumentEvent> {
  if (state.status === 'voided') return accept();
  if (state.status === 'declined') return refuse({ reason: 'declined' });
  if (state.status === 'expired') return refuse({ reason: 'expired' });
  if (state.status === 'superseded') return refuse({ reason: 'superseded' });
  if (state.status === 'signed' || state.status === 'sealed')
    return refuse({ reason: 'signingComplete' });
  return accept({ type: 'DocumentVoided', reason });
}

/**
 * A newer declaration ends what is unfinished; what everyone has signed only learns of it. Minutes that
 * everyone has signed tell of a past event, which nothing later takes the place of.
 */
function supersede(state: DocumentState, by: Renewed): Decision<DocumentEvent> {
  const isPast = state.draft.kind === 'minutes' && isComplete(state);
  const stands = (isUnfinished(state) || isComplete(state)) && !isPast;
  return stands && state.supersededBy === undefined
    ? accept({ type: 'DocumentSuperseded', by })
    : accept();
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
      const { sha256, sizeBytes, madeWith } = command;
      const rendered = { type: 'DocumentRendered', sha256, sizeBytes, madeWith } as const;
      return state.status === 'drafted' ? accept(rendered) : accept();
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
    case 'recordMail': {
      const { purpose, signer, round, messageId } = command;
      const known = progressOf(state, signer).mailed.includes(mailMark(purpose, round));
      return known ? accept() : accept({ type: 'MailSent', purpose, signer, round, messageId });
    }
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
    case 'sign':
      return sign(state, command, now);
    case 'decline':
      return decline(state, command, now);
    case 'recordEvidence': {
      const { chainHash, jsonSha256, sheetSha256 } = command;
      const compiled = { type: 'EvidenceCompiled', chainHash, jsonSha256, sheetSha256 } as const;
      return documentWork(state) === 'evidence' ? accept(compiled) : accept();
    }
    case 'recordSeal': {
      const { sha256, sizeBytes, sealedBy, level } = command;
      const sealed = { type: 'DocumentSealed', sha256, sizeBytes, sealedBy, level } as const;
      return documentWork(state) === 'seal' ? accept(sealed) : accept();
    }
    case 'void':
      return voidDocument(state, command.reason);
    case 'supersede':
      return supersede(state, command.by);
    case 'recordFailure':
      return recordFailure(state, command);
    case 'retry': {
      const work = state.shelf?.work;
      return work === undefined
        ? refuse({ reason: 'notShelved' })
        : accept({ type: 'DocumentRetried', work });
    }
    case 'nudge':
      return nudge(state, now);
  }
}
