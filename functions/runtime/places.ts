/** Finds where a person signs: their places in one declaration, as they stand at this moment. */
import type { DeclarationState } from '../domain/declaration.ts';
import type { Place } from '../domain/invitation.ts';
import { placesOf } from '../domain/people.ts';
import type { Ledger } from '../ports-ledger.ts';

/** The places that the person holds on all documents drafted so far, in their stable order. */
export async function readPlaces(
  { documents }: Pick<Ledger, 'documents'>,
  declaration: Pick<DeclarationState, 'documents'>,
  person: number,
): Promise<readonly Place[]> {
  const ids = placesOf(declaration, person);
  // Who signs one document in two roles has two places on it.
  const states = await documents([...new Set(ids.map(({ documentId }) => documentId))]);
  const byId = new Map(states.map((state) => [state.draft.id, state]));
  return ids.flatMap(({ documentId, signer, number }) => {
    const state = byId.get(documentId);
    const seat = state?.draft.signers.find((one) => one.number === signer);
    return state === undefined || seat?.person !== person ? [] : [{ number, state, signer }];
  });
}
