/** Corrects the address of a person everywhere in the declaration; the link to the old one ends. */
import { decide } from '../domain/decide.ts';
import { hasSigned } from '../domain/document.ts';
import type { Actor } from '../domain/event.ts';
import { folded } from '../domain/finding.ts';
import type { Place } from '../domain/invitation.ts';
import { roundOf, signerAt } from '../domain/invitation.ts';
import { refuse } from '../domain/refusal.ts';
import { personAt } from '../domain/succession.ts';
import type { Clock } from '../ports.ts';
import type { Ledger } from '../ports-ledger.ts';
import type { Execute } from '../runtime/execute.ts';
import { pause } from '../runtime/execute.ts';
import { type Occupant, occupantOf, type Seat } from './person-of.ts';

const MAX_TRIES = 10;

type World = { readonly ledger: Ledger; readonly clock: Clock; readonly execute: Execute };
type Outcome = Awaited<ReturnType<Execute>>;
type Command = Seat & { readonly email: string; readonly by: Actor };

/** The declaration knows its people by their addresses, so it comes first. */
async function readdress(
  { ledger, clock }: World,
  { declaration: { id }, person }: Occupant,
  { email, by }: Command,
): Promise<'addressTaken' | 'contended' | undefined> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const head = await ledger.declaration(id);
    if (head === undefined) throw new Error(`declaration ${id} is gone`);
    const { people } = head.state;
    if (people[person - 1] === folded(email)) return undefined;
    if (personAt(head.state, email) <= people.length) return 'addressTaken';
    const event = { type: 'PersonReaddressed', person, address: email } as const;
    if (await ledger.amend(id, head, { events: [event], at: clock(), by })) return undefined;
    await pause(tries);
  }
  return 'contended';
}

/** One round for all: the next, or the one that a run which broke off has begun. */
const roundFor = (places: readonly Place[], email: string): number => {
  const isBegun = places.some(
    (place) => signerAt(place).email === email && !hasSigned(place.state, place.signer),
  );
  return roundOf(places) + (isBegun ? 0 : 1);
};

/**
 * The document asked for decides whether there is anything left to send. Repeated, it changes what an
 * earlier run has left undone, and else nothing.
 */
export async function correctAddress(world: World, command: Command): Promise<Outcome> {
  const found = await occupantOf(world.ledger, command);
  if ('reason' in found) return refuse(found);
  const { asked, places } = found;
  const { documentId, signer, email, by } = command;
  const isKnown = places.every((place) => signerAt(place).email === email);
  if (isKnown) return { ok: true, state: asked };
  const seat = asked.draft.signers.find(({ number }) => number === signer);
  const decision = decide(asked, { type: 'renewLink', signer }, world.clock());
  if (!decision.ok && seat?.email !== email) return decision;
  const reason = await readdress(world, found, command);
  if (reason !== undefined) return refuse({ reason });
  const round = roundFor(places, email);
  for (const place of places) {
    const corrected = { type: 'correctAddress', signer: place.signer, round, email } as const;
    const outcome = await world.execute(place.state.draft.id, corrected, by);
    if (!outcome.ok) return outcome;
  }
  return { ok: true, state: (await world.ledger.document(documentId))?.state ?? asked };
}
