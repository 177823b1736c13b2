/** How a declaration is told to an admin. */
import type { DeclarationState } from '../domain/declaration.ts';
import { begets } from '../domain/declaration.ts';
import { printedPosition } from '../domain/signer.ts';

/** The declaration in a list: a page of fifty has to fit into one answer. */
export function listDeclaration({ id, declaration, documentIds, declaredAt }: DeclarationState) {
  const { agency, event, target, charterMode } = declaration;
  return {
    id,
    agency: agency.name,
    timezone: agency.timezone,
    event,
    target,
    charterMode,
    declaredAt,
    documentCount: documentIds.length,
  };
}

/** The declaration with the documents it begets, whether they exist already or are on their way. */
export function presentDeclaration(state: DeclarationState) {
  const { declaration, documentIds, declaredAt } = state;
  return {
    ...listDeclaration(state),
    units: declaration.units.map(({ name, acronym }) => ({ name, acronym })),
    documents: begets(declaration, declaredAt).map((plan, index) => ({
      id: documentIds[index],
      kind: plan.kind,
      title: plan.title,
      deadline: plan.deadline,
      signers: plan.signers.map((signer) => ({
        number: signer.number,
        name: signer.name,
        position: printedPosition(signer),
        role: signer.role,
        group: signer.group,
      })),
    })),
  };
}
