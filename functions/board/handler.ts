/** The board room's door: reads the ledger, and records only that a letter is wished for again. */
import { setTimeout as delay } from 'node:timers/promises';
import { handle } from 'hono/aws-lambda';
import { dynamoLedger } from '../adapters/dynamo-ledger.ts';
import { dynamoLimiter } from '../adapters/dynamo-limiter.ts';
import { clock } from '../runtime/clock.ts';
import { env } from '../runtime/env.ts';
import { boardApp } from './app.ts';

export const handler = handle(
  boardApp({
    ledger: dynamoLedger(env('table')),
    limiter: dynamoLimiter(env('rates')),
    clock,
    pause: (milliseconds) => delay(milliseconds),
    publicUrl: env('publicUrl'),
  }),
);
