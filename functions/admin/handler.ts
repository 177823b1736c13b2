/** The admin room's door: reads and appends the ledger, stores logos, asks who is calling. */
import { handle } from 'hono/aws-lambda';
import { accessCodes } from '../adapters/access-codes.ts';
import { dynamoLedger } from '../adapters/dynamo-ledger.ts';
import { oidcIdentity } from '../adapters/oidc.ts';
import { s3Files } from '../adapters/s3-files.ts';
import { clock } from '../runtime/clock.ts';
import { env } from '../runtime/env.ts';
import { executor } from '../runtime/execute.ts';
import { adminApp } from './app.ts';

const ledger = dynamoLedger(env('table'));

export const handler = handle(
  adminApp({
    ledger,
    clock,
    accessCodes,
    files: s3Files(env('bucket')),
    identity: oidcIdentity({ issuer: env('oidcIssuer'), audience: env('oidcAudience') }),
    execute: executor({ ledger, clock }),
    publicUrl: env('publicUrl'),
  }),
);
