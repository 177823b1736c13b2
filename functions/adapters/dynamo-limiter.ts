/** Counts attempts in a DynamoDB table that is no record; needs PutItem on it, and nothing else. */
import { createHash } from 'node:crypto';
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Limiter } from '../ports.ts';

/**
 * Seats that one attempt tries, so that the cost of an attempt has a bound. Of a quarter taken, one
 * attempt in four thousand finds none free (1/4 to the 6th); of fewer seats than this, all are tried.
 */
const TRIES = 6;

/** An attempt that cannot be counted at once is decided without: nobody waits for the counting. */
const PATIENCE = { connectionTimeout: 1000, requestTimeout: 1000, throwOnRequestTimeout: true };
const SENDINGS = 2;

/** Different seats in a random order, so that writers at the same moment seldom meet. */
function seatsToTry(seats: number): ReadonlySet<number> {
  const chosen = new Set<number>();
  const count = Math.min(seats, TRIES);
  while (chosen.size < count) chosen.add(Math.floor(Math.random() * seats));
  return chosen;
}

/** How the keys of seats begin: the table holds turns as well, which are another room's (`dynamo-lease.ts`). */
export const SEAT_PREFIX = 'seat#';

/** One hash of all that names a seat: whose it is cannot be read from the table. */
const seatKey = (key: string, seat: number): string =>
  `${SEAT_PREFIX}${createHash('sha256').update(`${key}|${seat}`).digest('hex')}`;

/** A row per seat, put if it is not there: most often one small write, whatever came before. */
export function dynamoLimiter(name: string): Limiter {
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ maxAttempts: SENDINGS, requestHandler: PATIENCE }),
  );
  const isTaken = async (pk: string, expiresAt: number): Promise<boolean> => {
    try {
      await client.send(
        new PutCommand({
          TableName: name,
          Item: { pk, expiresAt },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
      return false;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return true;
      throw error;
    }
  };
  return {
    take: async ({ key, seats, expiresAt }) => {
      for (const seat of seatsToTry(seats))
        if (!(await isTaken(seatKey(key, seat), expiresAt))) return true;
      return false;
    },
  };
}
