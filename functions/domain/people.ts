/** Who is one person: somebody with several roles or documents gets one link, and signs each. */
import type { DeclarationState } from './declaration.ts';
import { folded } from './finding.ts';
import type { Signer } from './signer.ts';

type Unenrolled = Omit<Signer, 'person'>;
type Signed<S> = { readonly signers: readonly S[] };

/**
 * Numbers the people behind the signatories of all documents of a declaration, 1 for the first. One
 * e-mail address is one person; that it always comes with the same name is checked before. Who is
 * `recorded` (see `addressesOf`) keeps the number that links already lead by.
 */
export function enrol<P extends Signed<Unenrolled>>(
  plans: readonly P[],
  recorded: readonly string[],
): readonly (Omit<P, 'signers'> & Signed<Signer>)[] {
  const numbers = new Map(recorded.map((address, index) => [address, index + 1]));
  const personOf = ({ email }: Unenrolled): number => {
    const address = folded(email);
    const number = numbers.get(address) ?? numbers.size + 1;
    numbers.set(address, number);
    return number;
  };
  return plans.map(({ signers, ...plan }) => ({
    ...plan,
    signers: signers.map((signer) => ({ ...signer, person: personOf(signer) })),
  }));
}

/** The address of each person, in the order of their numbers, as a declaration records them. */
export function addressesOf(plans: readonly Signed<Signer>[]): readonly string[] {
  const addresses: string[] = [];
  for (const { person, email } of plans.flatMap(({ signers }) => signers))
    addresses[person - 1] = folded(email);
  return addresses;
}

/** Where a person signs: one role on one document. */
export type PlaceId = {
  /** 1-based among all places of the person, and stable for the life of the declaration. */
  readonly number: number;
  readonly documentId: string;
  readonly signer: number;
};

/**
 * All places that a person has, had or may come to have in a declaration, also on documents that have
 * not been drafted yet: who holds a seat now is told by the document alone.
 */
export function placesOf(
  { documents }: Pick<DeclarationState, 'documents'>,
  person: number,
): readonly PlaceId[] {
  const promised = documents.flatMap(({ id, people }) =>
    people.map((one, index) => ({ documentId: id, signer: index + 1, person: one })),
  );
  // Behind all others, so that no place changes its number when a successor is named.
  const followed = documents.flatMap(({ id, successors }) =>
    (successors ?? []).map((successor) => ({ documentId: id, ...successor })),
  );
  return [...promised, ...followed]
    .filter((place) => place.person === person)
    .map(({ documentId, signer }, index) => ({ documentId, signer, number: index + 1 }));
}
