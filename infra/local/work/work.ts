/** Everything that makes handlers run without a request: deliveries, the stream, the sweep. */
import { setTimeout as delay } from 'node:timers/promises';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { Handlers } from '../handlers.ts';
import { REGION } from '../region.ts';
import type { Settings } from '../settings.ts';
import { startDelivery } from './delivery.ts';
import type { Invoker } from './invocation.ts';
import { type Queues, WORKERS } from './queue.ts';
import { followStream } from './stream.ts';
import { startSweep } from './sweep.ts';

const IDLE_POLL_MS = 10;

export type Wiring = {
  readonly handlers: Handlers;
  readonly invoker: Invoker;
  readonly queues: Queues;
  readonly settings: Settings;
  /** ARN of the table's stream. */
  readonly stream: string;
};

export type Work = {
  /** Resolves when every commit has been told, every message handled, and nothing runs. */
  idle(): Promise<void>;
  /** Begins nothing more; resolves when what is in hand has ended. */
  stop(): Promise<void>;
};

export function startWork({ handlers, invoker, queues, settings, stream }: Wiring): Work {
  const { dynamoEndpoint: endpoint, credentials } = settings;
  const client = new DynamoDBStreamsClient({ endpoint, credentials, region: REGION });
  const deliveries = WORKERS.map((worker) =>
    startDelivery({ worker, handler: handlers[worker], queues, invoker }),
  );
  const onMessages = (): void => {
    for (const delivery of deliveries) delivery.wake();
  };
  const follower = followStream({ client, stream, queues, onMessages });
  const sweep = startSweep(handlers.sweep, invoker);

  const idle = async (): Promise<void> => {
    for (;;) {
      const begun = invoker.begun();
      await invoker.settled();
      const read = await follower.drain();
      const still = invoker.running() === 0 && invoker.begun() === begun;
      if (read === 0 && still && queues.pending() === 0) return;
      await delay(IDLE_POLL_MS);
    }
  };
  const stop = async (): Promise<void> => {
    await Promise.all([follower, sweep, ...deliveries].map((part) => part.stop()));
    client.destroy();
  };
  return { idle, stop };
}
