/** How rows are read from the ledger's table: one by its key, or all that a query finds. */
import type { GetCommandInput, QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
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
