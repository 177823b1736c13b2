/** The archive room's door: reads the ledger and hands out short-lived addresses of files. */
import { handle } from 'hono/aws-lambda';
import { dynamoLedger } from '../adapters/dynamo-ledger.ts';
import { oidcIdentity } from '../adapters/oidc.ts';
import { s3Files } from '../adapters/s3-files.ts';
import { env } from '../runtime/env.ts';
import { archiveApp } from './app.ts';

export const handler = handle(
  archiveApp({
    ledger: dynamoLedger(env('table')),
    files: s3Files(env('bucket')),
    identity: oidcIdentity({ issuer: env('oidcIssuer'), audience: env('oidcAudience') }),
    publicUrl: env('publicUrl'),
  }),
);
