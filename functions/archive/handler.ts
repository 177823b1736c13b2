/** The archive room's door: reads the ledger, hands out addresses of files, inspects uploads and counts them. */
import { handle } from 'hono/aws-lambda';
import { dynamoLedger } from '../adapters/dynamo-ledger.ts';
import { dynamoLimiter } from '../adapters/dynamo-limiter.ts';
import { oidcIdentity } from '../adapters/oidc.ts';
import { padesInspector } from '../adapters/pades-inspect.ts';
import { trustAnchors } from '../adapters/pades-trust.ts';
import { s3Files } from '../adapters/s3-files.ts';
import { readSecret } from '../adapters/secrets.ts';
import { clock } from '../runtime/clock.ts';
import { env } from '../runtime/env.ts';
import { archiveApp } from './app.ts';

const inspector = async () =>
  padesInspector({ trust: trustAnchors(await readSecret(env('trust'))) });

export const handler = handle(
  archiveApp({
    ledger: dynamoLedger(env('table')),
    files: s3Files(env('bucket')),
    identity: oidcIdentity({ issuer: env('oidcIssuer'), audience: env('oidcAudience') }),
    inspector: { inspect: async (pdf) => (await inspector()).inspect(pdf) },
    publicUrl: env('publicUrl'),
    limiter: dynamoLimiter(env('rates')),
    clock,
  }),
);
