/** Turns on the real engine: one owner at a time, none for ever. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoLease, TURN_PREFIX } from '../../functions/adapters/dynamo-lease.ts';
import { dynamoLimiter, SEAT_PREFIX } from '../../functions/adapters/dynamo-limiter.ts';
import type { Lease } from '../../functions/ports.ts';
import { createRates, endTurns } from '../../infra/local/table.ts';
import { openLedger } from './dynamo-fixture.ts';

const RATES = 'rates';
/** Epoch seconds; far ahead, so that the engine's own expiry takes no row away. */
const NOW = 2_500_000_000;
const ENDS = NOW + 60;

let directory: string;
let stop: () => Promise<void>;
let lease: Lease;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lease-'));
  const { engine } = await openLedger(directory);
  stop = () => engine.stop();
  await createRates(new DynamoDBClient({}), RATES);
  lease = dynamoLease(RATES);
});
afterAll(async () => {
  await stop();
  await rm(directory, { recursive: true });
});

let serial = 0;
/** Something that nobody has had a turn at yet. */
const fresh = (): string => {
  serial += 1;
  return `declaration.${serial}`;
};

const take = (key: string, owner: string, now = NOW): Promise<boolean> =>
  lease.take({ key, owner, now, expiresAt: now + (ENDS - NOW) });

async function rows() {
  const found = [];
  for await (const { Items = [] } of paginateScan(
    { client: new DynamoDBClient({}) },
    { TableName: RATES },
  ))
    found.push(...Items);
  return found;
}

describe('a turn', () => {
  test('is one owner’s, however many ask at once, each from a process of its own', async () => {
    const key = fresh();
    const owners = Array.from({ length: 20 }, (_, index) => `owner ${index}`);
    const taken = await Promise.all(
      owners.map((owner) => dynamoLease(RATES).take({ key, owner, now: NOW, expiresAt: ENDS })),
    );
    expect(taken.filter(Boolean)).toHaveLength(1);
  });

  test('at one key is no turn at another', async () => {
    expect(await take(fresh(), 'one')).toBe(true);
    expect(await take(fresh(), 'other')).toBe(true);
  });

  test('ends by itself, and not before its time', async () => {
    const key = fresh();
    await take(key, 'gone');
    expect(await take(key, 'next', ENDS - 1)).toBe(false);
    expect(await take(key, 'next', ENDS)).toBe(true);
    expect(await take(key, 'late', ENDS)).toBe(false);
  });

  test('is had again at once when it is given back', async () => {
    const key = fresh();
    await take(key, 'one');
    await lease.release({ key, owner: 'one', now: NOW });
    expect(await take(key, 'other')).toBe(true);
  });

  test('can be taken again by its owner, who was not told of the first time', async () => {
    const key = fresh();
    expect(await take(key, 'one')).toBe(true);
    expect(await take(key, 'one', NOW + 30)).toBe(true);
    expect(await take(key, 'other', ENDS)).toBe(false);
    expect(await take(key, 'other', ENDS + 30)).toBe(true);
  });

  test('is not ended by who had the one before, nor by who never had one', async () => {
    const key = fresh();
    await lease.release({ key, owner: 'never', now: NOW });
    await take(key, 'late');
    await take(key, 'next', ENDS);
    await lease.release({ key, owner: 'late', now: ENDS });
    expect(await take(key, 'other', ENDS)).toBe(false);
  });

  test('is a row that names nobody and goes away by itself', async () => {
    const before = await rows();
    await take('pencanangan rahasia', 'one');
    await lease.release({ key: 'pencanangan rahasia', owner: 'one', now: NOW });
    const after = await rows();
    expect(after).toHaveLength(before.length + 1);
    expect(JSON.stringify(after)).not.toContain('rahasia');
    for (const row of after) {
      expect(row['pk']?.S).toMatch(new RegExp(`^${TURN_PREFIX}[0-9a-f]{64}$`));
      // DynamoDB keeps for ever what seems to have ended more than five years ago.
      expect(Number(row['expiresAt']?.N)).toBeGreaterThanOrEqual(NOW);
    }
  });
});

test('a host that starts ends the turns of the one before, and leaves attempts counted', async () => {
  const key = fresh();
  await take(key, 'killed');
  const seat = { key, seats: 1, expiresAt: ENDS };
  expect(await dynamoLimiter(RATES).take(seat)).toBe(true);
  await endTurns(new DynamoDBClient({}), RATES);
  expect(await take(key, 'restarted')).toBe(true);
  expect(await dynamoLimiter(RATES).take(seat)).toBe(false);
  const keys = (await rows()).map(({ pk }) => pk?.S?.slice(0, SEAT_PREFIX.length));
  expect(keys.sort()).toEqual([SEAT_PREFIX, TURN_PREFIX].sort());
});
