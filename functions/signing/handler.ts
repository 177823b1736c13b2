/** The signing room's door: reads documents, appends confirmations, knows the secret of the links. */
import { handle } from 'hono/aws-lambda';
import { dynamoLedger } from '../adapters/dynamo-ledger.ts';
import { linksFrom } from '../adapters/links.ts';
import { s3Files } from '../adapters/s3-files.ts';
import { readSecret } from '../adapters/secrets.ts';
import { clock } from '../runtime/clock.ts';
import { env } from '../runtime/env.ts';
import { executor } from '../runtime/execute.ts';
import { signingApp } from './app.ts';

const ledger = dynamoLedger(env('table'));

export const handler = handle(
  signingApp({
    ledger,
    clock,
    files: s3Files(env('bucket')),
    links: linksFrom(await readSecret(env('linkSecret'))),
    execute: executor({ ledger, clock }),
    publicUrl: env('publicUrl'),
  }),
);
