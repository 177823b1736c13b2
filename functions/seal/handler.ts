/** The seal worker: the only room that holds the key of the seal. */
import { dynamoLedger } from '../adapters/dynamo-ledger.ts';
import { fileKey } from '../adapters/file-key.ts';
import { padesSealer } from '../adapters/pades-sealer.ts';
import { s3Files } from '../adapters/s3-files.ts';
import { readSecret } from '../adapters/secrets.ts';
import { worker } from '../runtime/batch.ts';
import { clock } from '../runtime/clock.ts';
import { env } from '../runtime/env.ts';
import { executor } from '../runtime/execute.ts';
import { seal } from './seal.ts';

const ledger = dynamoLedger(env('table'));
const files = s3Files(env('bucket'));
const execute = executor({ ledger, clock });

const sealer = async () => padesSealer(fileKey(await readSecret(env('sealKey'))));

export const handler = worker((id) => seal({ ledger, files, execute, clock, sealer }, id));
