/** Everything that can be recorded about a declaration or a document, as facts in the past tense. */
import type { Agency } from './agency.ts';
import type { CanaryResult } from './canary.ts';
import type { Certification } from './certified.ts';
import type { Declaration, DocumentEntry } from './declaration.ts';
import type { DocumentDraft, Renewed } from './draft.ts';
import type { ReachEvent } from './event-reach.ts';
import type { IdentityStep } from './identity.ts';
import type { Mark } from './mark.ts';
import type { SealFile, SealLevel } from './seal-level.ts';

/** Who caused a commit. */
export type Actor =
  | { readonly type: 'admin'; readonly subject: string }
  | { readonly type: 'signer'; readonly signer: number }
  | { readonly type: 'worker'; readonly name: string };

/** Work that a worker owes a stream after an event. */
export type Work = 'draft' | 'render' | 'evidence' | 'seal' | 'upgrade' | 'mail';

/** Work that may have to wait for an authority outside of the house (see `postponed.ts`). */
export type PatientWork = Extract<Work, 'seal' | 'upgrade'>;

/** What a signatory is written about; a folder of `templates/mails/` each. */
export type MailPurpose =
  | 'invitation'
  | 'reminder'
  | 'receipt'
  | 'completion'
  /** Printed anew after they had opened it. */
  | 'changed'
  | 'expired';

/** What a letter that comes back was for: a one-time code as well, which is mailed when it is asked for. */
export type ReturnedPurpose = MailPurpose | 'code';

/** What whoever declared is written about: somebody declined, or time ran out. */
export type ContactPurpose = 'declined' | 'lapsed' | 'disowned';

/** Where a request came from, as seen at the door. */
export type Origin = { readonly ip: string; readonly userAgent: string };

export type DeclarationEvent =
  | {
      readonly type: 'DeclarationMade';
      readonly declaration: Declaration;
      /** The documents that the declaration begets, in order. */
      readonly documents: readonly DocumentEntry[];
      /** Address of each person on them, in the order of their numbers (see `people.ts`). */
      readonly people: readonly string[];
    }
  /** A planned event has taken place; `declaration` is the whole of it, as it was held. */
  | {
      readonly type: 'DeclarationHeld';
      readonly declaration: Declaration;
      readonly documents: readonly DocumentEntry[];
      readonly people: readonly string[];
    }
  | { readonly type: 'DocumentsDrafted'; readonly count: number }
  | { readonly type: 'MinutesDrafted' }
  /** No charter and no commitment was completed, so there is nothing to take minutes of. */
  | { readonly type: 'MinutesDropped' }
  | { readonly type: 'DeclarationSuperseded'; readonly by: string }
  /** The person keeps the number that links lead by. */
  | { readonly type: 'PersonReaddressed'; readonly person: number; readonly address: string }
  /** Somebody who may take a seat on a document; whether they have, the document alone says. */
  | {
      readonly type: 'SuccessorNamed';
      readonly documentId: string;
      readonly signer: number;
      readonly person: number;
      readonly address: string;
    }
  /** The ceremony board may be seen by everyone, until it is closed. */
  | { readonly type: 'BoardOpened' }
  | { readonly type: 'BoardClosed' }
  | { readonly type: 'DeclarationPublished' }
  /** `reason` is told to the public in the place of the page. */
  | { readonly type: 'PublicationWithdrawn'; readonly reason: string }
  | { readonly type: 'DeclarationNudged'; readonly work: Work };

/** What a file was made with: with anything else the same document has other bytes. */
export type Tools = {
  /** SHA-256 (hex) of the templates and styles. */
  readonly templates: string;
  /** Version of the packaged Chromium. */
  readonly chromium: string;
};

