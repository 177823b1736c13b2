/** Runs a command on a document: load, decide, append, and again when somebody else was first. */
import type { DocumentCommand } from '../domain/command.ts';
import { decide } from '../domain/decide.ts';
import type { DocumentState } from '../domain/document.ts';
import type { Actor } from '../domain/event.ts';
import type { Refusal } from '../domain/refusal.ts';
import { MAX_SIGNERS } from '../domain/signer.ts';
import type { Clock } from '../ports.ts';
import type { Ledger } from '../ports-ledger.ts';
import { SHELVED } from './env.ts';
import { log } from './log.ts';

/** As many processes may write to one document as it has signatories; each round has one winner. */
const MAX_TRIES = MAX_SIGNERS + 5;

/** The random pause between two tries grows up to this, so that losers do not meet again. */
const MAX_PAUSE_MS = 200;
const FIRST_PAUSE_MS = 20;

type Outcome =
  | { readonly ok: true; readonly state: DocumentState }
  | { readonly ok: false; readonly refusal: Refusal };

/** Decides and records; accepting what is on record already changes nothing. */
export type Execute = (documentId: string, command: DocumentCommand, by: Actor) => Promise<Outcome>;

/**
 * Records what a worker has done.
 * @throws when the ledger would not have it, so that the message comes again.
 */
export async function record(
  execute: Execute,
  documentId: string,
  { command, worker }: { readonly command: DocumentCommand; readonly worker: string },
): Promise<void> {
  const outcome = await execute(documentId, command, { type: 'worker', name: worker });
  if (!outcome.ok) throw new Error(`${command.type}: ${outcome.refusal.reason}`);
}

/** Waits a random while before the next try. */
export const pause = (tries: number): Promise<void> =>
  new Promise((resolve) =>
    setTimeout(resolve, Math.random() * Math.min(FIRST_PAUSE_MS * 2 ** tries, MAX_PAUSE_MS)),
  );

/**
 * The writers of one process take turns at a document: side by side, each round would have one winner
 * and send all others back to the start.
 */
function turns() {
  const last = new Map<string, Promise<unknown>>();
  return async <T>(documentId: string, work: () => Promise<T>): Promise<T> => {
    const before = last.get(documentId) ?? Promise.resolve();
    const mine = before.then(work, work);
    last.set(documentId, mine);
    try {
      return await mine;
    } finally {
      if (last.get(documentId) === mine) last.delete(documentId);
    }
  };
}

/** Binds commands to a ledger and a clock. */
export function executor({
  ledger,
  clock,
}: {
  readonly ledger: Ledger;
  readonly clock: Clock;
}): Execute {
  const inTurn = turns();
  const execute: Execute = async (documentId, command, by) => {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const head = await ledger.document(documentId);
      if (head === undefined) return { ok: false, refusal: { reason: 'notFound' } };
      const at = clock();
      const decision = decide(head.state, command, at);
      if (!decision.ok) return decision;
      const { events } = decision;
      if (events.length === 0) return { ok: true, state: head.state };
      const next = await ledger.append(documentId, head, { events, at, by });
      if (next !== undefined) {
        if (events.some(({ type }) => type === 'DocumentShelved'))
          log.error(SHELVED, { documentId, shelf: next.state.shelf });
        return { ok: true, state: next.state };
      }
      await pause(tries);
    }
    return { ok: false, refusal: { reason: 'contended' } };
  };
  return (documentId, command, by) => inTurn(documentId, () => execute(documentId, command, by));
}
