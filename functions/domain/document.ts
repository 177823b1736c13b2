/** The life of a document, from draft to seal: its state, and how each fact changes it. */
import { nudgeAt } from './deadline.ts';
import type { DocumentDraft, Renewed } from './draft.ts';
import type { DocumentEvent, MailPurpose, Tools, Work } from './event.ts';
import { whoseTurn } from './signer.ts';

/**
 * `drafted` → `signing` (rendered, n of m signed) → `signed` (all have) → `sealed`;
 * `declined`, `voided`, `expired` and `superseded` end it early. A document that everyone has signed
 * stays what it is when a newer declaration comes: it only learns of its successor.
 */
export type DocumentStatus =
  | 'drafted'
  | 'signing'
  | 'signed'
  | 'sealed'
  | 'declined'
  | 'voided'
  | 'expired'
  | 'superseded';

/** What has happened to one signatory's link and signature. */
export type SignerProgress = {
  /** 1 for the first link; every renewal adds one and makes the earlier link void. */
  readonly round: number;
  readonly linkHash?: string | undefined;
  readonly openedAt?: string | undefined;
  readonly signedAt?: string | undefined;
  readonly declinedAt?: string | undefined;
  /** Mails accepted by the mail system, as `purpose:round`. */
  readonly mailed: readonly string[];
};

export type DocumentState = {
  readonly draft: DocumentDraft;
  readonly status: DocumentStatus;
  readonly draftedAt: string;
  readonly progress: Readonly<Record<number, SignerProgress>>;
  readonly unsigned?:
    | {
        readonly sha256: string;
        readonly sizeBytes: number;
        readonly madeWith?: Tools | undefined;
      }
    | undefined;
  readonly completedAt?: string | undefined;
  readonly evidence?:
    | { readonly chainHash: string; readonly jsonSha256: string; readonly sheetSha256: string }
    | undefined;
  readonly sealed?:
    | {
        readonly sha256: string;
        readonly sizeBytes: number;
        readonly sealedBy: string;
        readonly level: 'B-B';
        readonly at: string;
      }
    | undefined;
  readonly endReason?: string | undefined;
  /** What a newer declaration has put in its place. */
  readonly supersededBy?: Renewed | undefined;
  /** When it last took a step that letters follow: printed, signed, sealed, or a link renewed. */
  readonly movedAt?: string | undefined;
  /** Failed attempts at the work now pending. */
  readonly attempts: number;
  /** Work given up after too many failures, waiting for an admin. */
  readonly shelf?: { readonly work: Work; readonly reason: string } | undefined;
  readonly nudges: number;
};

const FRESH: SignerProgress = { round: 1, mailed: [] };

export const progressOf = (state: DocumentState, signer: number): SignerProgress =>
  state.progress[signer] ?? FRESH;

export const hasSigned = (state: DocumentState, signer: number): boolean =>
  progressOf(state, signer).signedAt !== undefined;

/** The signatories who may sign now; nobody outside `signing`. */
export const turnOf = (state: DocumentState): readonly number[] =>
  state.status === 'signing'
    ? whoseTurn(state.draft.signers, (signer) => hasSigned(state, signer))
    : [];

export const mailMark = (purpose: MailPurpose, round: number): string => `${purpose}:${round}`;

/** The letters the document owes: invitations to those whose turn it is, completion to everyone. */
export function mailsDue(
  state: DocumentState,
): readonly { readonly purpose: MailPurpose; readonly signer: number; readonly round: number }[] {
  const purpose = state.status === 'sealed' ? 'completion' : 'invitation';
  const signers =
    purpose === 'completion' ? state.draft.signers.map(({ number }) => number) : turnOf(state);
  return signers
    .map((signer) => ({ purpose, signer, round: progressOf(state, signer).round }) as const)
    .filter(
      ({ signer, round }) => !progressOf(state, signer).mailed.includes(mailMark(purpose, round)),
    );
}

/** What a worker still owes the document; nothing while it waits for people or lies on the shelf. */
export function documentWork(state: DocumentState): Work | undefined {
  if (state.shelf !== undefined) return undefined;
  if (state.status === 'drafted') return 'render';
  if (state.status === 'signed') return state.evidence === undefined ? 'evidence' : 'seal';
  return mailsDue(state).length > 0 ? 'mail' : undefined;
}

