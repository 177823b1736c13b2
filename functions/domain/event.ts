/** Everything that can be recorded about a declaration or a document, as facts in the past tense. */
import type { Agency } from './agency.ts';
import type { Declaration, DocumentEntry } from './declaration.ts';
import type { DocumentDraft, Renewed } from './draft.ts';

/** Who caused a commit. */
export type Actor =
  | { readonly type: 'admin'; readonly subject: string }
  | { readonly type: 'signer'; readonly signer: number }
  | { readonly type: 'worker'; readonly name: string };

/** Work that a worker owes a stream after an event. */
export type Work = 'draft' | 'render' | 'evidence' | 'seal' | 'mail';

export type MailPurpose = 'invitation' | 'completion';

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
      readonly messageId: string;
    }
  /** The signatory's open invitation, already in the mailbox, leads to this document as well. */
  | { readonly type: 'InvitationShared'; readonly signer: number; readonly round: number }
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
    }
  | {
      readonly type: 'DocumentSealed';
      readonly sha256: string;
      readonly sizeBytes: number;
      /** Common name of the sealing certificate. */
      readonly sealedBy: string;
      readonly level: 'B-B';
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

export type LedgerEvent = DeclarationEvent | DocumentEvent | RegisterEvent | ProfileEvent;
export type EventName = LedgerEvent['type'];
