/** Puts somebody else on a signatory's seat: on record as a person first, on the document then. */
import type { DocumentCommand, Successor } from '../domain/command.ts';
import type { Head } from '../domain/commit.ts';
import { decide } from '../domain/decide.ts';
import type { DeclarationState } from '../domain/declaration.ts';
import type { DocumentState } from '../domain/document.ts';
import type { Actor } from '../domain/event.ts';
import { folded } from '../domain/finding.ts';
import { roundOf, signerAt } from '../domain/invitation.ts';
import { placesOf } from '../domain/people.ts';
import { type Refusal, refuse } from '../domain/refusal.ts';
import type { Person } from '../domain/signer.ts';
import { personAt } from '../domain/succession.ts';
import type { Clock } from '../ports.ts';
import type { Ledger } from '../ports-ledger.ts';
import { type Execute, pause } from './execute.ts';
import { readPlaces } from './places.ts';

const MAX_TRIES = 10;

type World = { readonly ledger: Ledger; readonly clock: Clock; readonly execute: Execute };

type Outcome =
  | { readonly ok: true; readonly state: DocumentState }
  | { readonly ok: false; readonly refusal: Refusal };

export type Succession = {
  readonly documentId: string;
  readonly signer: number;
  readonly person: Person;
  readonly by: Actor;
  /** What is asked of the document: `replace` for an admin, `delegate` for the holder of the link. */
  readonly command: (successor: Successor) => DocumentCommand;
};

/** The person as they are on record, or will be; undefined when the address is another's. */
async function successorIn(
  { ledger }: World,
  declaration: DeclarationState,
  person: Person,
): Promise<Successor | undefined> {
  const number = personAt(declaration, person.email);
  const places = await readPlaces(ledger, declaration, number);
  const [first] = places;
  const isSame = first === undefined || folded(signerAt(first).name) === folded(person.name);
  return isSame ? { ...person, person: number, round: roundOf(places) } : undefined;
}

/** Makes the seat findable for the person. Answers false when somebody else wrote first. */
async function named(
  { ledger, clock }: World,
  head: Head<DeclarationState>,
  {
    successor,
    documentId,
    signer,
    by,
  }: Omit<Succession, 'person' | 'command'> & {
    readonly successor: Successor;
  },
): Promise<boolean> {
  const { person, email: address } = successor;
  const isKnown = placesOf(head.state, person).some(
    (place) => place.documentId === documentId && place.signer === signer,
  );
  if (isKnown) return true;
  const event = { type: 'SuccessorNamed', documentId, signer, person, address } as const;
  const amended = await ledger.amend(head.state.id, head, { events: [event], at: clock(), by });
  return amended !== undefined;
}

/**
 * The document has the last word: a person who is named and never gets the seat has no place, and
 * harms nobody. Repeated, it finds what it has done and changes nothing.
 */
export async function succeed(world: World, succession: Succession): Promise<Outcome> {
  const { documentId, signer, person, by, command } = succession;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const document = await world.ledger.document(documentId);
    if (document === undefined) return refuse({ reason: 'notFound' });
    const head = await world.ledger.declaration(document.state.draft.declarationId);
    if (head === undefined) throw new Error(`document ${documentId} is of no declaration`);
    const successor = await successorIn(world, head.state, person);
    if (successor === undefined) return refuse({ reason: 'addressTaken' });
    const decision = decide(document.state, command(successor), world.clock());
    if (!decision.ok) return decision;
    if (await named(world, head, { successor, documentId, signer, by }))
      return world.execute(documentId, command(successor), by);
    await pause(tries);
  }
  return refuse({ reason: 'contended' });
}
