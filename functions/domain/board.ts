/** What the ceremony board tells: who has signed, person by person and unit by unit. */
import { type DeclarationState, expectedDocuments, type Unit } from './declaration.ts';
import type { DocumentState } from './document.ts';
import { isComplete, isUnfinished, progressOf } from './document.ts';
import type { DocumentDraft } from './draft.ts';
import { folded } from './finding.ts';
import type { Signer } from './signer.ts';
import { printedPosition } from './signer.ts';

/** Signatures given and wanted, and when the last one was given (UTC). */
export type Tally = {
  readonly signed: number;
  readonly total: number;
  readonly lastAt?: string | undefined;
};

export type BoardPerson = {
  /** Number of the person in the declaration (see `people.ts`). */
  readonly person: number;
  readonly name: string;
  readonly position: string;
  readonly tally: Tally;
};

/** A unit with its own people. */
export type BoardUnit = {
  /** 1-based place among the units of the declaration. */
  readonly number: number;
  readonly name: string;
  readonly acronym?: string | undefined;
  readonly head?: BoardPerson | undefined;
  readonly staff: readonly BoardPerson[];
  readonly tally: Tally;
};

export type BoardPicture = {
  /** Everyone who signs what the units declare without being a witness: leaders, co-signers. */
  readonly leaders: readonly BoardPerson[];
  readonly units: readonly BoardUnit[];
  /** Who pledges, or superintends a pledge, outside of the declared units. */
  readonly others: readonly BoardPerson[];
  readonly witnesses: readonly BoardPerson[];
  readonly total: Tally;
  readonly latest?: { readonly person: BoardPerson; readonly at: string } | undefined;
  /** Documents that have ended without all signatures; nothing on the board counts them. */
  readonly ended: number;
};

/** One signature, given or wanted. */
type Seat = {
  readonly draft: DocumentDraft;
  readonly signer: Signer;
  readonly signedAt?: string | undefined;
};

type Someone = { readonly person: BoardPerson; readonly seats: readonly Seat[] };

/** In the order of the programme, which is the order of the declaration's own list. */
function inOrder(
  state: DeclarationState,
  documents: readonly DocumentState[],
): readonly DocumentState[] {
  const byId = new Map(documents.map((document) => [document.draft.id, document]));
  return expectedDocuments(state).flatMap(({ id, kind }) => {
    const document = byId.get(id);
    // Minutes tell of the ceremony when it is over, so they are no part of it.
    return document === undefined || kind === 'minutes' ? [] : [document];
  });
}

const seatsOn = (document: DocumentState): readonly Seat[] =>
  document.draft.signers.map((signer) => ({
    draft: document.draft,
    signer,
    signedAt: progressOf(document, signer.number).signedAt,
  }));

const later = (a: string | undefined, b: string | undefined): string | undefined =>
  (a ?? '') < (b ?? '') ? b : a;

function tallyOf(seats: readonly Seat[]): Tally {
  const given = seats.map(({ signedAt }) => signedAt).filter((at) => at !== undefined);
  return {
    signed: given.length,
    total: seats.length,
    lastAt: given.reduce<string | undefined>(later, undefined),
  };
}

function peopleOn(seats: readonly Seat[]): readonly Someone[] {
  const byPerson = Map.groupBy(seats, ({ signer }) => signer.person);
  return [...byPerson].flatMap(([person, own]) => {
    const [first] = own;
    if (first === undefined) return [];
    const { signer } = first;
    const shown = { person, name: signer.name, position: printedPosition(signer) };
    return [{ person: { ...shown, tally: tallyOf(own) }, seats: own }];
  });
}

const isHeadOf = ({ head }: Unit, { seats }: Someone): boolean =>
  head !== undefined && seats.some(({ signer }) => folded(signer.email) === folded(head.email));

/** Whether a document is about this unit and no other. */
const isOf = ({ units }: DocumentDraft, { name }: Unit): boolean =>
  units.length === 1 && units[0]?.name === name;

/** Signed by leaders and witnesses; all other kinds are signed within a unit. */
const isJoint = ({ draft }: Seat): boolean =>
  draft.kind === 'charter' || draft.kind === 'commitment';

type Home = 'leaders' | 'witnesses' | 'others' | Unit;

/** Where on the board a person stands: in one place, however many documents they sign. */
function homeOf(units: readonly Unit[], someone: Someone): Home {
  const led = units.find((unit) => isHeadOf(unit, someone));
  if (led !== undefined) return led;
  const joint = someone.seats.filter(isJoint);
  if (joint.length > 0)
    return joint.every(({ signer }) => signer.role === 'witness') ? 'witnesses' : 'leaders';
  const [first] = someone.seats;
  return units.find((unit) => first !== undefined && isOf(first.draft, unit)) ?? 'others';
}

/** A unit counts what is signed about it alone, and what its own people sign with others. */
function unitOf(
  { unit, number }: { readonly unit: Unit; readonly number: number },
  people: readonly Someone[],
  seats: readonly Seat[],
): BoardUnit {
  const own = new Set(people.map(({ person }) => person.person));
  const counted = seats.filter(({ draft, signer }) => isOf(draft, unit) || own.has(signer.person));
  const { name, acronym } = unit;
  const head = people.find((someone) => isHeadOf(unit, someone));
  const staff = people.filter((someone) => someone !== head).map(({ person }) => person);
  return { number, name, acronym, head: head?.person, staff, tally: tallyOf(counted) };
}

/** The board of a declaration; `documents` are those drafted so far, in any order. */
export function boardOf(
  state: DeclarationState,
  documents: readonly DocumentState[],
): BoardPicture {
  const listed = inOrder(state, documents);
  const counted = listed.filter((document) => isUnfinished(document) || isComplete(document));
  const seats = counted.flatMap(seatsOn);
  const people = peopleOn(seats);
  const { units } = state.declaration;
  const homes = Map.groupBy(people, (someone) => homeOf(units, someone));
  const at = (home: Home): readonly BoardPerson[] =>
    (homes.get(home) ?? []).map(({ person }) => person);
  const total = tallyOf(seats);
  const last = seats.find(({ signedAt }) => signedAt !== undefined && signedAt === total.lastAt);
  const person = people.find((one) => one.person.person === last?.signer.person)?.person;
  return {
    leaders: at('leaders'),
    units: units
      .map((unit, index) => unitOf({ unit, number: index + 1 }, homes.get(unit) ?? [], seats))
      .filter(({ tally }) => tally.total > 0),
    others: at('others'),
    witnesses: at('witnesses'),
    total,
    latest: person && total.lastAt ? { person, at: total.lastAt } : undefined,
    ended: listed.length - counted.length,
  };
}
