/** How the laptop follows a stream whose shards close and expire, as DynamoDB's own do. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openQueues, type Queues } from '../../infra/local/work/queue.ts';
import { followStream, type StreamFollower } from '../../infra/local/work/stream.ts';

const STREAM = 'arn:aws:dynamodb:ap-southeast-3:000000000000:table/piagam/stream/1';

/** The answer of the service: a body, or the name of an exception. */
type Answer = Readonly<Record<string, unknown>> | string;
/** The service at the wire; the embedded engine has one shard, which never closes or expires. */
type Service = (operation: string, input: Readonly<Record<string, unknown>>) => Answer;

let service: Service;
let server: Server;
let client: DynamoDBStreamsClient;
let directory: string;
let queues: Queues;
let follower: StreamFollower | undefined;
beforeEach(async () => {
  server = createServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const answer = service(operation, JSON.parse(await text(request)));
    const fault = typeof answer === 'string';
    response.writeHead(fault ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(fault ? { __type: answer } : answer));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  client = new DynamoDBStreamsClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'ap-southeast-3',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
  });
  directory = await mkdtemp(join(tmpdir(), 'shards-'));
  queues = openQueues(join(directory, 'queues.sqlite'));
  follower = undefined;
});
afterEach(async () => {
  await follower?.stop();
  queues.close();
  client.destroy();
  server.close();
  await rm(directory, { recursive: true });
});

const record = (number: number) => ({
  eventName: 'INSERT',
  dynamodb: {
    SequenceNumber: String(number),
    NewImage: {
      pk: { S: 'DOC#abc' },
      sk: { S: `COMMIT#${number}` },
      eventNames: { SS: ['DeclarationMade'] },
    },
  },
});

const received = (): readonly string[] =>
  queues.receive('draft', 100).map(({ body }) => JSON.parse(body).commit);

const shards = (...list: readonly Readonly<Record<string, string>>[]) => ({
  StreamDescription: { Shards: list },
});

test('a parent is read to its end before its child, and is not read again', async () => {
  let open = true;
  const asked: unknown[] = [];
  service = (operation, input) => {
    if (operation === 'DescribeStream')
      return shards({ ShardId: 'child', ParentShardId: 'parent' }, { ShardId: 'parent' });
    if (operation === 'GetShardIterator') {
      asked.push(input['ShardId']);
      return { ShardIterator: `${input['ShardId']} 1` };
    }
    if (input['ShardIterator'] === 'parent 1')
      return { Records: [record(1)], NextShardIterator: 'parent 2' };
    if (input['ShardIterator'] === 'parent 2')
      return open ? { Records: [], NextShardIterator: 'parent 2' } : { Records: [record(2)] };
    if (input['ShardIterator'] === 'child 1')
      return { Records: [record(3)], NextShardIterator: 'child 2' };
    return { Records: [], NextShardIterator: input['ShardIterator'] };
  };
  follower = followStream({ client, stream: STREAM, queues, onMessages: () => {} });
  await follower.drain();
  expect(received()).toEqual(['COMMIT#1']);
  open = false;
  await follower.drain();
  await follower.drain();
  expect(received()).toEqual(['COMMIT#2', 'COMMIT#3']);
  expect(asked).toEqual(['parent', 'child']);
  expect(queues.position(STREAM, 'parent')).toMatchObject({ sequence: '2', finished: true });
});

test('where the records after the last position are gone, all that is left is read', async () => {
  queues.accept({ stream: STREAM, shard: 'shard', sequence: '4', finished: false }, []);
  service = (operation, input) => {
    if (operation === 'DescribeStream') return shards({ ShardId: 'shard' });
    if (input['ShardIteratorType'] === 'AFTER_SEQUENCE_NUMBER') return 'TrimmedDataAccessException';
    if (input['ShardIteratorType'] === 'TRIM_HORIZON') return { ShardIterator: 'first' };
    if (input['ShardIterator'] === 'first')
      return { Records: [record(8), record(9)], NextShardIterator: 'next' };
    return { Records: [], NextShardIterator: 'next' };
  };
  follower = followStream({ client, stream: STREAM, queues, onMessages: () => {} });
  await follower.drain();
  expect(received()).toEqual(['COMMIT#8', 'COMMIT#9']);
});

test('after a long sleep of the machine reading goes on where it stood', async () => {
  let asleep = false;
  service = (operation, input) => {
    if (operation === 'DescribeStream') return shards({ ShardId: 'shard' });
    if (operation === 'GetShardIterator')
      return { ShardIterator: `after ${input['SequenceNumber'] ?? 0}` };
    if (input['ShardIterator'] === 'after 0')
      return { Records: [record(1)], NextShardIterator: 'stale' };
    if (input['ShardIterator'] === 'stale')
      return asleep ? 'ExpiredIteratorException' : { Records: [], NextShardIterator: 'stale' };
    if (input['ShardIterator'] === 'after 1')
      return { Records: [record(2)], NextShardIterator: 'fresh' };
    return { Records: [], NextShardIterator: 'fresh' };
  };
  follower = followStream({ client, stream: STREAM, queues, onMessages: () => {} });
  await follower.drain();
  asleep = true;
  await follower.drain();
  await follower.drain();
  expect(received()).toEqual(['COMMIT#1', 'COMMIT#2']);
});
