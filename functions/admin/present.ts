/** How a declaration is told to an admin. */
import { begets } from '../domain/begets.ts';
import type { DeclarationState, Unit } from '../domain/declaration.ts';
import { declarationWork } from '../domain/declaration.ts';
import { registerOf } from '../domain/number.ts';
import { printedPosition } from '../domain/signer.ts';

/** The declaration in a list: a page of fifty has to fit into one answer. */
export function listDeclaration(state: DeclarationState) {
  const { id, declaration, documents, declaredAt, supersededBy, board, publication } = state;
  const { agency, profile, event, target, charterMode, supersedes } = declaration;
  return {
    id,
    agency: agency.name,
    profile,
    register: registerOf(declaration),
    timezone: agency.timezone,
    event,
    target,
    charterMode,
    declaredAt,
    documentCount: documents.length,
    /** What a worker still owes the declaration, and how often it had to be reminded. */
    pending: declarationWork(state),
    nudges: state.nudges,
    supersedes,
    supersededBy,
    board,
    publication,
  };
}

const presentUnit = ({ head, actions, numbers, standing, ...unit }: Unit) => ({
  ...unit,
  head: head && { name: head.name, position: printedPosition(head) },
  actionCount: actions.length,
});

/** Units without a place in the order come last, as they were named. */
const byRollout = (a: Unit, b: Unit): number =>
  (a.rollout ?? Number.POSITIVE_INFINITY) - (b.rollout ?? Number.POSITIVE_INFINITY) || 0;

/** Units by their order of roll-out, proposed ones apart. */
function presentUnits(units: readonly Unit[]) {
  const sorted = units.toSorted(byRollout);
  const of = (standing: Unit['standing']) =>
    sorted.filter((unit) => unit.standing === standing).map(presentUnit);
  return { units: of('declared'), proposedUnits: of('proposed') };
}

/** The documents on record, whether they are drafted already or on their way. */
function presentDocuments({ declaration, documents, people, declaredAt }: DeclarationState) {
  const plans = begets(declaration, declaredAt, people);
  return documents.map(({ id, kind, title }, index) => {
    const plan = plans[index];
    return {
      id,
      kind,
      title,
      number: plan?.number,
      deadline: plan?.deadline,
      signers: (plan?.signers ?? []).map((signer) => ({
        number: signer.number,
        name: signer.name,
        position: printedPosition(signer),
        role: signer.role,
        group: signer.group,
      })),
    };
  });
}

/** The declaration with its units and the documents it begets; no NIP and no address. */
export const presentDeclaration = (state: DeclarationState) => ({
  ...listDeclaration(state),
  commitment: state.declaration.commitment,
  minutes: state.declaration.minutes,
  ...presentUnits(state.declaration.units),
  documents: presentDocuments(state),
});

/** What of the declaration is open to everyone, and where it is. */
export const presentPublication = (
  { id, board, publication }: DeclarationState,
  publicUrl: string,
) => ({
  id,
  board: board && { ...board, url: `${publicUrl}/acara/${id}` },
  publication: publication && { ...publication, url: `${publicUrl}/pencanangan/${id}` },
});
