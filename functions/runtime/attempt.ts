/** Runs a worker's step; a failure is recorded, and the last one puts the document on the shelf. */
import type { Work } from '../domain/event.ts';
import type { Execute } from './execute.ts';

const MAX_REASON = 500;

const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, MAX_REASON).toWellFormed();

/**
 * Tries `step` for a document. @throws the step's error, so that the message comes again, unless
 * the rulebook has shelved the document: then only an admin's retry brings it back.
 */
export async function attempt(
  execute: Execute,
  task: { readonly documentId: string; readonly work: Work; readonly worker: string },
  step: () => Promise<void>,
): Promise<void> {
  try {
    await step();
  } catch (error) {
    const { documentId, work, worker } = task;
    const reason = reasonOf(error);
    const by = { type: 'worker', name: worker } as const;
    const outcome = await execute(documentId, { type: 'recordFailure', work, reason }, by);
    if (!outcome.ok || outcome.state.shelf === undefined) throw error;
  }
}
