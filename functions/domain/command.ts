/** Everything that can be asked of a document; `decide` answers. */
import type { Certification } from './certified.ts';
import type { Trouble } from './delivery.ts';
import type { Renewed } from './draft.ts';
import type {
  ContactPurpose,
  MailPurpose,
  Origin,
  PatientWork,
  ReturnedPurpose,
  Tools,
  Work,
} from './event.ts';
import type { IdentityStep } from './identity.ts';
import type { Mark } from './mark.ts';
import type { SealFile, SealLevel } from './seal-level.ts';
import type { Person } from './signer.ts';

/** A signatory of the document, holding the link of this round. */
export type Holder = { readonly signer: number; readonly round: number };

/** Somebody who is to sign in another's place: a person on record (see `people.ts`), and their round. */
export type Successor = Person & { readonly person: number; readonly round: number };

export type DocumentCommand =
  | {
      readonly type: 'recordRender';
      readonly sha256: string;
      readonly sizeBytes: number;
      readonly madeWith: Tools;
      /** Which of its prints this is; one of an earlier edition is none of the document any more. */
      readonly edition?: number | undefined;
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
      readonly n?: number | undefined;
      readonly messageId: string;
    } & Holder)
  | {
      readonly type: 'recordContactMail';
      readonly purpose: ContactPurpose;
      readonly n: number;
      readonly messageId?: string | undefined;
    }
  | ({
      readonly type: 'recordTrouble';
      readonly purpose: ReturnedPurpose;
      readonly trouble: Trouble;
      readonly code: string;
    } & Holder)
  | { readonly type: 'remind'; readonly signer: number }
  /** `round` is the one that the person's link has from now on. */
  | ({ readonly type: 'correctAddress'; readonly email: string } & Holder)
  | {
      readonly type: 'replace';
      readonly signer: number;
      readonly successor: Successor;
      readonly reason: string;
    }
  | ({
      readonly type: 'delegate';
      readonly successor: Successor;
      readonly reason: string;
      readonly origin: Origin;
    } & Holder)
  /** `deadline` is UTC, ISO 8601. */
  | { readonly type: 'extend'; readonly deadline: string }
  /** The person's open invitation leads to this document as well; no letter of its own is due. */
  | ({ readonly type: 'shareInvitation' } & Holder)
  /** `hash` is salted and slow (see the port `AccessCodes`). */
  | { readonly type: 'setAccessCode'; readonly signer: number; readonly hash: string }
  | ({ readonly type: 'requestCode' } & Holder)
  | ({
      readonly type: 'recordCodeMail';
      readonly code: number;
      readonly messageId: string;
    } & Holder)
  /**
   * `isRight` is what the door found; `code` the number of the mailed code that it looked at, and
   * `session` the hash of the session in which it was entered.
   */
  | ({
      readonly type: 'proveIdentity';
      readonly step: IdentityStep;
      readonly code?: number | undefined;
      readonly session?: string | undefined;
      readonly isRight: boolean;
      readonly origin: Origin;
    } & Holder)
  /** Whoever holds the link says that it is not theirs. */
  | ({ readonly type: 'disown'; readonly origin: Origin } & Holder)
  | ({ readonly type: 'openSession'; readonly origin: Origin } & Holder)
  /** The person has seen this file, to sign it together with others. */
  | ({ readonly type: 'recordReading'; readonly sha256: string; readonly origin: Origin } & Holder)
  | ({
      readonly type: 'sign';
      readonly sha256: string;
      readonly consent: { readonly version: string; readonly text: string };
      readonly mark?: Mark | undefined;
      readonly certified?: Certification | undefined;
      /** The steps that the session has taken. */
      readonly identity?: readonly IdentityStep[] | undefined;
      readonly origin: Origin;
    } & Holder)
  | ({ readonly type: 'decline'; readonly reason: string; readonly origin: Origin } & Holder)
  | {
      readonly type: 'recordEvidence';
      readonly chainHash: string;
      readonly jsonSha256: string;
      readonly sheetSha256: string;
      readonly marksSha256: string;
    }
  | ({ readonly type: 'recordSeal' } & SealFile)
  /** `from` is the file that was upgraded: another one has been recorded when it is no longer the last. */
  | ({ readonly type: 'recordUpgrade'; readonly from: string } & SealFile)
  /** What the file `from` can still reach, where that is less than it was sealed for. */
  | {
      readonly type: 'lowerGoal';
      readonly from: string;
      readonly goal: SealLevel;
      /** Why nothing will ever lift the file higher; absent where it is only the installation. */
      readonly reason?: string | undefined;
    }
  | { readonly type: 'void'; readonly reason: string }
  | { readonly type: 'supersede'; readonly by: Renewed }
  | {
      readonly type: 'recordFailure';
      readonly work: Exclude<Work, 'upgrade'>;
      readonly reason: string;
    }
  /** An authority outside does not answer well: the work is put off, however often that happens. */
  | { readonly type: 'postpone'; readonly work: PatientWork; readonly reason: string }
  | { readonly type: 'retry' }
  /** Tries the seal again from what was confirmed: off the shelf, or before its time. */
  | { readonly type: 'reseal' }
  /** Leaves the seal at the level that it has reached. */
  | { readonly type: 'settleSeal' }
  | { readonly type: 'nudge' };

/** The commands of one type. */
export type Command<T extends DocumentCommand['type']> = Extract<
  DocumentCommand,
  { readonly type: T }
>;
