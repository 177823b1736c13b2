/** Which documents a declaration begets, and who signs each. */
import { signingDeadline } from './deadline.ts';
import type { CollectivePledge, Declaration, Pledger, Unit } from './declaration.ts';
import type { DocumentDraft, DocumentKind } from './draft.ts';
import { legalBasis } from './legal-basis.ts';
import { inOrder } from './order.ts';
import { enrol } from './people.ts';
import type { Person, Signer, SignerRole } from './signer.ts';
import { modeOf, partsOf } from './signing-mode.ts';

/** A document before it has an identity; only minutes are filled in later, from the record. */
export type DocumentPlan = Omit<DocumentDraft, 'id' | 'declarationId' | 'supersedes'>;

type Plan = Omit<DocumentPlan, 'signers'> & {
  readonly signers: readonly Omit<Signer, 'person'>[];
};
type SharedKind = 'charter' | 'commitment' | 'minutes' | 'action-plan';

const TITLES: Readonly<Record<DocumentDraft['kind'], string>> = {
  charter: 'Piagam Pencanangan Pembangunan Zona Integritas',
  pledge: 'Pakta Integritas',
  commitment: 'Komitmen Bersama Pembangunan Zona Integritas',
  minutes: 'Berita Acara Pencanangan Pembangunan Zona Integritas',
  'action-plan': 'Rencana Aksi Pembangunan Zona Integritas',
};

const named = ({ name, acronym }: Unit) => ({ name, acronym });

const as = (role: SignerRole, person: Person | undefined) =>
  person === undefined ? [] : [{ ...person, role }];

const ofStanding = (declaration: Declaration, standing: Unit['standing']): readonly Unit[] =>
  declaration.units.filter((unit) => unit.standing === standing);

/** Heads and leader as the mode says, partners' leaders, then everyone who signs shared documents. */
function signersOf(
  kind: SharedKind,
  declaration: Declaration,
  units: readonly Unit[],
): Plan['signers'] {
  const { leader, partners, signatories, witnesses } = declaration;
  const parts = partsOf(kind, modeOf(declaration));
  // Minutes need somebody who declares: without a leader that is every head.
  const headRole = kind === 'minutes' && leader === undefined ? 'declarer' : parts.head;
  const shared = kind === 'charter' || kind === 'commitment';
  const joint =
    kind !== 'action-plan' && (kind !== 'charter' || declaration.charterMode === 'joint');
  return inOrder({
    heads: headRole ? units.flatMap(({ head }) => as(headRole, head)) : [],
    others: [
      ...(parts.leader ? as(parts.leader, leader) : []),
      ...(joint
        ? partners.flatMap(({ name, leader: head }) =>
            as('declarer', { ...head, institution: head.institution ?? name }),
          )
        : []),
      ...(shared ? signatories : []),
      ...(kind === 'action-plan' ? [] : witnesses.flatMap((person) => as('witness', person))),
    ],
  });
}

/** What all documents of a declaration have in common. */
type Base = Pick<DocumentPlan, 'agency' | 'event' | 'target' | 'reminders' | 'contact'> & {
  readonly deadlineOf: (kind: DocumentKind) => string;
};

/** What stands on a document of this kind, whoever signs it. */
const footing = (kind: DocumentKind, { deadlineOf, ...base }: Base) => ({
  ...base,
  kind,
  deadline: deadlineOf(kind),
});

/** A document of the whole agency, or of one unit. */
function shared(
  kind: SharedKind,
  declaration: Declaration,
  { units, base }: { readonly units: readonly Unit[]; readonly base: Base },
): Plan {
  const { agency, partners, numbers, charterMode } = declaration;
  const [only] = units;
  const ofUnit = kind === 'action-plan' || (kind === 'charter' && charterMode === 'perUnit');
  const single = units.length === 1 && (ofUnit || partners.length === 0) ? only : undefined;
  const subject = ofUnit || kind === 'charter' ? (single?.name ?? agency.name) : agency.name;
  return {
    ...footing(kind, base),
    title: `${TITLES[kind]} ${subject}`,
    number: (ofUnit ? only?.numbers : numbers)?.[kind],
    units: units.map(named),
    proposedUnits: ofUnit ? [] : ofStanding(declaration, 'proposed').map(named),
    partners: ofUnit ? [] : partners.map(({ name }) => name),
    ...(kind === 'action-plan' ? { actions: only?.actions ?? [] } : {}),
    legalBasis: legalBasis(kind, base.event.date),
    signers: signersOf(kind, declaration, units),
  };
}

