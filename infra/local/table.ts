/** Makes the tables in a local DynamoDB, with the keys that the stacks give them in AWS. */
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteItemCommand,
  type DynamoDBClient,
  type KeySchemaElement,
  paginateScan,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { TURN_PREFIX } from '../../functions/adapters/dynamo-lease.ts';
import { type LedgerIndex, RATES_SCHEMA, TABLE_SCHEMA } from '../table-schema.ts';

const TABLE_WAIT_SECONDS = 30;

const keys = (partitionKey: string, sortKey: string | undefined): KeySchemaElement[] => [
  { AttributeName: partitionKey, KeyType: 'HASH' },
  ...(sortKey === undefined ? [] : [{ AttributeName: sortKey, KeyType: 'RANGE' } as const]),
];

const texts = (names: readonly string[]): CreateTableCommandInput['AttributeDefinitions'] =>
  names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' }));

/** Makes a table when it is not there yet; one that is there is left as it is. */
async function create(
  client: DynamoDBClient,
  table: CreateTableCommandInput & { readonly TableName: string },
  timeToLive: string,
): Promise<void> {
  const { TableName } = table;
  try {
    await client.send(new CreateTableCommand({ BillingMode: 'PAY_PER_REQUEST', ...table }));
  } catch (error) {
    if (error instanceof ResourceInUseException) return;
    throw error;
  }
  await waitUntilTableExists({ client, maxWaitTime: TABLE_WAIT_SECONDS }, { TableName });
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName,
      TimeToLiveSpecification: { AttributeName: timeToLive, Enabled: true },
    }),
  );
}

/** Makes the ledger's table when it is not there yet. */
export function createTable(client: DynamoDBClient, name: string): Promise<void> {
  const indexes: readonly LedgerIndex[] = TABLE_SCHEMA.indexes;
  const attributes = [TABLE_SCHEMA, ...indexes].flatMap(({ partitionKey, sortKey }) => [
    partitionKey,
    ...(sortKey ? [sortKey] : []),
  ]);
  const table = {
    TableName: name,
    KeySchema: keys(TABLE_SCHEMA.partitionKey, TABLE_SCHEMA.sortKey),
    AttributeDefinitions: texts(attributes),
    GlobalSecondaryIndexes: indexes.map((index) => ({
      IndexName: index.name,
      KeySchema: keys(index.partitionKey, index.sortKey),
      Projection: { ProjectionType: index.projection },
    })),
    StreamSpecification: { StreamEnabled: true, StreamViewType: TABLE_SCHEMA.streamView },
  };
  return create(client, table, TABLE_SCHEMA.timeToLive);
}

/** Makes the table of attempts and turns when it is not there yet. */
export const createRates = (client: DynamoDBClient, name: string): Promise<void> =>
  create(
    client,
    {
      TableName: name,
      KeySchema: keys(RATES_SCHEMA.partitionKey, undefined),
      AttributeDefinitions: texts([RATES_SCHEMA.partitionKey]),
    },
    RATES_SCHEMA.timeToLive,
  );

/**
 * Ends the turns that an earlier host was killed with. It is gone and there is one at a time, so nobody
 * has to wait until their time has run out.
 */
export async function endTurns(client: DynamoDBClient, name: string): Promise<void> {
  const turns = {
    TableName: name,
    FilterExpression: 'begins_with(pk, :turn)',
    ExpressionAttributeValues: { ':turn': { S: TURN_PREFIX } },
  };
  for await (const { Items = [] } of paginateScan({ client }, turns))
    for (const { pk } of Items)
      if (pk !== undefined)
        await client.send(new DeleteItemCommand({ TableName: name, Key: { pk } }));
}
