/**
 * Looks for work that stands still, of any age, and nudges it; ends documents past their deadline;
 * asks for the trial of the seal once a day.
 */
import { canaryDay } from '../domain/canary.ts';
import type { StreamId } from '../domain/commit.ts';
import { idOf } from '../domain/commit.ts';
import { declarationWork } from '../domain/declaration.ts';
import { isStalled } from '../domain/postponed.ts';
import type { Clock } from '../ports.ts';
import type { Ledger } from '../ports-ledger.ts';
import { STALLED } from '../runtime/env.ts';
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
  if (stream.startsWith('DECL#')) return nudgeDeclaration(world, id);
  const outcome = await world.execute(id, { type: 'nudge' }, BY);
  if (outcome.ok && isStalled(outcome.state))
    log.error(STALLED, { documentId: id, postponed: outcome.state.postponed });
}

/** The first sweep of a day asks for that day's trial of the seal. */
async function startCanary({ ledger, clock }: SweepWorld): Promise<void> {
  const at = clock();
  const day = canaryDay(at);
  if ((await ledger.canary(day)) !== undefined) return;
  // Losing to another sweep is well: it has asked for the same.
  await ledger.recordCanary(day, undefined, { events: [{ type: 'CanaryDue' }], at, by: BY });
}

/**
 * One run of the sweep; answers how many streams it nudged.
 * @throws when something could not be done, after all the rest has been.
 */
export async function sweep(world: SweepWorld): Promise<number> {
  const streams = await world.ledger.overdue(world.clock(), SWEEP_LIMIT);
  let failures = 0;
  const failed = (what: string) => (error: unknown) => {
    log.error(`${what} failed`, { error: error as Error });
    failures += 1;
  };
  for (const stream of streams) await nudge(world, stream).catch(failed(`nudge of ${stream}`));
  await startCanary(world).catch(failed('start of the canary'));
  if (failures > 0) throw new Error(`${failures} steps of the sweep failed`);
  return streams.length;
}
