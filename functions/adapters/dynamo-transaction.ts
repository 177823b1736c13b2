/** One transaction of the ledger: conditional puts, won by one writer or not made at all. */
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { ClaimRow, Row, Table } from './dynamo-rows.ts';

export type Put = Omit<
  NonNullable<NonNullable<TransactWriteCommandInput['TransactItems']>[number]['Put']>,
  'TableName'
>;

/** A row that nobody may have made before. */
export const putNew = (Item: Row): Put => ({
  Item,
  ConditionExpression: 'attribute_not_exists(pk)',
});

/** A head in the place of the one that was read. */
export const putHead = (Item: Row, before: { readonly version: number } | undefined): Put =>
  before === undefined
    ? putNew(Item)
    : {
        Item,
        ConditionExpression: '#version = :before',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':before': before.version },
      };

/**
 * What its own claimant has claimed before is claimed again in peace: a renewed step may come to the
 * same bytes, and a number is claimed when it is given and once more when it is entered.
 */
export const putClaim = (Item: ClaimRow): Put => ({
  Item,
  ConditionExpression: 'attribute_not_exists(pk) OR claimant = :claimant',
  ExpressionAttributeValues: { ':claimant': Item.claimant },
});

/**
 * Makes all of `puts` or none. `contested` are rows that another writer may rightly have made
 * first; `own` are rows whose condition can fail only when the world is broken.
 * @returns false when another writer was first or is at it at this moment.
 * @throws when an own row is taken by something else, and on every other fault.
 */
export async function write(
  { client, name }: Table,
  contested: readonly Put[],
  own: readonly Put[] = [],
): Promise<boolean> {
  const TransactItems = [...contested, ...own].map((put) => ({
    Put: { TableName: name, ...put },
  }));
  try {
    await client.send(new TransactWriteCommand({ TransactItems }));
    return true;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code);
    const beaten = codes.slice(0, contested.length).includes('ConditionalCheckFailed');
    if (beaten || codes.includes('TransactionConflict')) return false;
    throw error;
  }
}
