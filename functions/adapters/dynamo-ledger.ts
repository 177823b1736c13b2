/** The ledger in one DynamoDB table; needs GetItem, Query and PutItem on it, and nothing else. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Ledger } from '../ports.ts';
import { dynamoReads } from './dynamo-reads.ts';
import { dynamoWrites } from './dynamo-writes.ts';

/**
 * Rows: `DOC#id` and `DECL#id` each with `COMMIT#000001…` and `HEAD`; `LINK#hash` and `FILE#sha256`
 * with `TARGET`; `IDEM#key` with `RECEIPT`. Heads, commits, lookups and receipts are read strongly
 * consistent; `declarations`, `documentsOf` and `overdue` read indexes, which follow within moments.
 * `documentsOf` has no order; `declarations` throws a RangeError on a cursor that it did not give.
 */
export function dynamoLedger(name: string): Ledger {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
    marshallOptions: { removeUndefinedValues: true },
  });
  const table = { client, name };
  return { ...dynamoReads(table), ...dynamoWrites(table) };
}
