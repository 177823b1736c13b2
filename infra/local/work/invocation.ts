/** Runs handlers the way Lambda does: with a context, a request id and a time limit. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from 'aws-lambda';
import { ROOMS, type RoomName } from '../../rooms.ts';
import { ACCOUNT, REGION } from '../region.ts';

export type LambdaHandler<E, R> = (event: E, context: Context) => Promise<R>;

type Invocation<E, R> = {
  readonly room: RoomName;
  readonly handler: LambdaHandler<E, R>;
  readonly event: E;
};

export type Invoker = {
  /** @throws what the handler throws, or when it takes longer than its room's Lambda may. */
  invoke<E, R>(invocation: Invocation<E, R>): Promise<R>;
  /** Invocations that run now. */
  running(): number;
  /** Resolves when those that run now have ended. */
  settled(): Promise<void>;
  /** Invocations ever begun: two equal readings mean that none began in between. */
  begun(): number;
};

function lambdaContext(room: RoomName): Context {
  const { memoryMb, timeoutSeconds } = ROOMS[room];
  const deadline = Date.now() + timeoutSeconds * 1000;
  const gone = (): never => {
    throw new Error('Node 24 on Lambda knows no callbacks');
  };
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: room,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${room}`,
    memoryLimitInMB: String(memoryMb),
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/${room}`,
    logStreamName: 'local',
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    done: gone,
    fail: gone,
    succeed: gone,
  };
}

/** Rejects when the time of a room's Lambda is over; nothing can stop a handler that goes on. */
async function timeout(room: RoomName, over: AbortSignal): Promise<never> {
  const { timeoutSeconds } = ROOMS[room];
  await delay(timeoutSeconds * 1000, undefined, { signal: over });
  throw new Error(`${room} timed out after ${timeoutSeconds} seconds`);
}

async function run<E, R>({ room, handler, event }: Invocation<E, R>): Promise<R> {
  const over = new AbortController();
  try {
    const answer = handler(event, lambdaContext(room));
    return await Promise.race([answer, timeout(room, over.signal)]);
  } finally {
    over.abort();
  }
}

/** One invoker serves a whole host, so that it can tell when nothing runs any more. */
export function createInvoker(): Invoker {
  const running = new Set<Promise<unknown>>();
  let begun = 0;
  const invoke = async <E, R>(invocation: Invocation<E, R>): Promise<R> => {
    begun += 1;
    const answer = run(invocation);
    running.add(answer);
    try {
      return await answer;
    } finally {
      running.delete(answer);
    }
  };
  return {
    invoke,
    running: () => running.size,
    settled: async () => void (await Promise.allSettled(running)),
    begun: () => begun,
  };
}
