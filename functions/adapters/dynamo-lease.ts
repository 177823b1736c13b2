/** Turns in the DynamoDB table of the attempts; needs PutItem on it, and nothing else. */
import { createHash } from 'node:crypto';
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, type PutCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Lease } from '../ports.ts';

/** How the keys of turns begin, by which the rooms that count and the one that writes are kept apart. */
export const TURN_PREFIX = 'turn#';

/** A table that does not answer ends the run, whose message comes again. */
const PATIENCE = { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true };

/** A hash of what the turn is about: whose letters were written cannot be read from the table. */
const turnKey = (key: string): string =>
  `${TURN_PREFIX}${createHash('sha256').update(key).digest('hex')}`;

/** A row per key, which is put over and over; it goes away by itself once nobody takes it any more. */
export function dynamoLease(name: string): Lease {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ requestHandler: PATIENCE }));
  const put = async (change: Omit<PutCommandInput, 'TableName'>): Promise<boolean> => {
    try {
      await client.send(new PutCommand({ TableName: name, ...change }));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };
  return {
    // The SDK sends again what was not answered: then the row may be there, and be our own.
    take: ({ key, owner, now, expiresAt }) =>
      put({
        Item: { pk: turnKey(key), heldBy: owner, expiresAt },
        ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now OR heldBy = :owner',
        ExpressionAttributeValues: { ':now': now, ':owner': owner },
      }),
    // Not 0: DynamoDB never removes a row whose time ran out more than five years ago.
    release: async ({ key, owner, now }) => {
      await put({
        Item: { pk: turnKey(key), heldBy: owner, expiresAt: now },
        ConditionExpression: 'heldBy = :owner',
        ExpressionAttributeValues: { ':owner': owner },
      });
    },
  };
}
