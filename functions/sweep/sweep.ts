/** Looks for work that stands still, of any age, and nudges it; ends documents past their deadline. */
import type { StreamId } from '../domain/commit.ts';
import { idOf } from '../domain/commit.ts';
import { declarationWork } from '../domain/declaration.ts';
import type { Clock, Ledger } from '../ports.ts';
import type { Execute } from '../runtime/execute.ts';
import { log } from '../runtime/log.ts';

/** Streams looked at in one run; the rest waits for the next. */
const SWEEP_LIMIT = 200;

const BY = { type: 'worker', name: 'sweep' } as const;

export type SweepWorld = {
  readonly ledger: Ledger;
  readonly execute: Execute;
  readonly clock: Clock;
};

async function nudgeDeclaration({ ledger, clock }: SweepWorld, id: string): Promise<void> {
  const head = await ledger.declaration(id);
  const work = head && declarationWork(head.state);
  if (head === undefined || work === undefined) return;
  // Losing to another writer is well: somebody else has just moved it.
  const events = [{ type: 'DeclarationNudged', work } as const];
  await ledger.amend(id, head, { events, at: clock(), by: BY });
}

async function nudge(world: SweepWorld, stream: StreamId): Promise<void> {
  const id = idOf(stream);
  if (stream.startsWith('DECL#')) await nudgeDeclaration(world, id);
  else await world.execute(id, { type: 'nudge' }, BY);
}

/**
 * One run of the sweep; answers how many streams it touched.
 * @throws when one could not be nudged, after all the others have been.
 */
export async function sweep(world: SweepWorld): Promise<number> {
  const streams = await world.ledger.overdue(world.clock(), SWEEP_LIMIT);
  let failures = 0;
  for (const stream of streams)
    await nudge(world, stream).catch((error: unknown) => {
      log.error('nudge failed', { stream, error: error as Error });
      failures += 1;
    });
  if (failures > 0) throw new Error(`${failures} of ${streams.length} streams not nudged`);
  return streams.length;
}
