/** How often may be asked: counted without a counter, kind to a hall, deaf to a flood. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { Hono } from 'hono';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { dynamoLimiter } from '../../functions/adapters/dynamo-limiter.ts';
import type { Limiter } from '../../functions/ports.ts';
import type { Door } from '../../functions/runtime/http.ts';
import {
  networkOf,
  overRate,
  SEATS,
  type Verb,
  WINDOW_SECONDS,
} from '../../functions/runtime/rate.ts';
import texts from '../../templates/pages/text.id.json' with { type: 'json' };
import { logMessages } from './log-messages.ts';
import { heading } from './page.ts';
import { later, RATES, START, startWorld, type TestWorld } from './world.ts';

const EXPIRES = Date.parse(START) / 1000 + WINDOW_SECONDS;

let world: TestWorld;
let limiter: Limiter;
beforeAll(async () => {
  world = await startWorld();
  limiter = dynamoLimiter(RATES);
});
afterAll(() => world.stop());
afterEach(() => {
  vi.restoreAllMocks();
  world.time.now = START;
});

let serial = 0;
/** Something that nobody has been counted by yet. */
const fresh = (): string => {
  serial += 1;
  return `subject ${serial}`;
};

const take = (key: string, seats: number): Promise<boolean> =>
  limiter.take({ key, seats, expiresAt: EXPIRES });

/** How many of `attempts` at the same moment got a seat. */
async function seated(attempts: number, seats: number): Promise<number> {
  const key = fresh();
  const taken = await Promise.all(Array.from({ length: attempts }, () => take(key, seats)));
  return taken.filter(Boolean).length;
}

async function rows(): Promise<readonly Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  const client = new DynamoDBClient({});
  for await (const { Items = [] } of paginateScan({ client }, { TableName: RATES }))
    found.push(...Items);
  return found;
}

describe('seats', () => {
  test('so few that all are tried are an exact limit, one after another or at once', async () => {
    const key = fresh();
    const taken: boolean[] = [];
    for (let attempt = 0; attempt < 8; attempt += 1) taken.push(await take(key, 5));
    expect(taken).toEqual([true, true, true, true, true, false, false, false]);
    expect(await seated(40, 5)).toBe(5);
  });

  test('are never given twice, however many ask at once', async () => {
    const given = await seated(120, 30);
    expect(given).toBeLessThanOrEqual(30);
    expect(given).toBeGreaterThan(15);
  });

  test('are there for practically everybody up to a quarter of them', async () => {
    expect(await seated(100, 400)).toBeGreaterThanOrEqual(99);
  });

  test('cost one row each, which names nobody and goes away by itself', async () => {
    const before = await rows();
    await take('open|alamat 203.0.113.7', 400);
    const after = await rows();
    expect(after).toHaveLength(before.length + 1);
    expect(JSON.stringify(after)).not.toContain('203.0.113.7');
    for (const row of after) expect(Object.keys(row).sort()).toEqual(['expiresAt', 'pk']);
  });

  test('of one subject are not those of another', async () => {
    const [one, other] = [fresh(), fresh()];
    while (await take(one, 3));
    expect(await take(other, 3)).toBe(true);
  });
});

/** A room with one door that is counted, on both kinds of path. */
function doorOf(verb: Verb, by: string | undefined, counting: Limiter = limiter) {
  const app = new Hono<Door>();
  const attempt = by === undefined ? { verb } : { verb, by };
  app.post(
    '*',
    async (c) => (await overRate(c, { ...world, limiter: counting }, attempt)) ?? c.text('in'),
  );
  return (path = '/s', headers = {}) => app.request(path, { method: 'POST', headers });
}

type Ask = () => Response | Promise<Response>;

/** Takes every seat there is. @returns the answer to whoever comes next. */
async function crowdedOut(ask: Ask, seats: number): Promise<Response> {
  let admitted = 0;
  while (admitted < seats) if ((await ask()).status === 200) admitted += 1;
  return ask();
}

