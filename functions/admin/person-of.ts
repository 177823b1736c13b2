/** Finds the person behind a signatory, with everything that they sign in the declaration. */
import type { DeclarationState } from '../domain/declaration.ts';
import type { DocumentState } from '../domain/document.ts';
import type { Place } from '../domain/invitation.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Ledger } from '../ports-ledger.ts';
import { readPlaces } from '../runtime/places.ts';

/** A signatory as an address of the API names them. */
export type Seat = { readonly documentId: string; readonly signer: number };

export type Occupant = {
  readonly asked: DocumentState;
  readonly declaration: DeclarationState;
  readonly person: number;
  readonly places: readonly Place[];
};

export async function occupantOf(
  ledger: Ledger,
  { documentId, signer }: Seat,
): Promise<Occupant | Refusal> {
  const asked = (await ledger.document(documentId))?.state;
  if (asked === undefined) return { reason: 'notFound' };
  const person = asked.draft.signers.find(({ number }) => number === signer)?.person;
  if (person === undefined) return { reason: 'unknownSigner' };
  const head = await ledger.declaration(asked.draft.declarationId);
  if (head === undefined) throw new Error(`document ${documentId} is of no declaration`);
  const declaration = head.state;
  return { asked, declaration, person, places: await readPlaces(ledger, declaration, person) };
}
