/** Many rows in one request: whatever the table leaves over is asked for again. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  type BatchGetCommandOutput,
  DynamoDBDocumentClient,
  PutCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getAll } from '../../functions/adapters/dynamo-query.ts';
import { freshLedger, TABLE } from './dynamo-fixture.ts';

const ROWS = 230;
const keys = Array.from({ length: ROWS }, (_, index) => ({ pk: `ROW#${index}`, sk: 'HEAD' }));

let stop: () => Promise<void>;
beforeAll(async () => {
  ({ stop } = await freshLedger());
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  for (const key of keys)
    await client.send(new PutCommand({ TableName: TABLE, Item: { ...key, says: key.pk } }));
});
afterAll(() => stop());

/** A table that gives back only so many rows of each request, as a busy one does. */
function stingy(most: number) {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  const asked: number[] = [];
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const result = await next(args);
        if (commandName !== 'BatchGetItemCommand') return result;
        const { Responses } = result.output as BatchGetCommandOutput;
        const rows = Responses?.[TABLE] ?? [];
        asked.push(rows.length);
        const left = rows.slice(most).map(({ pk, sk }) => ({ pk, sk }));
        const output = {
          ...result.output,
          Responses: { [TABLE]: rows.slice(0, most) },
          UnprocessedKeys: left.length === 0 ? {} : { [TABLE]: { Keys: left } },
        };
        return { ...result, output };
      },
    { step: 'initialize', priority: 'high' },
  );
  return { table: { client, name: TABLE }, asked };
}

test('more rows than one request may have come in the order they were asked for', async () => {
  const { table } = stingy(Number.POSITIVE_INFINITY);
  const rows = await getAll(table, keys.toReversed());
  expect(rows.map((row) => row?.['says'])).toEqual(keys.map(({ pk }) => pk).toReversed());
});

test('what is asked for twice comes twice, and what is not there is undefined', async () => {
  const { table } = stingy(Number.POSITIVE_INFINITY);
  const [first, second] = keys;
  if (first === undefined || second === undefined) throw new Error('no rows');
  const rows = await getAll(table, [first, { pk: 'NONE', sk: 'HEAD' }, second, first]);
  expect(rows.map((row) => row?.['says'])).toEqual(['ROW#0', undefined, 'ROW#1', 'ROW#0']);
  expect(await getAll(table, [])).toEqual([]);
});

test('rows that a busy table leaves over are asked for until all are there', async () => {
  const { table, asked } = stingy(30);
  const rows = await getAll(table, keys.slice(0, 100));
  expect(rows.map((row) => row?.['says'])).toEqual(keys.slice(0, 100).map(({ pk }) => pk));
  expect(asked).toEqual([100, 70, 40, 10]);
});

test('a table that gives nothing is not asked for ever', async () => {
  const { table } = stingy(0);
  await expect(getAll(table, keys.slice(0, 3))).rejects.toThrow('3 rows could not be read');
});