describe('who asks too often', () => {
  test('gets a page that says so, and how many seconds to wait', async () => {
    world.time.now = later(START, 90_000);
    const answer = await crowdedOut(doorOf('code', fresh()), SEATS.code);
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe(String(WINDOW_SECONDS - 90));
    expect(heading(await answer.text())).toBe(texts.refusal.tooMany.heading);
    expect(texts.refusal.tooMany.advice).toContain(`${WINDOW_SECONDS / 60} menit`);
  });

  test.each(['id', 'en'])('is told so over the API as a problem: %s', async (language) => {
    const ask = doorOf('code', fresh());
    const headers = { 'accept-language': language };
    const answer = await crowdedOut(() => ask('/v1/verify', headers), SEATS.code);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({
      status: 429,
      type: 'urn:piagam:problem:tooMany',
      title: language === 'id' ? texts.problem.tooMany.title : 'Too many requests',
    });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('is let in again in the next window', async () => {
    const ask = doorOf('code', fresh());
    const answer = await crowdedOut(ask, SEATS.code);
    const seconds = Number(answer.headers.get('retry-after'));
    world.time.now = later(START, seconds * 1000 - 1);
    expect((await ask()).status).toBe(429);
    world.time.now = later(START, seconds * 1000);
    expect((await ask()).status).toBe(200);
  });

  test('of one thing may still ask for another', async () => {
    const by = fresh();
    await crowdedOut(doorOf('code', by), SEATS.code);
    expect((await doorOf('open', by)()).status).toBe(200);
  });

  test('cannot be another by naming an address that the gateway did not see', async () => {
    const ask = doorOf('code', undefined);
    let number = 0;
    const answer = await crowdedOut(() => {
      number += 1;
      return ask('/s', { 'x-forwarded-for': `198.51.100.${number}`, forwarded: `for=${number}` });
    }, SEATS.code);
    expect(answer.status).toBe(429);
  });
});

describe('a hall behind one address', () => {
  test.each([
    ['linkRequest', 150],
    ['unknownLink', 60],
    ['upload', 60],
  ] as const)('is not turned away: %s by %i people', async (verb, people) => {
    const ask = doorOf(verb, fresh());
    const answers = await Promise.all(Array.from({ length: people }, () => ask()));
    expect(answers.filter(({ status }) => status !== 200).length).toBeLessThanOrEqual(1);
  });
});

describe('a network', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '::ffff:203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '8193:3512:1:2'],
    ['2001:DB8:1:2::9', '8193:3512:1:2'],
    ['2001:0db8:0001:0002::', '8193:3512:1:2'],
    ['2001:db8::1', '8193:3512:0:0'],
    ['::1', '0:0:0:0'],
    ['unknown', 'unknown'],
  ])('of %s is %s', (ip, network) => {
    expect(networkOf(ip)).toBe(network);
  });
});

describe('when the store is down', () => {
  const down: Limiter = { take: () => Promise.reject(new Error('no store')) };

  const GUESSED = ['code', 'passphrase'] as const;

  test.each(Object.keys(SEATS).filter((verb) => !GUESSED.some((guessed) => guessed === verb)))(
    '%s goes on, and the operator is told',
    async (verb) => {
      const messages = logMessages();
      const answer = await doorOf(verb as Verb, fresh(), down)();
      expect(answer.status).toBe(200);
      expect(messages).toEqual(['attempt not counted']);
    },
  );

  test.each(GUESSED)('no %s is tried: it is safe by few tries alone', async (verb) => {
    const messages = logMessages();
    expect((await doorOf(verb, fresh(), down)()).status).toBe(503);
    expect(messages).toEqual(['attempt not counted']);
  });

  test('that is silent, nobody waits for: signing goes on', async () => {
    const silent = createServer(() => {});
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const elsewhere = process.env['AWS_ENDPOINT_URL_DYNAMODB'];
    process.env['AWS_ENDPOINT_URL_DYNAMODB'] = `http://127.0.0.1:${port}`;
    const unheard = dynamoLimiter(RATES);
    const messages = logMessages();
    const answer = await doorOf('act', fresh(), unheard)();
    process.env['AWS_ENDPOINT_URL_DYNAMODB'] = elsewhere;
    silent.closeAllConnections();
    silent.close();
    expect(answer.status).toBe(200);
    expect(messages).toEqual(['attempt not counted']);
  });
});
