/** Hands a worker its messages in batches as Lambda's SQS poller does, one batch at a time. */
import { createHash } from 'node:crypto';
import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { BATCH_SIZE, type Worker } from '../../../functions/runtime/subscriptions.ts';
import type { WorkerHandler } from '../handlers.ts';
import { ACCOUNT, REGION } from '../region.ts';
import type { Invoker } from './invocation.ts';
import type { Message, Queues } from './queue.ts';

export type Delivery = {
  /** Looks for messages now; for whoever has put some into the queues. */
  wake(): void;
  /** Takes no further messages; resolves when the batch in hand is settled. */
  stop(): Promise<void>;
};

const sqsRecord = (worker: Worker, message: Message): SQSRecord => ({
  messageId: message.id,
  receiptHandle: `${message.id}:${message.receiveCount}`,
  body: message.body,
  attributes: {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentAt),
    SenderId: ACCOUNT,
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
  },
  messageAttributes: {},
  md5OfBody: createHash('md5').update(message.body).digest('hex'),
  eventSource: 'aws:sqs',
  eventSourceARN: `arn:aws:sqs:${REGION}:${ACCOUNT}:${worker}`,
  awsRegion: REGION,
});

/**
 * The messages of a batch that were not handled. An answer that names a message outside the batch
 * fails all of it, as Lambda's rules for partial batch responses have it.
 */
function failed(batch: readonly Message[], response: SQSBatchResponse): readonly Message[] {
  const ids = new Set(response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  const named = batch.filter(({ id }) => ids.has(id));
  return named.length === ids.size ? named : batch;
}

/** Keeps one worker supplied until stopped. */
export function startDelivery(options: {
  readonly worker: Worker;
  readonly handler: WorkerHandler;
  readonly queues: Queues;
  readonly invoker: Invoker;
}): Delivery {
  const { worker, handler, queues, invoker } = options;
  let busy: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const invoke = async (batch: readonly Message[]): Promise<readonly Message[]> => {
    const event = { Records: batch.map((message) => sqsRecord(worker, message)) };
    try {
      return failed(batch, await invoker.invoke({ room: worker, handler, event }));
    } catch (error) {
      console.error(`${worker}:`, error);
      return batch;
    }
  };
  const deliver = async (batch: readonly Message[]): Promise<void> => {
    const notHandled = await invoke(batch);
    for (const message of batch) {
      if (notHandled.includes(message)) queues.giveBack(message.id);
      else queues.remove(message.id);
    }
    busy = undefined;
    wake();
  };
  const wake = (): void => {
    if (busy !== undefined || stopped) return;
    clearTimeout(timer);
    const batch = queues.receive(worker, BATCH_SIZE[worker]);
    if (batch.length > 0) {
      busy = deliver(batch);
      return;
    }
    const due = queues.nextDue(worker);
    if (due !== undefined) timer = setTimeout(wake, Math.max(0, due - Date.now()));
  };
  const stop = async (): Promise<void> => {
    stopped = true;
    clearTimeout(timer);
    await busy;
  };
  wake();
  return { wake, stop };
}
