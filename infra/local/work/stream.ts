/** Follows the table's stream and turns every commit into messages for the workers it concerns. */
import { setTimeout as delay } from 'node:timers/promises';
import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  type _Record,
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import { SUBSCRIPTIONS } from '../../../functions/runtime/subscriptions.ts';
import { TABLE_SCHEMA } from '../../table-schema.ts';
import { type NewMessage, type Queues, WORKERS } from './queue.ts';

const POLL_INTERVAL_MS = 100;
/** Wait after a failed reading; the position is kept, so nothing is missed. */
const FAULT_INTERVAL_MS = 1000;
/** The most that GetRecords gives at a time. */
const RECORDS_PER_READ = 1000;

export type StreamFollower = {
  /** Reads all that is there now; resolves with the number of records read. */
  drain(): Promise<number>;
  stop(): Promise<void>;
};

/** One message for each worker that a record concerns; none when the record is not a commit. */
export function messagesOf(record: _Record): readonly NewMessage[] {
  const image = record.dynamodb?.NewImage;
  const commit = image?.['sk']?.S;
  if (record.eventName !== 'INSERT' || !commit?.startsWith(TABLE_SCHEMA.commitPrefix)) return [];
  const events: readonly string[] = image?.['eventNames']?.SS ?? [];
  const body = JSON.stringify({ stream: image?.['pk']?.S, commit, events });
  return WORKERS.filter((worker) =>
    SUBSCRIPTIONS[worker].some((name) => events.includes(name)),
  ).map((worker) => ({ worker, body }));
}

/** The ARN of a table's stream. @throws when the table has none. */
export async function streamOf(client: DynamoDBClient, table: string): Promise<string> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
  if (Table?.LatestStreamArn === undefined) throw new Error(`table ${table} has no stream`);
  return Table.LatestStreamArn;
}

async function shardsOf(client: DynamoDBStreamsClient, stream: string): Promise<readonly Shard[]> {
  const shards: Shard[] = [];
  let after: string | undefined;
  do {
    const { StreamDescription } = await client.send(
      new DescribeStreamCommand({
        StreamArn: stream,
        ...(after === undefined ? {} : { ExclusiveStartShardId: after }),
      }),
    );
    shards.push(...(StreamDescription?.Shards ?? []));
    after = StreamDescription?.LastEvaluatedShardId;
  } while (after !== undefined);
  return shards;
}

const isOutdated = (error: unknown): boolean =>
  error instanceof ExpiredIteratorException || error instanceof TrimmedDataAccessException;

type Source = {
  readonly client: DynamoDBStreamsClient;
  readonly stream: string;
  readonly queues: Queues;
  /** Called when messages have been put into the queues. */
  readonly onMessages: () => void;
};

/** An iterator behind the record `after`, or at the oldest record when `after` is null or gone. */
async function openIterator(
  source: Source,
  shard: string,
  after: string | null,
): Promise<string | undefined> {
  const place = { StreamArn: source.stream, ShardId: shard };
  const from =
    after === null
      ? ({ ShardIteratorType: 'TRIM_HORIZON' } as const)
      : ({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after } as const);
  try {
    const command = new GetShardIteratorCommand({ ...place, ...from });
    const { ShardIterator } = await source.client.send(command);
    return ShardIterator;
  } catch (error) {
    // What lay in between is gone; the workers bear getting the rest twice.
    if (after !== null && isOutdated(error)) return openIterator(source, shard, null);
    throw error;
  }
}

/** Turns all that a shard holds now into messages. @returns the iterator behind it, if any. */
async function readShard(
  { client, stream, queues, onMessages }: Source,
  shard: string,
  iterator: string | undefined,
): Promise<{ readonly count: number; readonly next: string | undefined }> {
  let sequence = queues.position(stream, shard)?.sequence ?? null;
  let next = iterator;
  let count = 0;
  let records: readonly _Record[];
  do {
    const command = new GetRecordsCommand({ ShardIterator: next, Limit: RECORDS_PER_READ });
    const { Records = [], NextShardIterator } = await client.send(command);
    records = Records;
    next = NextShardIterator;
    sequence = records.at(-1)?.dynamodb?.SequenceNumber ?? sequence;
    const finished = next === undefined;
    const messages = records.flatMap(messagesOf);
    if (records.length > 0 || finished)
      queues.accept({ stream, shard, sequence, finished }, messages);
    if (messages.length > 0) onMessages();
    count += records.length;
  } while (next !== undefined && records.length > 0);
  return { count, next };
}

/** Reads a stream to its present end at every turn; remembers the iterators in between. */
function reader(source: Source): () => Promise<number> {
  const { client, stream, queues } = source;
  const iterators = new Map<string, string>();
  const finished = (shard: string): boolean => queues.position(stream, shard)?.finished === true;
  let known: readonly Shard[] = [];

  /** A new shard follows on one that was closed, so until then nothing is asked. */
  const currentShards = async (): Promise<readonly Shard[]> => {
    const isOpen = known.some(({ ShardId: shard }) => shard !== undefined && !finished(shard));
    const isClosed = known.some(({ ShardId: shard }) => shard !== undefined && finished(shard));
    if (!isOpen || isClosed) known = await shardsOf(client, stream);
    return known;
  };

  const readOn = async (shard: string): Promise<number> => {
    const after = queues.position(stream, shard)?.sequence ?? null;
    const iterator = iterators.get(shard) ?? (await openIterator(source, shard, after));
    iterators.delete(shard);
    try {
      const { count, next } = await readShard(source, shard, iterator);
      if (next !== undefined) iterators.set(shard, next);
      return count;
    } catch (error) {
      if (isOutdated(error)) return 0;
      throw error;
    }
  };

  const readAll = async (): Promise<number> => {
    const shards = await currentShards();
    const ids = new Set(shards.map(({ ShardId }) => ShardId));
    let count = 0;
    for (const { ShardId: shard, ParentShardId: parent } of shards) {
      // A child holds what was written after its parent was closed: it waits its turn.
      const waits = parent !== undefined && ids.has(parent) && !finished(parent);
      if (shard !== undefined && !waits && !finished(shard)) count += await readOn(shard);
    }
    return count;
  };

  return async () => {
    try {
      return await readAll();
    } catch (error) {
      // A shard that is a day old may be gone.
      known = [];
      throw error;
    }
  };
}

/** Follows a stream from where the queues last stood, or from its beginning, until stopped. */
export function followStream(source: Source): StreamFollower {
  const read = reader(source);
  const stopping = new AbortController();
  let turn: Promise<unknown> = Promise.resolve();
  const drain = (): Promise<number> => {
    const mine = turn.then(read, read);
    turn = mine;
    return mine;
  };
  const pause = (milliseconds: number): Promise<void> =>
    delay(milliseconds, undefined, { signal: stopping.signal }).catch(() => {});
  const follow = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await drain();
        await pause(POLL_INTERVAL_MS);
      } catch (error) {
        console.error('stream:', error);
        await pause(FAULT_INTERVAL_MS);
      }
    }
  };
  const following = follow();
  const stop = async (): Promise<void> => {
    stopping.abort();
    await following;
  };
  return { drain, stop };
}
