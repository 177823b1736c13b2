/** A declaration (pencanangan): what an agency declares, which documents that begets, what is amiss. */
import type { Zone } from './deadline.ts';
import { nudgeAt, signingDeadline } from './deadline.ts';
import type { DocumentDraft } from './document.ts';
import type { DeclarationEvent, Work } from './event.ts';
import { legalBasis } from './legal-basis.ts';
import type { Person, Signer, SignerRole } from './signer.ts';

export type AgencyLevel = 'ministry' | 'agency' | 'vertical' | 'provinsi' | 'kabupaten' | 'kota';
export const AGENCY_LEVELS = [
  'ministry',
  'agency',
  'vertical',
  'provinsi',
  'kabupaten',
  'kota',
] as const satisfies readonly AgencyLevel[];

/** A logo kept in the object store under the hash of its bytes. */
type Logo = { readonly mediaType: 'image/png' | 'image/svg+xml'; readonly sha256: string };

export type Agency = {
  readonly name: string;
  readonly parent?: string | undefined;
  readonly level: AgencyLevel;
  readonly city: string;
  readonly timezone: Zone;
  readonly letterhead: {
    readonly addressLines: readonly string[];
    readonly logo?: Logo | undefined;
  };
};

/** Predicates a unit works towards. */
export type Predicate = 'WBK' | 'WBBM';

export type Unit = {
  readonly name: string;
  readonly acronym?: string | undefined;
  readonly head?: Person | undefined;
};

type Signatory = Person & { readonly role: SignerRole; readonly group: number };

export type Pledger = Person & {
  readonly unit?: string | undefined;
  /** Leaders and staff differ in the fifth commitment (form of PermenPANRB 49/2011). */
  readonly rankAndFile: boolean;
  readonly superior?: Person | undefined;
};

/** A ceremony that has taken place, or one only intended. */
type Ceremony =
  | {
      readonly status: 'held';
      readonly date: string;
      /** As the admin wrote it; it has to fit the date. */
      readonly weekday?: string | undefined;
      readonly place: string;
    }
  | {
      readonly status: 'planned';
      readonly date?: string | undefined;
      readonly place?: string | undefined;
    };

export type Declaration = {
  readonly agency: Agency;
  readonly event: Ceremony;
  readonly target: readonly Predicate[];
  readonly charterMode: 'joint' | 'perUnit';
  readonly units: readonly Unit[];
  /** Everyone who signs each charter besides unit heads and witnesses. */
  readonly signatories: readonly Signatory[];
  /** Saksi of each charter; they sign after everyone else. */
  readonly witnesses: readonly Person[];
  readonly pledges: readonly Pledger[];
  /** Last day (YYYY-MM-DD, agency's zone) on which a document can be signed. */
  readonly deadline?: string | undefined;
};

export type DeclarationState = {
  readonly id: string;
  readonly declaration: Declaration;
  readonly documentIds: readonly string[];
  readonly declaredAt: string;
  readonly drafted: boolean;
  readonly nudges: number;
};

/** Unit heads sign first, so that a leader never signs for a unit that has not committed itself. */
const UNIT_HEAD_GROUP = 1;
export const DEFAULT_SIGNATORY_GROUP = 2;
const WITNESS_GROUP = 3;

const CHARTER_TITLE = 'Piagam Pencanangan Pembangunan Zona Integritas';
const PLEDGE_TITLE = 'Pakta Integritas';

export type DocumentPlan = Omit<DocumentDraft, 'id' | 'declarationId'>;

const numbered = (people: readonly Omit<Signer, 'number'>[]): readonly Signer[] =>
  [...people]
    .sort((a, b) => a.group - b.group)
    .map((person, index) => ({ ...person, number: index + 1 }));

function charter(declaration: Declaration, units: readonly Unit[], base: PlanBase): DocumentPlan {
  const heads = units.flatMap((unit) =>
    unit.head === undefined
      ? []
      : [{ ...unit.head, role: 'declarer' as const, group: UNIT_HEAD_GROUP }],
  );
  const witnessGroup = Math.max(
    WITNESS_GROUP,
    ...declaration.signatories.map(({ group }) => group + 1),
  );
  const witnesses = declaration.witnesses.map((person) => ({
    ...person,
    role: 'witness' as const,
    group: witnessGroup,
  }));
  const [only] = units;
  return {
    ...base,
    kind: 'charter',
    title: `${CHARTER_TITLE} ${units.length === 1 && only ? only.name : declaration.agency.name}`,
    units: units.map(({ name, acronym }) => ({ name, acronym })),
    legalBasis: legalBasis('charter', base.event.date),
    signers: numbered([...heads, ...declaration.signatories, ...witnesses]),
  };
}

function pledge(pledger: Pledger, units: readonly Unit[], base: PlanBase): DocumentPlan {
  const { unit: unitName, superior, rankAndFile, ...person } = pledger;
  const unit = units.find(({ name, acronym }) => unitName === name || unitName === acronym);
  const superiors = superior ? [{ ...superior, role: 'superior' as const, group: 2 }] : [];
  return {
    ...base,
    kind: 'pledge',
    title: `${PLEDGE_TITLE} ${person.name}`,
    units: unit ? [{ name: unit.name, acronym: unit.acronym }] : [],
    rankAndFile,
    legalBasis: legalBasis('pledge', base.event.date),
    signers: numbered([{ ...person, role: 'declarer', group: 1 }, ...superiors]),
  };
}

type PlanBase = Pick<DocumentPlan, 'agency' | 'event' | 'target' | 'deadline'>;

/** The documents a declaration begets, charters first; a planned event begets none. */
export function begets(declaration: Declaration, declaredAt: string): readonly DocumentPlan[] {
  const { agency, event, target, units } = declaration;
  if (event.status !== 'held') return [];
  const deadline = signingDeadline(
    { date: declaration.deadline, zone: agency.timezone },
    declaredAt,
  );
  const base: PlanBase = {
    agency,
    event: { date: event.date, place: event.place },
    target,
    deadline,
  };
  const charters =
    declaration.charterMode === 'joint'
      ? [charter(declaration, units, base)]
      : units.map((unit) => charter(declaration, [unit], base));
  return [...charters, ...declaration.pledges.map((person) => pledge(person, units, base))];
}

export function evolveDeclaration(
  state: DeclarationState | undefined,
  event: DeclarationEvent,
  commit: { readonly id: string; readonly at: string },
): DeclarationState {
  if (event.type === 'DeclarationMade') {
    const { declaration, documentIds } = event;
    const drafted = documentIds.length === 0;
    return { id: commit.id, declaration, documentIds, declaredAt: commit.at, drafted, nudges: 0 };
  }
  if (state === undefined) throw new Error(`${event.type} cannot open a declaration`);
  switch (event.type) {
    case 'DocumentsDrafted':
      return { ...state, drafted: true };
    case 'DeclarationNudged':
      return { ...state, nudges: state.nudges + 1 };
  }
}

/** When the sweep has to look at the declaration. */
export const declarationSweepAt = (state: DeclarationState, at: string): string | undefined =>
  state.drafted ? undefined : nudgeAt(at, state.nudges);

/** What a worker still owes a declaration. */
export const declarationWork = (state: DeclarationState): Work | undefined =>
  state.drafted ? undefined : 'draft';
