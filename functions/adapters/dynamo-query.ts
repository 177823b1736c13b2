/** How rows are read from the ledger's table: by their keys, or all that a query finds. */
import { setTimeout as delay } from 'node:timers/promises';
import type { GetCommandInput, QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { BatchGetCommand, GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { Key, Row, Table } from './dynamo-rows.ts';

/** As it is at this moment; of a large row only the `part` that is asked for. */
export async function get(
  { client, name }: Table,
  key: Key,
  part: Pick<GetCommandInput, 'ProjectionExpression' | 'ExpressionAttributeNames'> = {},
): Promise<Row | undefined> {
  const { Item } = await client.send(
    new GetCommand({ TableName: name, Key: key, ConsistentRead: true, ...part }),
  );
  return Item;
}

/** The most that BatchGetItem takes at a time; what goes beyond 16 MB of rows it leaves over. */
const BATCH_KEYS = 100;

/** A table that is asked too much leaves rows over as well; so often it may give none at all. */
const LEFT_OVER_PAUSE_MS = 50;
const MAX_IDLE_READINGS = 8;

const nameOf = ({ pk, sk }: Key): string => `${pk} ${sk}`;

async function readBatch({ client, name }: Table, keys: readonly Key[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let left: readonly Key[] = keys;
  let idle = 0;
  while (left.length > 0) {
    if (idle === MAX_IDLE_READINGS) throw new Error(`${left.length} rows could not be read`);
    const asked = { [name]: { Keys: [...left], ConsistentRead: true } };
    const answer = await client.send(new BatchGetCommand({ RequestItems: asked }));
    const found = answer.Responses?.[name] ?? [];
    rows.push(...found);
    left = (answer.UnprocessedKeys?.[name]?.Keys ?? []).map(({ pk, sk }) => ({ pk, sk }));
    idle = found.length === 0 ? idle + 1 : 0;
    if (left.length > 0) await delay(LEFT_OVER_PAUSE_MS * (idle + 1));
  }
  return rows;
}

/** As they are at this moment: a row, or undefined, for each key in the order of `keys`. */
export async function getAll(
  table: Table,
  keys: readonly Key[],
): Promise<readonly (Row | undefined)[]> {
  const different = [...new Map(keys.map((key) => [nameOf(key), key])).values()];
  const batches: Promise<readonly Row[]>[] = [];
  for (let first = 0; first < different.length; first += BATCH_KEYS)
    batches.push(readBatch(table, different.slice(first, first + BATCH_KEYS)));
  const rows = (await Promise.all(batches)).flat();
  const byName = new Map(rows.map((row) => [nameOf({ pk: row['pk'], sk: row['sk'] }), row]));
  return keys.map((key) => byName.get(nameOf(key)));
}

type Query = Omit<QueryCommandInput, 'TableName'>;

/** All rows of a query, or the first `most` of them. */
export async function query(
  { client, name }: Table,
  input: Query,
  most = Number.POSITIVE_INFINITY,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const pages = paginateQuery({ client }, { TableName: name, ...input });
  for await (const { Items = [] } of pages) {
    rows.push(...Items);
    if (rows.length >= most) break;
  }
  return rows.slice(0, most);
}
