/** A worker's door: takes a batch of ledger messages and reports the ones that have to come again. */
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { z } from 'zod';
import type { StreamId } from '../domain/commit.ts';
import type { EventName } from '../domain/event.ts';
import { log } from './log.ts';

/** What travels from the ledger's stream to a worker: a key and names, never data. */
export type Message = {
  readonly kind: 'document' | 'declaration';
  readonly id: string;
  readonly events: readonly EventName[];
};

const Body = z.object({
  stream: z.templateLiteral([z.enum(['DOC', 'DECL']), '#', z.string().min(1)]),
  events: z.array(z.custom<EventName>((name) => typeof name === 'string')),
});

function parse(record: SQSRecord): Message {
  const { stream, events } = Body.parse(JSON.parse(record.body));
  const id = stream.slice(stream.indexOf('#') + 1);
  return { kind: stream.startsWith('DOC#') ? 'document' : 'declaration', id, events };
}

const streamOf = (message: Message): StreamId =>
  message.kind === 'document' ? `DOC#${message.id}` : `DECL#${message.id}`;

/** An SQS handler that works a batch side by side; a message whose work throws comes again. */
export function worker(work: (message: Message) => Promise<void>) {
  const processor = new BatchProcessor(EventType.SQS);
  const one = async (record: SQSRecord): Promise<void> => {
    const message = parse(record);
    try {
      await work(message);
    } catch (error) {
      log.error('work failed', { stream: streamOf(message), error: error as Error });
      throw error;
    }
  };
  return (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
    processPartialResponse(event, one, processor, { context, throwOnFullBatchFailure: false });
}
