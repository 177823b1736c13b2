/** The life of a document, from draft to seal: its state, and how each fact changes it. */
import type { DocumentDraft, Renewed } from './draft.ts';
import type { DocumentEvent, Tools, Work } from './event.ts';
import { evolveHolder, holderRenewed } from './evolve-identity.ts';
import { evolveLetter, lettersRenewed, reminderFallen } from './evolve-letter.ts';
import { evolveSeat } from './evolve-seat.ts';
import { evolveWork, settled } from './evolve-work.ts';
import type { Postponed } from './postponed.ts';
import type { SealFile } from './seal-level.ts';
import { whoseTurn } from './signer.ts';
import { FRESH, type SignerProgress } from './signer-progress.ts';

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
  /** SHA-256 of the file with all certified signatures so far, where a provider makes them. */
  readonly certifiedSha256?: string | undefined;
  readonly completedAt?: string | undefined;
  readonly evidence?:
    | {
        readonly chainHash: string;
        readonly jsonSha256: string;
        readonly sheetSha256: string;
        readonly marksSha256?: string | undefined;
      }
    | undefined;
  /** The last sealed file; `at` is when the seal was set, `upgradedAt` when its level last rose. */
  readonly sealed?:
    | (SealFile & {
        readonly at: string;
        readonly upgradedAt?: string | undefined;
        /** Why nothing will ever lift it higher. */
        readonly stays?: string | undefined;
      })
    | undefined;
  readonly endReason?: string | undefined;
  /** How often it was printed anew for another signatory. */
  readonly edition?: number | undefined;
  /** How often its deadline was put off. */
  readonly extensions?: number | undefined;
  /** What whoever declared has been told, by `contactMark`. */
  readonly contactTold?: readonly string[] | undefined;
  /** What a newer declaration has put in its place. */
  readonly supersededBy?: Renewed | undefined;
  /** When it last took a step that letters follow: printed, signed, sealed, or a link renewed. */
  readonly movedAt?: string | undefined;
  /** Failed attempts at the work now pending. */
  readonly attempts: number;
  /** Work given up after too many failures, waiting for an admin. */
  readonly shelf?: { readonly work: Work; readonly reason: string } | undefined;
  /** Why the pending work waits for an authority outside. */
  readonly postponed?: Postponed | undefined;
  readonly nudges: number;
};

export const progressOf = (state: DocumentState, signer: number): SignerProgress =>
  state.progress[signer] ?? FRESH;

export const hasSigned = (state: DocumentState, signer: number): boolean =>
  progressOf(state, signer).signedAt !== undefined;

/** The signatories who may sign now; nobody outside `signing`. */
export const turnOf = (state: DocumentState): readonly number[] =>
  state.status === 'signing'
    ? whoseTurn(state.draft.signers, (signer) => hasSigned(state, signer))
    : [];

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

/**
 * A late letter is no reason to take a document off the shelf: that is an admin's to decide. Nor is a
 * receipt a step of the seal that may be waiting for an authority.
 */
const lettersMoved = (state: DocumentState): DocumentState =>
  state.shelf === undefined && state.status !== 'signed' ? { ...state, ...settled } : state;

const withHolder = (
  state: DocumentState,
  signer: number,
  change: (before: SignerProgress) => SignerProgress,
): DocumentState => withProgress(state, signer, change(progressOf(state, signer)));

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
        ...holderRenewed(progressOf(state, event.signer)),
        ...lettersRenewed,
      });
    case 'MailSent':
    case 'InvitationShared':
    case 'MailBounced':
    case 'MailComplained':
      return lettersMoved(
        withHolder(state, event.signer, (before) => evolveLetter(before, event, at)),
      );
    case 'RemindersDue':
      return event.reminders.reduce<DocumentState>(
        (before, { signer, n }) =>
          withHolder(before, signer, (progress) => reminderFallen(progress, n)),
        { ...state, ...settled, movedAt: at },
      );
    case 'ContactTold':
      return lettersMoved({
        ...state,
        contactTold: [...(state.contactTold ?? []), `${event.purpose}:${event.n}`],
      });
    case 'AddressCorrected':
    case 'SignerReplaced':
    case 'DeadlineExtended':
      return evolveSeat(state, event, at);
    case 'AccessCodeSet':
    case 'CodeRequested':
    case 'CodeMailed':
    case 'IdentityProven':
    case 'IdentityFailed':
    case 'LinkDisowned':
    case 'DocumentRead': {
      const holder = evolveHolder(progressOf(state, event.signer), event, at);
      return withProgress(state, event.signer, holder);
    }
    case 'SessionOpened':
      return withProgress(state, event.signer, { openedAt: at });
    case 'SignerSigned': {
      const signed = withProgress(state, event.signer, { signedAt: at });
      const certifiedSha256 = event.certified?.sha256;
      return { ...signed, ...settled, certifiedSha256, movedAt: at };
    }
    case 'SignerDeclined': {
      const declined = withProgress(state, event.signer, { declinedAt: at });
      return { ...declined, ...settled, status: 'declined', endReason: event.reason, movedAt: at };
    }
    case 'SigningCompleted':
      return { ...state, ...settled, status: 'signed', completedAt: at };
    case 'EvidenceCompiled': {
      const { type: _, ...evidence } = event;
      return { ...state, ...settled, evidence };
    }
    case 'DocumentSealed': {
      const { type: _, ...file } = event;
      return { ...state, ...settled, status: 'sealed', sealed: { ...file, at }, movedAt: at };
    }
    case 'SealUpgraded': {
      const { type: _, ...file } = event;
      const sealed = { ...file, at: state.sealed?.at ?? at, upgradedAt: at };
      return { ...state, ...settled, sealed, shelf: state.shelf };
    }
    case 'SealGoalLowered': {
      const { goal, reason: stays } = event;
      const sealed = state.sealed && { ...state.sealed, goal, stays };
      return { ...state, ...settled, sealed, shelf: state.shelf };
    }
    case 'DocumentVoided':
      return { ...state, ...settled, status: 'voided', endReason: event.reason };
    case 'DocumentExpired':
      return { ...state, ...settled, status: 'expired', movedAt: at };
    case 'DocumentSuperseded': {
      const renewed = { ...state, supersededBy: event.by };
      return isUnfinished(state) ? { ...renewed, ...settled, status: 'superseded' } : renewed;
    }
    case 'WorkFailed':
    case 'WorkPostponed':
    case 'DocumentShelved':
    case 'DocumentRetried':
    case 'DocumentNudged':
      return evolveWork(state, event, at);
  }
}
