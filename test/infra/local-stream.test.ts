/** From the table's stream to the queues: every commit reaches every worker that it concerns. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type DynamoEngine, startDynamo } from '../../infra/local/engines/dynamo.ts';
import { createTable } from '../../infra/local/table.ts';
import { openQueues, type Queues } from '../../infra/local/work/queue.ts';
import {
  followStream,
  messagesOf,
  type StreamFollower,
  streamOf,
} from '../../infra/local/work/stream.ts';

const TABLE = 'piagam';
const CLIENT = {
  region: 'ap-southeast-3',
  credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
};
/** More than one reading of the stream gives. */
const MANY = 1100;
/** The most that one transaction holds. */
const TRANSACTION = 100;

const row = (sk: string, events: readonly string[]) => ({
  pk: { S: 'DOC#abc' },
  sk: { S: sk },
  ...(events.length === 0 ? {} : { eventNames: { SS: [...events] } }),
});

test.each([
  ['wakes its one worker', 'COMMIT#000001', ['DocumentDrafted'], ['render']],
  ['wakes several', 'COMMIT#000007', ['SignerSigned', 'SigningCompleted'], ['render', 'notify']],
  [
    'wakes all that share an event',
    'COMMIT#000008',
    ['DocumentNudged'],
    ['render', 'seal', 'notify'],
  ],
  ['wakes nobody when nobody asked', 'COMMIT#000003', ['SessionOpened'], []],
  ['is not a commit', 'HEAD', ['DocumentDrafted'], []],
])('a new row that %s', (_what, sk, events, workers) => {
  const messages = messagesOf({ eventName: 'INSERT', dynamodb: { NewImage: row(sk, events) } });
  expect(messages.map(({ worker }) => worker)).toEqual(workers);
  for (const { body } of messages)
    expect(JSON.parse(body)).toEqual({ stream: 'DOC#abc', commit: sk, events });
});

test('a row that was changed or removed wakes nobody', () => {
  const dynamodb = { NewImage: row('COMMIT#000001', ['DocumentDrafted']) };
  for (const eventName of ['MODIFY', 'REMOVE'] as const)
    expect(messagesOf({ eventName, dynamodb })).toEqual([]);
});

describe('a follower of the embedded engine', () => {
  let directory: string;
  let engine: DynamoEngine;
  let client: DynamoDBClient;
  let streams: DynamoDBStreamsClient;
  let queues: Queues;
  let followers: StreamFollower[];
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'stream-'));
    engine = await startDynamo({ file: join(directory, 'ledger.sqlite') });
    const { endpoint } = engine;
    client = new DynamoDBClient({ ...CLIENT, endpoint });
    streams = new DynamoDBStreamsClient({ ...CLIENT, endpoint });
    await createTable(client, TABLE);
    queues = openQueues(join(directory, 'queues.sqlite'));
    followers = [];
  });
  afterEach(async () => {
    await Promise.all(followers.map((follower) => follower.stop()));
    queues.close();
    await engine.stop();
    await rm(directory, { recursive: true });
  });

  const commit = (...numbers: readonly number[]) => {
    const put = (number: number) => ({
      Put: { TableName: TABLE, Item: row(`COMMIT#${number}`, ['DeclarationMade']) },
    });
    return client.send(new TransactWriteItemsCommand({ TransactItems: numbers.map(put) }));
  };

  async function follow(onMessages: () => void = () => {}): Promise<StreamFollower> {
    const stream = await streamOf(client, TABLE);
    const follower = followStream({ client: streams, stream, queues, onMessages });
    followers.push(follower);
    return follower;
  }

  const received = (): readonly string[] =>
    queues.receive('draft', MANY * 2).map(({ body }) => JSON.parse(body).commit);

  test('all commits arrive, in order, and whoever waits for messages is told', async () => {
    const expected = Array.from({ length: MANY }, (_, index) => index + 1);
    for (let first = 0; first < MANY; first += TRANSACTION)
      await commit(...expected.slice(first, first + TRANSACTION));
    const told = vi.fn();
    const follower = await follow(told);
    await follower.drain();
    expect(received()).toEqual(expected.map((number) => `COMMIT#${number}`));
    expect(told).toHaveBeenCalled();
  });

  test('a commit arrives without anybody asking', async () => {
    await follow();
    await commit(1);
    await vi.waitFor(() => expect(received()).toEqual(['COMMIT#1']), { timeout: 30_000 });
  });

  test('after a restart the next commits arrive, and none twice', async () => {
    await commit(1);
    const first = await follow();
    await first.drain();
    await first.stop();
    await commit(2);
    queues.close();
    queues = openQueues(join(directory, 'queues.sqlite'));
    await (await follow()).drain();
    expect(received()).toEqual(['COMMIT#1', 'COMMIT#2']);
  });

  test('queues that know nothing of this stream take all of it', async () => {
    const elsewhere = {
      stream: 'an older table',
      shard: 'shard',
      sequence: '999',
      finished: false,
    };
    queues.accept(elsewhere, []);
    await commit(1);
    await (await follow()).drain();
    expect(received()).toEqual(['COMMIT#1']);
  });
});
