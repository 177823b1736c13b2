/** Opens and closes the board of a ceremony, publishes a declaration and withdraws it again. */
import type { DeclarationState } from '../domain/declaration.ts';
import { decidePublic, type PublicCommand } from '../domain/publication.ts';
import type { Refusal } from '../domain/refusal.ts';
import { refuse } from '../domain/refusal.ts';
import { pause } from '../runtime/execute.ts';
import { MAX_TRIES, type World } from './declare.ts';

type Outcome =
  | { readonly ok: true; readonly state: DeclarationState }
  | { readonly ok: false; readonly refusal: Refusal };

/** Decides and records; what is so already changes nothing. */
export async function makePublic(
  { ledger, clock }: Pick<World, 'ledger' | 'clock'>,
  id: string,
  { command, subject }: { readonly command: PublicCommand; readonly subject: string },
): Promise<Outcome> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const head = await ledger.declaration(id);
    if (head === undefined) return refuse({ reason: 'notFound' });
    const decision = decidePublic(head.state, command);
    if (!decision.ok) return decision;
    const { events } = decision;
    if (events.length === 0) return { ok: true, state: head.state };
    const by = { type: 'admin', subject } as const;
    const next = await ledger.amend(id, head, { events, at: clock(), by });
    if (next !== undefined) return { ok: true, state: next.state };
    await pause(tries);
  }
  return refuse({ reason: 'contended' });
}
