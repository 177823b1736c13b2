/** A worker's door: takes a batch of ledger messages and reports the ones that have to come again. */
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { z } from 'zod';
import type { StreamId } from '../domain/commit.ts';
import { idOf } from '../domain/commit.ts';
import { log } from './log.ts';

/** What travels from the ledger's stream to a worker: a key and names, never data. */
const Body = z.object({
  stream: z.templateLiteral([z.enum(['DOC', 'DECL', 'CANARY', 'REQUEST']), '#', z.string().min(1)]),
});

/**
 * Works on what a stream is about, by its identifier. `timeLeft` answers the milliseconds until the
 * worker is ended, whether it is done or not.
 */
export type WorkOn = (id: string, stream: StreamId, timeLeft: () => number) => Promise<void>;

/** An SQS handler that works a batch side by side; a message whose work throws comes again. */
export function worker(work: WorkOn) {
  return (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const timeLeft = (): number => context.getRemainingTimeInMillis();
    // Several messages of one stream are one piece of work: what it owes is read from the ledger.
    const runs = new Map<string, Promise<void>>();
    const one = async (record: SQSRecord): Promise<void> => {
      const { stream } = Body.parse(JSON.parse(record.body));
      const run = runs.get(stream) ?? work(idOf(stream), stream, timeLeft);
      runs.set(stream, run);
      try {
        await run;
      } catch (error) {
        log.error('work failed', { stream, error: error as Error });
        throw error;
      }
    };
    const processor = new BatchProcessor(EventType.SQS);
    return processPartialResponse(event, one, processor, {
      context,
      throwOnFullBatchFailure: false,
    });
  };
}