export type DocumentEvent =
  | { readonly type: 'DocumentDrafted'; readonly draft: DocumentDraft }
  | {
      readonly type: 'DocumentRendered';
      /** SHA-256 (hex) of the unsigned PDF: the document's identity, what every signatory confirms. */
      readonly sha256: string;
      readonly sizeBytes: number;
      /** Absent in records from before it was noted. */
      readonly madeWith?: Tools | undefined;
    }
  | {
      readonly type: 'LinkIssued';
      readonly signer: number;
      readonly round: number;
      /** SHA-256 (hex) of the link token; the token itself is never stored. */
      readonly linkHash: string;
    }
  | { readonly type: 'LinkRenewed'; readonly signer: number; readonly round: number }
  | {
      readonly type: 'MailSent';
      readonly purpose: MailPurpose;
      readonly signer: number;
      readonly round: number;
      /** Which one of its kind in this round, where there may be several. */
      readonly n?: number | undefined;
      readonly messageId: string;
    }
  | ReachEvent
  /** The signatory's open invitation, already in the mailbox, leads to this document as well. */
  | { readonly type: 'InvitationShared'; readonly signer: number; readonly round: number }
  | { readonly type: 'AccessCodeSet'; readonly signer: number; readonly hash: string }
  /** The code itself follows from its number and the secret of the links; it is nowhere on record. */
  | {
      readonly type: 'CodeRequested';
      readonly signer: number;
      readonly round: number;
      readonly code: number;
    }
  | {
      readonly type: 'CodeMailed';
      readonly signer: number;
      readonly round: number;
      readonly code: number;
      readonly messageId: string;
    }
  | {
      readonly type: 'IdentityProven' | 'IdentityFailed';
      readonly signer: number;
      readonly round: number;
      readonly step: IdentityStep;
      /** Hash of the session in which a mailed code was entered: for this one it stays good. */
      readonly session?: string | undefined;
      readonly origin: Origin;
    }
  /** Whoever holds the link has said that it is not theirs. */
  | {
      readonly type: 'LinkDisowned';
      readonly signer: number;
      readonly round: number;
      readonly origin: Origin;
    }
  | {
      readonly type: 'DocumentRead';
      readonly signer: number;
      readonly round: number;
      readonly sha256: string;
      readonly origin: Origin;
    }
  | {
      readonly type: 'SessionOpened';
      readonly signer: number;
      readonly round: number;
      readonly origin: Origin;
    }
  | {
      readonly type: 'SignerSigned';
      readonly signer: number;
      readonly round: number;
      readonly sha256: string;
      readonly consent: { readonly version: string; readonly text: string };
      /** What stands in the signatory's block; the typed name when absent. */
      readonly mark?: Mark | undefined;
      /** The provider's signature, where the agency's signatories sign with certificates. */
      readonly certified?: Certification | undefined;
      /** The steps beyond the mailed link that the session had taken; absent when none was asked for. */
      readonly identity?: readonly IdentityStep[] | undefined;
      readonly origin: Origin;
    }
  | {
      readonly type: 'SignerDeclined';
      readonly signer: number;
      readonly round: number;
      readonly reason: string;
      readonly origin: Origin;
    }
  | { readonly type: 'SigningCompleted' }
  | {
      readonly type: 'EvidenceCompiled';
      /** Hash of the commit that carries `SigningCompleted`: the last one the evidence covers. */
      readonly chainHash: string;
      readonly jsonSha256: string;
      readonly sheetSha256: string;
      /** The print of the visible marks, one page each; absent in records from before there were any. */
      readonly marksSha256?: string | undefined;
    }
  | ({ readonly type: 'DocumentSealed' } & SealFile)
  /** The sealed file, with what lifts its seal to a higher level appended. */
  | ({ readonly type: 'SealUpgraded' } & SealFile)
  /** The level that was aimed at is reached no more; `reason` where nothing could change that. */
  | {
      readonly type: 'SealGoalLowered';
      readonly goal: SealLevel;
      readonly reason?: string | undefined;
    }
  | { readonly type: 'DocumentVoided'; readonly reason: string }
  | { readonly type: 'DocumentExpired' }
  | { readonly type: 'DocumentSuperseded'; readonly by: Renewed }
  | {
      readonly type: 'WorkFailed';
      readonly work: Work;
      readonly attempt: number;
      readonly reason: string;
    }
  /** An authority that the work needs does not answer well; this is none of its attempts. */
  | { readonly type: 'WorkPostponed'; readonly work: PatientWork; readonly reason: string }
  | { readonly type: 'DocumentShelved'; readonly work: Work; readonly reason: string }
  | { readonly type: 'DocumentRetried'; readonly work: Work }
  | { readonly type: 'DocumentNudged'; readonly work: Work };

/** Facts of one series of the number register. */
export type RegisterEvent = {
  readonly type: 'NumbersEntered';
  readonly entries: readonly {
    readonly documentId: string;
    /** Place in the series; absent for a number that was given elsewhere. */
    readonly sequence?: number | undefined;
    readonly number: string;
  }[];
};

/** Facts of an agency's profile: every version is kept whole. */
export type ProfileEvent = { readonly type: 'ProfileSaved'; readonly agency: Agency };

/** Facts of the daily trial of the seal, one stream per day (see `canary.ts`). */
export type CanaryEvent =
  | { readonly type: 'CanaryDue' }
  | ({ readonly type: 'CanaryPassed' } & CanaryResult);

/** What came of one person's wish for their letter again, one stream each (see `link-request.ts`). */
export type LinkRequestEvent =
  | { readonly type: 'LinkRequested' }
  | { readonly type: 'LinkSentAgain'; readonly messageId: string };

export type LedgerEvent =
  | DeclarationEvent
  | DocumentEvent
  | RegisterEvent
  | ProfileEvent
  | CanaryEvent
  | LinkRequestEvent;
export type EventName = LedgerEvent['type'];
