/** The rules of a document: `decide` answers a command with the facts to record, or with a refusal. */
import { CONSENT } from './consent.ts';
import type { DocumentState } from './document.ts';
import { documentWork, hasSigned, mailMark, progressOf, turnOf } from './document.ts';
import type { DocumentEvent, MailPurpose, Origin, Work } from './event.ts';
import type { Decision, Refusal } from './refusal.ts';
import { accept, refuse } from './refusal.ts';

/** A worker's attempts at one step before the document goes to the shelf. */
export const MAX_ATTEMPTS = 3;

/** Nudges without any progress before the document goes to the shelf: some three days. */
export const MAX_NUDGES = 10;

type Holder = { readonly signer: number; readonly round: number };

export type DocumentCommand =
  | { readonly type: 'recordRender'; readonly sha256: string; readonly sizeBytes: number }
  | ({ readonly type: 'issueLink'; readonly linkHash: string } & Holder)
  | {
      readonly type: 'renewLink';
      readonly signer: number;
      /** The round to end; when it has ended already, nothing is left to do. */
      readonly ends?: number | undefined;
    }
  | ({
      readonly type: 'recordMail';
      readonly purpose: MailPurpose;
      readonly messageId: string;
    } & Holder)
  | ({ readonly type: 'openSession'; readonly origin: Origin } & Holder)
  | ({
      readonly type: 'sign';
      readonly sha256: string;
      readonly consent: { readonly version: string; readonly text: string };
      readonly origin: Origin;
    } & Holder)
  | ({ readonly type: 'decline'; readonly reason: string; readonly origin: Origin } & Holder)
  | {
      readonly type: 'recordEvidence';
      readonly chainHash: string;
      readonly jsonSha256: string;
      readonly sheetSha256: string;
    }
  | {
      readonly type: 'recordSeal';
      readonly sha256: string;
      readonly sizeBytes: number;
      readonly sealedBy: string;
      readonly level: 'B-B';
    }
  | { readonly type: 'void'; readonly reason: string }
  | { readonly type: 'recordFailure'; readonly work: Work; readonly reason: string }
  | { readonly type: 'retry' }
  | { readonly type: 'nudge' };

/** Why a link holder may not act on the document now; undefined when nothing stands in the way. */
export function obstacle(state: DocumentState, holder: Holder, now: string): Refusal | undefined {
  if (!state.draft.signers.some(({ number }) => number === holder.signer))
    return { reason: 'unknownSigner' };
  if (progressOf(state, holder.signer).round !== holder.round) return { reason: 'linkReplaced' };
  if (hasSigned(state, holder.signer)) return { reason: 'alreadySigned' };
  if (state.status === 'declined' || state.status === 'voided') return { reason: state.status };
  if (state.status === 'drafted') return { reason: 'notReady' };
  if (state.status === 'expired' || now > state.draft.deadline) return { reason: 'expired' };
  return turnOf(state).includes(holder.signer) ? undefined : { reason: 'outOfTurn' };
}

type Command<T extends DocumentCommand['type']> = Extract<DocumentCommand, { readonly type: T }>;

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

function renewLink(
  state: DocumentState,
  { signer, ends }: Command<'renewLink'>,
  now: string,
): Decision<DocumentEvent> {
  const { round } = progressOf(state, signer);
  if (ends !== undefined && ends < round) return accept();
  const refusal = obstacle(state, { signer, round }, now);
  return refusal === undefined
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
  if (state.status === 'signed' || state.status === 'sealed')
    return refuse({ reason: 'signingComplete' });
  return accept({ type: 'DocumentVoided', reason });
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
      const { sha256, sizeBytes } = command;
      const rendered = { type: 'DocumentRendered', sha256, sizeBytes } as const;
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
