/** What a document is and says: its kind, its parties and its text, frozen when it is drafted. */
import type { Agency } from './agency.ts';
import type { Action } from './area.ts';
import type { Predicate } from './declaration.ts';
import type { Regulation } from './legal-basis.ts';
import type { Attendee, Signer } from './signer.ts';

/**
 * - `charter`: piagam pencanangan, of one unit or joint.
 * - `pledge`: pakta integritas, of one person or of a whole unit.
 * - `commitment`: komitmen bersama.
 * - `minutes`: berita acara pencanangan, drafted from what has been signed.
 * - `action-plan`: rencana aksi of a unit.
 */
export const DOCUMENT_KINDS = [
  'charter',
  'pledge',
  'commitment',
  'minutes',
  'action-plan',
] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

type NamedUnit = { readonly name: string; readonly acronym?: string | undefined };

/** What the minutes tell of one document of the ceremony, taken from its record. */
export type SignedDocument = {
  readonly title: string;
  readonly number?: string | undefined;
  /** False when it ended without all signatures. */
  readonly complete: boolean;
  /** UTC instant of the last signature. */
  readonly completedAt?: string | undefined;
  /** Who signed it, in the order of their numbers. */
  readonly signedBy: readonly { readonly name: string; readonly position: string }[];
};

/** What only minutes hold. */
export type CeremonyRecord = {
  readonly signed: readonly SignedDocument[];
  readonly present: readonly Attendee[];
};

/** The other side of a renewal: a declaration, and its document of the same subject if there is one. */
export type Renewed = {
  readonly declarationId: string;
  readonly documentId?: string | undefined;
};

/** Everything a document says, frozen when it is drafted. */
export type DocumentDraft = {
  readonly id: string;
  readonly declarationId: string;
  readonly kind: DocumentKind;
  readonly title: string;
  /** From the register, or given elsewhere; absent when documents of this kind go unnumbered. */
  readonly number?: string | undefined;
  readonly agency: Agency;
  readonly event: { readonly date: string; readonly place: string; readonly ceremony: boolean };
  readonly target: readonly Predicate[];
  readonly units: readonly NamedUnit[];
  /** Units only proposed: named apart, and not bound by the document. */
  readonly proposedUnits: readonly NamedUnit[];
  /** Agencies that declare together with this one. */
  readonly partners: readonly string[];
  /** Pledges only: staff pledge differently from leaders in the fifth commitment. */
  readonly rankAndFile?: boolean | undefined;
  /** Pledges only: one sheet for a whole unit. */
  readonly collective?: boolean | undefined;
  /** Action plans only. */
  readonly actions?: readonly Action[] | undefined;
  /** Minutes only. */
  readonly ceremony?: CeremonyRecord | undefined;
  readonly legalBasis: readonly Regulation[];
  readonly signers: readonly Signer[];
  /** UTC; after this instant nobody can sign. */
  readonly deadline: string;
  /** Days after an invitation on which the signatory is reminded; else the usual ones. */
  readonly reminders?: readonly number[] | undefined;
  /** E-mail address of whoever declared, who hears of what does not come to its end. */
  readonly contact?: string | undefined;
  readonly supersedes?: Renewed | undefined;
};
