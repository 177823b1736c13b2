/** An agency's profile: how its documents look, are numbered and kept, and who signs for it. */
import type { CertifierName } from './certified.ts';
import type { Zone } from './deadline.ts';
import type { DocumentKind } from './draft.ts';
import type { IdentityPolicy } from './identity.ts';
import type { Signer } from './signer.ts';
import type { SigningMode } from './signing-mode.ts';

/** Kinds of government body; who signs what follows from the kind (see `signing-mode.ts`). */
export const AGENCY_LEVELS = [
  'ministry',
  'agency',
  'vertical',
  'court',
  'provinsi',
  'kabupaten',
  'kota',
] as const;
export type AgencyLevel = (typeof AGENCY_LEVELS)[number];

/** An image kept in the object store under the hash of its bytes. */
export type Logo = { readonly mediaType: 'image/png' | 'image/svg+xml'; readonly sha256: string };

export const PAPERS = ['A4', 'F4'] as const;
export type Paper = (typeof PAPERS)[number];

/** Width and height upright, in mm. F4 (folio) is what many regional offices keep in the printer. */
export const PAPER_MM: Readonly<Record<Paper, readonly [number, number]>> = {
  A4: [210, 297],
  F4: [215, 330],
};

export const ORIENTATIONS = ['portrait', 'landscape'] as const;
export type Orientation = (typeof ORIENTATIONS)[number];

/** By custom a charter is one framed sheet on its side; everything else stands upright. */
const ORIENTATION: Readonly<Record<DocumentKind, Orientation>> = {
  charter: 'landscape',
  pledge: 'portrait',
  commitment: 'portrait',
  minutes: 'portrait',
  'action-plan': 'landscape',
};

export const FONT_SETS = ['serif', 'sans'] as const;
export type FontSet = (typeof FONT_SETS)[number];

/** Distances from the paper's edges in mm. */
type Margins = {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
};

export type Layout = {
  readonly paper: Paper;
  readonly font: FontSet;
  /** Kinds that this agency turns differently from the custom. */
  readonly orientation: Partial<Readonly<Record<DocumentKind, Orientation>>>;
  /** Of every kind but the charter, whose frame has its own. */
  readonly margins?: Margins | undefined;
};

/** How the documents of one kind are numbered and classified (see `number.ts` for the pattern). */
type Numbering = {
  /** Kode klasifikasi arsip, e.g. "000.8.6" (Permendagri 83/2022). */
  readonly classification: string;
  readonly pattern: string;
};

export const RETENTION_FATES = ['permanent', 'destroy', 'reassess'] as const;

/** How long documents of one kind are kept (jadwal retensi arsip), in years. */
type Retention = {
  readonly activeYears: number;
  readonly inactiveYears: number;
  /** Keterangan akhir: permanen, musnah, dinilai kembali. */
  readonly fate: (typeof RETENTION_FATES)[number];
};

/** What becomes of a seal for which no authority gives a timestamp: it waits, or is set and upgraded. */
export const UNTIMED_SEALS = ['hold', 'upgrade'] as const;

export type Agency = {
  readonly name: string;
  /** Its number register, when the agency is renamed; else the one of its name. */
  readonly register?: string | undefined;
  readonly parent?: string | undefined;
  /** Kode instansi in document numbers, where a document is no single unit's. */
  readonly code?: string | undefined;
  readonly level: AgencyLevel;
  readonly city: string;
  readonly timezone: Zone;
  readonly letterhead: {
    readonly addressLines: readonly string[];
    readonly logo?: Logo | undefined;
    /** The state emblem (Garuda), if the agency has uploaded it; see `showsEmblem`. */
    readonly emblem?: Logo | undefined;
  };
  readonly layout: Layout;
  /** Who signs what, where it differs from the mode of the level. */
  readonly signingMode?: SigningMode | undefined;
  /** Whether an acting official (Pj., Plt., Plh.) of state rank signs under the emblem. */
  readonly emblemForActing: boolean;
  readonly numbering: Partial<Readonly<Record<DocumentKind, Numbering>>>;
  readonly retention: Partial<Readonly<Record<DocumentKind, Retention>>>;
  /** Sender name of its letters; else the agency's name. */
  readonly mailSender?: string | undefined;
  /** Without a timestamp: hold the seal until there is one, or seal now and upgrade later (default). */
  readonly untimed?: (typeof UNTIMED_SEALS)[number] | undefined;
  /** The provider whose certificates its signatories sign with as well; nobody's when absent. */
  readonly certifier?: CertifierName | undefined;
  /** What its signatories prove beyond holding the mailed link; nothing when absent. */
  readonly identity?: IdentityPolicy | undefined;
  /** E-mail address that hears of what was declined or ran out of time, unless a declaration names one. */
  readonly contact?: string | undefined;
  /** Whether signatories may hand their place on to somebody else. */
  readonly delegation?: boolean | undefined;
  /** Percentage of staff with a signed pledge below which a declaration is warned. */
  readonly coverageMajority: number;
};

/** More than half: "seluruh atau sebagian besar pegawai" (PermenPANRB 52/2014). */
export const DEFAULT_COVERAGE_MAJORITY = 51;

export const orientationOf = (agency: Agency, kind: DocumentKind): Orientation =>
  agency.layout.orientation[kind] ?? ORIENTATION[kind];

type Party = Pick<Signer, 'role' | 'stateOfficial' | 'prefix'>;

/**
 * Whether the state emblem heads the document: only when a state official (pejabat negara) signs it
 * as declarer. One who witnesses or acknowledges what others declare leaves it under the agency's
 * own logo. Whether an acting official counts is not settled by any source known to us, so the
 * agency says.
 */
export const showsEmblem = (agency: Agency, signers: readonly Party[]): boolean =>
  agency.letterhead.emblem !== undefined &&
  signers.some(
    ({ role, stateOfficial, prefix }) =>
      role === 'declarer' &&
      stateOfficial === true &&
      (prefix === undefined || agency.emblemForActing),
  );

/** The logo that heads a document with these signatories. */
export const headLogo = (agency: Agency, signers: readonly Party[]): Logo | undefined =>
  showsEmblem(agency, signers) ? agency.letterhead.emblem : agency.letterhead.logo;