/** When the sweep has to look at the document: work that stands still, or the deadline. */
export function sweepAt(state: DocumentState, at: string): string | undefined {
  const nudge = documentWork(state) === undefined ? undefined : nudgeAt(at, state.nudges);
  if (state.status !== 'signing') return nudge;
  const { deadline } = state.draft;
  return nudge !== undefined && nudge < deadline ? nudge : deadline;
}

/** Whether signatures are still wanting, so that the document can yet end without them. */
export const isUnfinished = ({ status }: DocumentState): boolean =>
  status === 'drafted' || status === 'signing';

/** Whether everyone has signed: the seal follows by itself. */
export const isComplete = ({ status }: DocumentState): boolean =>
  status === 'signed' || status === 'sealed';

/** Whether nothing more will happen to the document itself. */
export const isFinal = (state: DocumentState): boolean =>
  !isUnfinished(state) && state.status !== 'signed';

function withProgress(
  state: DocumentState,
  signer: number,
  change: Partial<SignerProgress>,
): DocumentState {
  const progress = { ...progressOf(state, signer), ...change };
  return { ...state, progress: { ...state.progress, [signer]: progress } };
}

/** Work moved on: failures and nudges of the step before no longer count. */
const settled = { attempts: 0, nudges: 0, shelf: undefined } as const;

function withMail(
  state: DocumentState,
  mail: { readonly signer: number; readonly purpose: MailPurpose; readonly round: number },
): DocumentState {
  const { mailed } = progressOf(state, mail.signer);
  const mark = mailMark(mail.purpose, mail.round);
  const told = withProgress(state, mail.signer, { mailed: [...mailed, mark] });
  // A late letter is no reason to take a document off the shelf: that is an admin's to decide.
  return state.shelf === undefined ? { ...told, ...settled } : told;
}

/** The state after a fact. Total: every fact that `decide` can record has its place here. */
export function evolve(
  state: DocumentState | undefined,
  event: DocumentEvent,
  at: string,
): DocumentState {
  if (event.type === 'DocumentDrafted') {
    const { draft } = event;
    return { draft, status: 'drafted', draftedAt: at, progress: {}, attempts: 0, nudges: 0 };
  }
  if (state === undefined) throw new Error(`${event.type} cannot open a document`);
  switch (event.type) {
    case 'DocumentRendered': {
      const { sha256, sizeBytes, madeWith } = event;
      const unsigned = { sha256, sizeBytes, madeWith };
      return { ...state, ...settled, status: 'signing', unsigned, movedAt: at };
    }
    case 'LinkIssued':
      return withProgress(state, event.signer, { round: event.round, linkHash: event.linkHash });
    case 'LinkRenewed':
      return withProgress({ ...state, movedAt: at }, event.signer, {
        round: event.round,
        linkHash: undefined,
        openedAt: undefined,
      });
    case 'MailSent':
      return withMail(state, event);
    case 'InvitationShared':
      return withMail(state, { ...event, purpose: 'invitation' });
    case 'SessionOpened':
      return withProgress(state, event.signer, { openedAt: at });
    case 'SignerSigned':
      return { ...withProgress(state, event.signer, { signedAt: at }), ...settled, movedAt: at };
    case 'SignerDeclined': {
      const declined = withProgress(state, event.signer, { declinedAt: at });
      return { ...declined, ...settled, status: 'declined', endReason: event.reason };
    }
    case 'SigningCompleted':
      return { ...state, ...settled, status: 'signed', completedAt: at };
    case 'EvidenceCompiled': {
      const { chainHash, jsonSha256, sheetSha256 } = event;
      return { ...state, ...settled, evidence: { chainHash, jsonSha256, sheetSha256 } };
    }
    case 'DocumentSealed': {
      const { sha256, sizeBytes, sealedBy, level } = event;
      const sealed = { sha256, sizeBytes, sealedBy, level, at };
      return { ...state, ...settled, status: 'sealed', sealed, movedAt: at };
    }
    case 'DocumentVoided':
      return { ...state, ...settled, status: 'voided', endReason: event.reason };
    case 'DocumentExpired':
      return { ...state, ...settled, status: 'expired' };
    case 'DocumentSuperseded': {
      const renewed = { ...state, supersededBy: event.by };
      return isUnfinished(state) ? { ...renewed, ...settled, status: 'superseded' } : renewed;
    }
    case 'WorkFailed':
      return { ...state, attempts: event.attempt };
    case 'DocumentShelved':
      return { ...state, shelf: { work: event.work, reason: event.reason } };
    case 'DocumentRetried':
      return { ...state, ...settled };
    case 'DocumentNudged':
      return { ...state, nudges: state.nudges + 1 };
  }
}
