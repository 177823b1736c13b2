/** How a declaration is told to an admin. */
import type { DeclarationState } from '../domain/declaration.ts';
import { begets } from '../domain/declaration.ts';
import { printedPosition } from '../domain/signer.ts';

/** The declaration with the documents it begets, whether they exist already or are on their way. */
export function presentDeclaration(state: DeclarationState) {
  const { id, declaration, documentIds, declaredAt } = state;
  return {
    id,
    agency: declaration.agency.name,
    timezone: declaration.agency.timezone,
    event: declaration.event,
    target: declaration.target,
    charterMode: declaration.charterMode,
    units: declaration.units.map(({ name, acronym }) => ({ name, acronym })),
    declaredAt,
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
