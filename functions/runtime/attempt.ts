/** Runs a worker's step; a failure is recorded, and the last one puts the document on the shelf. */
import type { Command } from '../domain/command.ts';
import type { PatientWork } from '../domain/event.ts';
import { type Execute, record } from './execute.ts';
import { log } from './log.ts';

const MAX_REASON = 500;

const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, MAX_REASON).toWellFormed();

/**
 * Puts off work for which an authority outside is wanting; the sweep brings it back.
 * @throws when that could not be recorded.
 */
export async function putOff(
  execute: Execute,
  task: { readonly documentId: string; readonly work: PatientWork; readonly worker: string },
  error: unknown,
): Promise<void> {
  const { documentId, work, worker } = task;
  const reason = reasonOf(error);
  log.warn('work postponed', { documentId, work, reason });
  await record(execute, documentId, { command: { type: 'postpone', work, reason }, worker });
}

/**
 * Tries `step` for a document. @throws the step's error, so that the message comes again, unless
 * the rulebook has shelved the document: then only an admin's retry brings it back.
 */
export async function attempt(
  execute: Execute,
  task: {
    readonly documentId: string;
    readonly work: Command<'recordFailure'>['work'];
    readonly worker: string;
  },
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
