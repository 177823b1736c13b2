/** Everything that can be asked of a document; `decide` answers. */
import type { Renewed } from './draft.ts';
import type { MailPurpose, Origin, Tools, Work } from './event.ts';

/** A signatory of the document, holding the link of this round. */
export type Holder = { readonly signer: number; readonly round: number };

export type DocumentCommand =
  | {
      readonly type: 'recordRender';
      readonly sha256: string;
      readonly sizeBytes: number;
      readonly madeWith: Tools;
    }
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
  /** The person's open invitation leads to this document as well; no letter of its own is due. */
  | ({ readonly type: 'shareInvitation' } & Holder)
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
  | { readonly type: 'supersede'; readonly by: Renewed }
  | { readonly type: 'recordFailure'; readonly work: Work; readonly reason: string }
  | { readonly type: 'retry' }
  | { readonly type: 'nudge' };

/** The commands of one type. */
export type Command<T extends DocumentCommand['type']> = Extract<
  DocumentCommand,
  { readonly type: T }
>;
