/** A declaration (pencanangan): what an agency declares, and how its record changes. */
import type { Agency } from './agency.ts';
import type { Action } from './area.ts';
import { nudgeAt } from './deadline.ts';
import type { DocumentKind } from './draft.ts';
import type { DeclarationEvent, Work } from './event.ts';
import { type Board, evolvePublic, type Publication } from './publication.ts';
import type { Attendee, Person, SignerRole } from './signer.ts';
import type { SigningMode } from './signing-mode.ts';
import { readdressed, withSuccessor } from './succession.ts';

/** Predicates a unit works towards. */
export const PREDICATES = ['WBK', 'WBBM'] as const;
export type Predicate = (typeof PREDICATES)[number];

/** Document numbers that the register did not give. */
type GivenNumbers = Partial<Readonly<Record<DocumentKind, string>>>;

/** Why a unit was chosen: an assessment with its score and source. */
type Reason = {
  readonly assessment: string;
  readonly score?: string | undefined;
  readonly source?: string | undefined;
};

export type Unit = {
  readonly name: string;
  readonly acronym?: string | undefined;
  /** Kode unit in document numbers; else the acronym stands there. */
  readonly code?: string | undefined;
  readonly head?: Person | undefined;
  /** A proposed unit (unit usulan) is named apart and begets no document. */
  readonly standing: 'declared' | 'proposed';
  /** Place in the order of roll-out, 1 first; for planned events. */
  readonly rollout?: number | undefined;
  /** Predicates the unit holds already. */
  readonly holds: readonly Predicate[];
  /** Predicate the unit will be proposed for to the national assessors. */
  readonly proposedFor?: Predicate | undefined;
  readonly reasons: readonly Reason[];
  /** Rencana aksi; without a line no action plan is made. */
  readonly actions: readonly Action[];
  /** Numbers given elsewhere, instead of the next ones of the register. */
  readonly numbers: GivenNumbers;
};

/** Another agency that declares in the same ceremony; its leader signs the joint documents. */
export type Partner = { readonly name: string; readonly leader: Person };

type Signatory = Person & {
  readonly role: SignerRole;
  /** Order group; else the usual one of the role (see `order.ts`). */
  readonly group?: number | undefined;
};

export type Pledger = Person & {
  readonly unit?: string | undefined;
  /** Leaders and staff differ in the fifth commitment (form of PermenPANRB 49/2011). */
  readonly rankAndFile: boolean;
  readonly superior?: Person | undefined;
  readonly number?: string | undefined;
};

/** Pakta integritas of a whole unit on one sheet: "Kami, pegawai …", with a table of names. */
export type CollectivePledge = {
  readonly unit: string;
  readonly members: readonly Person[];
  readonly superior?: Person | undefined;
  readonly number?: string | undefined;
};

/** How far pakta integritas have been signed outside this declaration, as the admin states it. */
type PledgesElsewhere = {
  readonly leader: boolean;
  readonly staffSigned: number;
  readonly staffTotal: number;
};

/** A declaration that has taken place, or one only intended. */
type DeclaredEvent =
  | {
      readonly status: 'held';
      readonly date: string;
      /** As the admin wrote it; it has to fit the date. */
      readonly weekday?: string | undefined;
      readonly place: string;
      /** False when there were only documents and publication: a ceremony is no longer a duty. */
      readonly ceremony: boolean;
      readonly publicationUrl?: string | undefined;
    }
  | {
      readonly status: 'planned';
      readonly date?: string | undefined;
      readonly place?: string | undefined;
    };

export const RENEWALS = ['annual', 'newLeader'] as const;

export type Declaration = {
  readonly agency: Agency;
  /** Where the agency's profile came from, if it is kept in the ledger. */
  readonly profile?: { readonly id: string; readonly version: number } | undefined;
  readonly event: DeclaredEvent;
  readonly target: readonly Predicate[];
  /** Overrides the mode of the agency. */
  readonly signingMode?: SigningMode | undefined;
  readonly charterMode: 'joint' | 'perUnit' | 'none';
  /** Komitmen bersama: a short joint statement with everyone's signature. */
  readonly commitment: boolean;
  /** Berita acara: drafted when everything else of the ceremony has come to its end. */
  readonly minutes: boolean;
  /** Pimpinan instansi. */
  readonly leader?: Person | undefined;
  readonly units: readonly Unit[];
  readonly partners: readonly Partner[];
  /** Everyone else who signs each charter and the commitment, besides witnesses. */
  readonly signatories: readonly Signatory[];
  /** Saksi of charters, commitment and minutes; they sign after everyone else. */
  readonly witnesses: readonly Person[];
  /** Merely present: named in the minutes, never asked to sign. */
  readonly present: readonly Attendee[];
  readonly pledges: readonly Pledger[];
  readonly collectivePledges: readonly CollectivePledge[];
  readonly pledgesElsewhere?: PledgesElsewhere | undefined;
  /** Regulations as the agency's own papers cite them; checked, never printed. */
  readonly citations: readonly string[];
  /** Areas of change as the agency's own papers list them; checked, never printed. */
  readonly areas: readonly string[];
  /** The assessment this declaration is to be evidence for. */
  readonly evidenceFor?: { readonly programme: 'PMPRB' | 'RB'; readonly year: number } | undefined;
  /** Numbers given elsewhere to the documents of the whole agency. */
  readonly numbers: GivenNumbers;
  /** The declaration that this one renews. */
  readonly supersedes?:
    | { readonly declarationId: string; readonly renewal: (typeof RENEWALS)[number] }
    | undefined;
  /** Last day (YYYY-MM-DD, agency's zone) on which a document can be signed. */
  readonly deadline?: string | undefined;
  /** The same for some kinds of document, whose signing ends on another day. */
  readonly deadlines?: Partial<Readonly<Record<DocumentKind, string>>> | undefined;
  /** When signatories are reminded: so many days after their invitation. */
  readonly reminders?: { readonly afterDays: readonly number[] } | undefined;
  /** E-mail address that hears of what was declined or ran out of time; else the agency's. */
  readonly contact?: string | undefined;
};

