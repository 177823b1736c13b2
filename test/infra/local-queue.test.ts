/** The laptop's queues keep SQS's promises: at least once, not for ever, never lost. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  BATCH_SIZE,
  MAX_DELIVERIES,
  SUBSCRIPTIONS,
} from '../../functions/runtime/subscriptions.ts';
import type { WorkerHandler } from '../../infra/local/handlers.ts';
import { type Delivery, startDelivery } from '../../infra/local/work/delivery.ts';
import { createInvoker } from '../../infra/local/work/invocation.ts';
import { openQueues, type Queues } from '../../infra/local/work/queue.ts';

const POSITION = { stream: 'stream', shard: 'shard', sequence: '7', finished: false };
const DEADLINE = { timeout: 30_000 };
const NO_FAILURES: SQSBatchResponse = { batchItemFailures: [] };

let directory: string;
let file: string;
let queues: Queues;
let deliveries: Delivery[];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'queue-'));
  file = join(directory, 'queues.sqlite');
  queues = openQueues(file);
  deliveries = [];
});
afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(deliveries.map((delivery) => delivery.stop()));
  queues.close();
  await rm(directory, { recursive: true });
});

const put = (...bodies: readonly string[]): void =>
  queues.accept(
    POSITION,
    bodies.map((body) => ({ worker: 'draft', body })),
  );

const deliver = (handler: WorkerHandler): void => {
  const invoker = createInvoker();
  deliveries.push(startDelivery({ worker: 'draft', handler, queues, invoker }));
};

const bodies = ({ Records }: SQSEvent): readonly string[] => Records.map(({ body }) => body);
const failures = (...ids: readonly string[]): SQSBatchResponse => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});
const settled = (): Promise<void> => vi.waitFor(() => expect(queues.pending()).toBe(0), DEADLINE);

test('a worker gets its messages in order, in batches, one invocation at a time', async () => {
  const sent = Array.from({ length: BATCH_SIZE.draft * 2 + 1 }, (_, index) => `message ${index}`);
  put(...sent);
  const seen: string[] = [];
  let running = 0;
  deliver(async (event) => {
    running += 1;
    expect(running).toBe(1);
    expect(event.Records.length).toBeLessThanOrEqual(BATCH_SIZE.draft);
    await Promise.resolve();
    seen.push(...bodies(event));
    running -= 1;
    return NO_FAILURES;
  });
  await settled();
  expect(seen).toEqual(sent);
});

test('a message is shaped as SQS shapes it', async () => {
  put('{"stream":"DOC#1"}');
  const handler = vi.fn(async (_event: SQSEvent) => NO_FAILURES);
  deliver(handler);
  await settled();
  expect(handler.mock.calls[0]?.[0].Records).toEqual([
    {
      messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      receiptHandle: expect.any(String),
      body: '{"stream":"DOC#1"}',
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
        SenderId: '000000000000',
        ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
      },
      messageAttributes: {},
      md5OfBody: '4d8c69033e0624062a364cff7db41c13',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:ap-southeast-3:000000000000:draft',
      awsRegion: 'ap-southeast-3',
    },
  ]);
});

test('of a batch only the messages that failed come again', async () => {
  put('good', 'bad', 'fine');
  const seen: (readonly string[])[] = [];
  deliver(async (event) => {
    seen.push(bodies(event));
    const bad = event.Records.filter(({ body }) => seen.length === 1 && body === 'bad');
    return failures(...bad.map(({ messageId }) => messageId));
  });
  await settled();
  expect(seen).toEqual([['good', 'bad', 'fine'], ['bad']]);
  expect(queues.report().deadLetters).toEqual([]);
});

test.each([
  ['throws', async (): Promise<SQSBatchResponse> => Promise.reject(new Error('broken'))],
  ['names a message that is not in the batch', async () => failures('somebody else')],
  ['names a message by the empty text', async () => failures('')],
])('all of a batch comes again when the worker %s', async (_what, fault) => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  put('one', 'two');
  const handler = vi.fn<WorkerHandler>(async () => NO_FAILURES).mockImplementationOnce(fault);
  deliver(handler);
  await settled();
  const seen = handler.mock.calls.map(([event]) => bodies(event));
  expect(seen.flat()).toEqual(['one', 'two', 'one', 'two']);
});

test('a message that fails every time is a dead letter after its last delivery', async () => {
  put('poison', 'good');
  const counts: string[] = [];
  deliver(async ({ Records }) => {
    const poison = Records.filter(({ body }) => body === 'poison');
    counts.push(...poison.map(({ attributes }) => attributes.ApproximateReceiveCount));
    return failures(...poison.map(({ messageId }) => messageId));
  });
  await settled();
  expect(counts).toEqual(Array.from({ length: MAX_DELIVERIES }, (_, index) => String(index + 1)));
  expect(queues.report()).toEqual({
    queues: Object.keys(SUBSCRIPTIONS).map((worker) => ({ worker, waiting: 0, inFlight: 0 })),
    deadLetters: [
      expect.objectContaining({
        worker: 'draft',
        body: 'poison',
        receiveCount: MAX_DELIVERIES,
      }),
    ],
  });
});

test('the wait before each further delivery doubles', () => {
  vi.spyOn(Date, 'now').mockReturnValue(1_000_000);
  put('late');
  const waits = Array.from({ length: MAX_DELIVERIES - 1 }, () => {
    const [message] = queues.receive('draft', 1);
    queues.giveBack(message?.id ?? '');
    expect(queues.receive('draft', 1)).toEqual([]);
    const due = queues.nextDue('draft') ?? 0;
    const wait = due - Date.now();
    vi.spyOn(Date, 'now').mockReturnValue(due);
    return wait;
  });
  expect(waits).toEqual([200, 400, 800, 1600]);
});

test('a delivery cut off by the end of its process does not count and comes again at once', async () => {
  put('first', 'second');
  expect(queues.receive('draft', 1)).toMatchObject([{ body: 'first', receiveCount: 1 }]);
  const next = openQueues(file);
  const counts = next
    .receive('draft', 10)
    .map(({ body, receiveCount }) => [body, receiveCount] as const);
  expect(new Map(counts)).toEqual(
    new Map([
      ['first', 1],
      ['second', 1],
    ]),
  );
  next.close();
});

test('messages and the position behind them are kept together or not at all', () => {
  put('one');
  expect(queues.position('stream', 'shard')).toEqual(POSITION);
  const broken = { worker: 'draft', body: undefined as unknown as string } as const;
  const further = { ...POSITION, sequence: '9' };
  expect(() => queues.accept(further, [{ worker: 'draft', body: 'two' }, broken])).toThrow();
  expect(queues.position('stream', 'shard')).toEqual(POSITION);
  expect(queues.pending()).toBe(1);
});

test('a stopped delivery finishes the batch in hand and takes no other', async () => {
  put(...Array.from({ length: BATCH_SIZE.draft + 1 }, (_, index) => `message ${index}`));
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  deliver(async () => {
    await gate;
    return NO_FAILURES;
  });
  const stopped = deliveries[0]?.stop();
  open();
  await stopped;
  expect(queues.report().queues).toContainEqual({ worker: 'draft', waiting: 1, inFlight: 0 });
});