const unitCalled = (units: readonly Unit[], called: string | undefined): readonly Unit[] =>
  units.filter(({ name, acronym }) => called === name || called === acronym).slice(0, 1);

const ONLY_SIGNERS = { proposedUnits: [], partners: [] } as const;

function pledge(pledger: Pledger, { units }: Declaration, base: Base): Plan {
  const { unit, superior, rankAndFile, number, ...person } = pledger;
  return {
    ...footing('pledge', base),
    ...ONLY_SIGNERS,
    title: `${TITLES.pledge} ${person.name}`,
    number,
    units: unitCalled(units, unit).map(named),
    rankAndFile,
    collective: false,
    legalBasis: legalBasis('pledge', base.event.date),
    signers: inOrder({ heads: as('declarer', person), others: as('superior', superior) }),
  };
}

function collectivePledge(sheet: CollectivePledge, { units }: Declaration, base: Base): Plan {
  const { unit, members, superior, number } = sheet;
  const [found] = unitCalled(units, unit);
  return {
    ...footing('pledge', base),
    ...ONLY_SIGNERS,
    title: `${TITLES.pledge} Pegawai ${found?.name ?? unit}`,
    number,
    units: found ? [named(found)] : [],
    rankAndFile: true,
    collective: true,
    legalBasis: legalBasis('pledge', base.event.date),
    signers: inOrder({
      heads: members.flatMap((member) => as('declarer', member)),
      others: as('superior', superior),
    }),
  };
}

const contactOf = ({ contact, agency }: Declaration): Pick<DocumentPlan, 'contact'> =>
  contact === undefined && agency.contact === undefined
    ? {}
    : { contact: contact ?? agency.contact };

/**
 * The documents a declaration begets: charters, commitment, action plans, pledges, and last the
 * minutes; a planned event begets none. `declaredAt` is UTC, ISO 8601; `recorded` are the people on
 * record for the declaration, if it is.
 */
export function begets(
  declaration: Declaration,
  declaredAt: string,
  recorded: readonly string[] = [],
): readonly DocumentPlan[] {
  const { agency, event, target, charterMode } = declaration;
  if (event.status !== 'held') return [];
  const { date, place, ceremony } = event;
  const base: Base = {
    agency,
    event: { date, place, ceremony },
    target,
    ...(declaration.reminders === undefined ? {} : { reminders: declaration.reminders.afterDays }),
    ...contactOf(declaration),
    deadlineOf: (kind) =>
      signingDeadline(
        { date: declaration.deadlines?.[kind] ?? declaration.deadline, zone: agency.timezone },
        declaredAt,
      ),
  };
  const units = ofStanding(declaration, 'declared');
  const of = (kind: SharedKind, bound: readonly Unit[]): Plan =>
    shared(kind, declaration, { units: bound, base });
  const charters: Readonly<Record<Declaration['charterMode'], readonly Plan[]>> = {
    joint: [of('charter', units)],
    perUnit: units.map((unit) => of('charter', [unit])),
    none: [],
  };
  const plans = [
    ...charters[charterMode],
    ...(declaration.commitment ? [of('commitment', units)] : []),
    ...units.filter(({ actions }) => actions.length > 0).map((unit) => of('action-plan', [unit])),
    ...declaration.pledges.map((person) => pledge(person, declaration, base)),
    ...declaration.collectivePledges.map((sheet) => collectivePledge(sheet, declaration, base)),
    ...(declaration.minutes ? [of('minutes', units)] : []),
  ];
  return enrol(plans, recorded);
}
