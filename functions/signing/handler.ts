/** The signing room's door: reads documents, appends confirmations, knows the secret of the links. */
import { handle } from 'hono/aws-lambda';
import { accessCodes } from '../adapters/access-codes.ts';
import { bsreCertifier } from '../adapters/bsre-certifier.ts';
import { dynamoLedger } from '../adapters/dynamo-ledger.ts';
import { dynamoLimiter } from '../adapters/dynamo-limiter.ts';
import { linksFrom } from '../adapters/links.ts';
import { padesInspector } from '../adapters/pades-inspect.ts';
import { s3Files } from '../adapters/s3-files.ts';
import { readSecret } from '../adapters/secrets.ts';
import { clock } from '../runtime/clock.ts';
import { env, optionalEnv } from '../runtime/env.ts';
import { executor } from '../runtime/execute.ts';
import { signingApp } from './app.ts';

const ledger = dynamoLedger(env('table'));
const bsre = optionalEnv('certifier');

export const handler = handle(
  signingApp({
    ledger,
    clock,
    accessCodes,
    limiter: dynamoLimiter(env('rates')),
    files: s3Files(env('bucket')),
    links: linksFrom(await readSecret(env('linkSecret'))),
    execute: executor({ ledger, clock }),
    publicUrl: env('publicUrl'),
    certifier: bsre === undefined ? undefined : async () => bsreCertifier(await readSecret(bsre)),
    inspector: padesInspector({ trust: [] }),
  }),
);