/** A document that a declaration begets, as it stands in the declaration's own record. */
export type DocumentEntry = {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly title: string;
  /** The person (see `people.ts`) behind each signatory, in the order of their numbers. */
  readonly people: readonly number[];
  /** Who has been named to follow a signatory, in that order; the document says who has. */
  readonly successors?: readonly { readonly signer: number; readonly person: number }[] | undefined;
};

export type DeclarationState = {
  readonly id: string;
  readonly declaration: Declaration;
  /** Empty while the event is only planned. */
  readonly documents: readonly DocumentEntry[];
  /** Address of each person, in the order of the numbers that links lead by. */
  readonly people: readonly string[];
  readonly declaredAt: string;
  /** Whether everything but the minutes has been drafted. */
  readonly drafted: boolean;
  readonly minutesDrafted: boolean;
  /** The minutes will never come into being: nothing of the ceremony was completed. */
  readonly minutesDropped?: boolean | undefined;
  /** The declaration that renews this one. */
  readonly supersededBy?: string | undefined;
  /** The ceremony board, once it has been opened. */
  readonly board?: Board | undefined;
  /** The public page, once it has been published. */
  readonly publication?: Publication | undefined;
  readonly nudges: number;
};

export function evolveDeclaration(
  state: DeclarationState | undefined,
  event: DeclarationEvent,
  commit: { readonly id: string; readonly at: string },
): DeclarationState {
  if (event.type === 'DeclarationMade') {
    const { declaration, documents, people } = event;
    const fresh = { drafted: documents.length === 0, minutesDrafted: false, nudges: 0 };
    return { id: commit.id, declaration, documents, people, declaredAt: commit.at, ...fresh };
  }
  if (state === undefined) throw new Error(`${event.type} cannot open a declaration`);
  switch (event.type) {
    case 'DeclarationHeld': {
      const { declaration, documents, people } = event;
      const held = { declaration, documents, people, declaredAt: commit.at };
      return { ...state, ...held, drafted: false, nudges: 0 };
    }
    case 'DocumentsDrafted':
      return { ...state, drafted: true, nudges: 0 };
    case 'MinutesDrafted':
      return { ...state, minutesDrafted: true, nudges: 0 };
    case 'MinutesDropped':
      return { ...state, minutesDropped: true, nudges: 0 };
    case 'DeclarationSuperseded':
      return { ...state, supersededBy: event.by };
    case 'PersonReaddressed':
      return readdressed(state, event);
    case 'SuccessorNamed':
      return withSuccessor(state, event);
    case 'DeclarationNudged':
      return { ...state, nudges: state.nudges + 1 };
    case 'BoardOpened':
    case 'BoardClosed':
    case 'DeclarationPublished':
    case 'PublicationWithdrawn':
      return evolvePublic(state, event, commit.at);
  }
}

/** The minutes that are still to be drafted; a renewed declaration makes none any more. */
export const minutesDue = (state: DeclarationState): DocumentEntry | undefined =>
  state.minutesDrafted || state.minutesDropped === true || state.supersededBy !== undefined
    ? undefined
    : state.documents.find(({ kind }) => kind === 'minutes');

/** The documents that exist or will exist: minutes that were dropped or renewed away never do. */
export const expectedDocuments = (state: DeclarationState): readonly DocumentEntry[] =>
  state.documents.filter(
    ({ kind }) => kind !== 'minutes' || state.minutesDrafted || minutesDue(state) !== undefined,
  );

/** What a worker still owes a declaration. */
export const declarationWork = (state: DeclarationState): Work | undefined =>
  state.drafted && minutesDue(state) === undefined ? undefined : 'draft';

/** When the sweep has to look at the declaration. */
export const declarationSweepAt = (state: DeclarationState, at: string): string | undefined =>
  declarationWork(state) === undefined ? undefined : nudgeAt(at, state.nudges);
