/** The ledger in one DynamoDB table; needs GetItem, BatchGetItem, Query and PutItem on it, and nothing else. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Ledger } from '../ports-ledger.ts';
import { ledgerHeads } from './dynamo-heads.ts';
import { dynamoLists } from './dynamo-lists.ts';
import { dynamoReads } from './dynamo-reads.ts';
import { dynamoWrites } from './dynamo-writes.ts';

/** Nobody waits for ever: the SDK asks again, and a write that it repeats is made once. */
const PATIENCE = {
  connectionTimeout: 3000,
  requestTimeout: 10_000,
  throwOnRequestTimeout: true,
};

/**
 * Rows: `DOC#id`, `DECL#id`, `NUMBER#series`, `AGENCY#id`, `CANARY#day` and `REQUEST#id.person`
 * each with `COMMIT#000001…` and `HEAD`;
 * `DOC#id` also with `NUMBER`, what the register gave it; `DECL#id` with `RENEWAL`, who renews it;
 * `TAKEN#register` with a row per number; `LINK#hash` and `FILE#sha256` with `TARGET`; `IDEM#key`
 * with `RECEIPT`. Everything is read strongly consistent but `declarations` and `overdue`, which read
 * indexes that follow within moments.
 */
export function dynamoLedger(name: string): Ledger {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ requestHandler: PATIENCE }), {
    marshallOptions: { removeUndefinedValues: true },
  });
  const table = { client, name };
  const heads = ledgerHeads(table);
  return { ...dynamoReads(table, heads), ...dynamoLists(table), ...dynamoWrites(table, heads) };
}
