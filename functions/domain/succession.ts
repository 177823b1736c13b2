/** How people on record change: one gets another address, one may follow another. */
import type { Declaration, DeclarationState } from './declaration.ts';
import type { DeclarationEvent } from './event.ts';
import { folded } from './finding.ts';
import type { Person } from './signer.ts';

type Fact<T extends DeclarationEvent['type']> = Extract<DeclarationEvent, { readonly type: T }>;

/** The declaration with each of its people changed, wherever they stand. */
function mapPeople(
  declaration: Declaration,
  change: <P extends Person>(person: P) => P,
): Declaration {
  const { leader, units, partners, signatories, witnesses, pledges, collectivePledges } =
    declaration;
  const maybe = (person: Person | undefined): Person | undefined => person && change(person);
  return {
    ...declaration,
    leader: maybe(leader),
    units: units.map((unit) => ({ ...unit, head: maybe(unit.head) })),
    partners: partners.map((partner) => ({ ...partner, leader: change(partner.leader) })),
    signatories: signatories.map(change),
    witnesses: witnesses.map(change),
    pledges: pledges.map((pledger) => ({
      ...change(pledger),
      superior: maybe(pledger.superior),
    })),
    collectivePledges: collectivePledges.map((sheet) => ({
      ...sheet,
      members: sheet.members.map(change),
      superior: maybe(sheet.superior),
    })),
  };
}

/**
 * The people of a declaration are known by their addresses, so the declaration itself takes the new
 * one: documents drafted later lead to the same person.
 */
export function readdressed(
  state: DeclarationState,
  { person, address }: Fact<'PersonReaddressed'>,
): DeclarationState {
  const before = state.people[person - 1];
  const change = <P extends Person>(one: P): P =>
    folded(one.email) === before ? { ...one, email: address } : one;
  const people = state.people.map((known, index) =>
    index === person - 1 ? folded(address) : known,
  );
  return { ...state, declaration: mapPeople(state.declaration, change), people };
}

export function withSuccessor(
  state: DeclarationState,
  { documentId, signer, person, address }: Fact<'SuccessorNamed'>,
): DeclarationState {
  const documents = state.documents.map((entry) =>
    entry.id === documentId
      ? { ...entry, successors: [...(entry.successors ?? []), { signer, person }] }
      : entry,
  );
  const people = state.people.slice();
  people[person - 1] = folded(address);
  return { ...state, documents, people };
}

/** The number of the person with this address: known already, or the next one. */
export function personAt({ people }: DeclarationState, address: string): number {
  const index = people.indexOf(folded(address));
  return index < 0 ? people.length + 1 : index + 1;
}
