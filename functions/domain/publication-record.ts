/** What is told to everyone of a published declaration: what, by whom, when, on what basis, how far. */
import type { BoardPerson } from './board.ts';
import { boardOf } from './board.ts';
import type { DeclarationState, Unit } from './declaration.ts';
import type { DocumentState } from './document.ts';
import { hasSigned, isComplete } from './document.ts';
import { publish } from './summary.ts';

type Named = { readonly name: string; readonly position: string };

const named = ({ name, position }: BoardPerson): Named => ({ name, position });

/** A document by its own name; who signs it is told on its page of verification. */
function listed(state: DocumentState) {
  const { documentId, documentTitle, documentNumber, kindName, status } = publish(state);
  const { signers, kind } = state.draft;
  return {
    id: documentId,
    kind,
    kindName,
    title: documentTitle,
    number: documentNumber,
    status,
    signed: signers.filter(({ number }) => hasSigned(state, number)).length,
    total: signers.length,
  };
}

/** Pledges of staff are counted and not listed: their names are no business of the public. */
function countedPledges(documents: readonly DocumentState[]) {
  const pledges = documents.filter(({ draft }) => draft.kind === 'pledge');
  return { complete: pledges.filter(isComplete).length, total: pledges.length };
}

/** The regulations that the documents rest on, each once. */
function basisOf(documents: readonly DocumentState[]): readonly string[] {
  const rests = documents.flatMap(({ draft }) => draft.legalBasis);
  return [...new Map(rests.map(({ key, title }) => [key, title])).values()];
}

const declaredUnit = ({ name, acronym, proposedFor }: Unit) => ({ name, acronym, proposedFor });

/**
 * No address, no number of a person, and no member of the staff by name. `documents` are those
 * drafted so far, in any order; times are UTC.
 */
export function publicRecord(state: DeclarationState, documents: readonly DocumentState[]) {
  const { declaration, publication } = state;
  const { agency, event, target, units, partners, supersedes } = declaration;
  const byId = new Map(documents.map((document) => [document.draft.id, document]));
  const ordered = state.documents.flatMap(({ id }) => byId.get(id) ?? []);
  const { leaders, units: signing, witnesses, total } = boardOf(state, documents);
  const of = (standing: Unit['standing']) => units.filter((unit) => unit.standing === standing);
  const headOf = (unit: Unit): Named | undefined => {
    const head = signing.find(({ name }) => name === unit.name)?.head;
    return head && named(head);
  };
  return {
    id: state.id,
    agency: agency.name,
    zone: agency.timezone,
    event,
    target,
    publishedAt: publication?.publishedAt,
    partners: partners.map(({ name }) => name),
    leaders: leaders.map(named),
    witnesses: witnesses.map(named),
    units: of('declared').map((unit) => ({ ...declaredUnit(unit), head: headOf(unit) })),
    proposedUnits: of('proposed').map(declaredUnit),
    legalBasis: basisOf(ordered),
    documents: ordered.filter(({ draft }) => draft.kind !== 'pledge').map(listed),
    pledges: countedPledges(ordered),
    signatures: { signed: total.signed, total: total.total },
    supersedes: supersedes?.declarationId,
    supersededBy: state.supersededBy,
  };
}

export type PublicRecord = ReturnType<typeof publicRecord>;
