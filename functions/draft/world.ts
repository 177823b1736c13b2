/** What the steps of drafting ask of the world, and how they leave their facts on a declaration. */
import type { DeclarationState } from '../domain/declaration.ts';
import type { DeclarationEvent } from '../domain/event.ts';
import type { Clock } from '../ports.ts';
import type { Ledger } from '../ports-ledger.ts';
import { type Execute, pause } from '../runtime/execute.ts';

export type DraftWorld = {
  readonly ledger: Ledger;
  readonly execute: Execute;
  readonly clock: Clock;
};

export const BY = { type: 'worker', name: 'draft' } as const;

/** Documents worked on side by side. */
export const PARALLEL_DOCUMENTS = 10;

const MAX_TRIES = 10;

/**
 * Records what `next` answers for the declaration as it stands, which is nothing when it is on
 * record; asked again when somebody else was first. Answers the state that nothing is wanting in.
 * @throws when there is no such declaration, or when others keep writing first.
 */
export async function recordOn(
  { ledger, clock }: DraftWorld,
  declarationId: string,
  next: (state: DeclarationState) => Promise<DeclarationEvent | undefined>,
): Promise<DeclarationState> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const head = await ledger.declaration(declarationId);
    if (head === undefined) throw new Error(`there is no declaration ${declarationId}`);
    const event = await next(head.state);
    if (event === undefined) return head.state;
    const change = { events: [event], at: clock(), by: BY };
    const amended = await ledger.amend(declarationId, head, change);
    if (amended !== undefined) return amended.state;
    await pause(tries);
  }
  throw new Error(`declaration ${declarationId} kept changing`);
}
