/** Sends one person a new link, which leads to all of their documents in the declaration. */
import { decide } from '../domain/decide.ts';
import type { DocumentState } from '../domain/document.ts';
import type { Actor } from '../domain/event.ts';
import { renewals } from '../domain/invitation.ts';
import { type Refusal, refuse } from '../domain/refusal.ts';
import type { Clock } from '../ports.ts';
import type { Ledger } from '../ports-ledger.ts';
import type { Execute } from '../runtime/execute.ts';
import { readPlaces } from '../runtime/places.ts';

type World = { readonly ledger: Ledger; readonly clock: Clock; readonly execute: Execute };

type Command = {
  readonly documentId: string;
  readonly signer: number;
  /** The round to end; with it a repeated request changes nothing. */
  readonly ends: number | undefined;
  readonly by: Actor;
};

type Outcome =
  | { readonly ok: true; readonly state: DocumentState }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * The document asked for decides whether there is anything to send; the person's other documents
 * follow, save those that are signed or ended by then.
 */
export async function resend(
  { ledger, clock, execute }: World,
  { documentId, signer, ends, by }: Command,
): Promise<Outcome> {
  const asked = (await ledger.document(documentId))?.state;
  if (asked === undefined) return refuse({ reason: 'notFound' });
  const decision = decide(asked, { type: 'renewLink', signer, ends }, clock());
  if (!decision.ok) return decision;
  const { declarationId, signers } = asked.draft;
  const person = signers.find(({ number }) => number === signer)?.person;
  const head = await ledger.declaration(declarationId);
  if (head === undefined || person === undefined)
    throw new Error(`document ${documentId} is of no declaration`);
  const places = await readPlaces(ledger, head.state, person);
  for (const { documentId: id, command } of renewals(places, ends)) {
    const outcome = await execute(id, command, by);
    if (!outcome.ok && outcome.refusal.reason === 'contended') return outcome;
  }
  return { ok: true, state: (await ledger.document(documentId))?.state ?? asked };
}
