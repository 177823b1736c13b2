/** The seal worker: the only room that holds the key of the seal. */
import { dynamoLedger } from '../adapters/dynamo-ledger.ts';
import { sealKeyFrom } from '../adapters/key.ts';
import { padesSealer } from '../adapters/pades-sealer.ts';
import { sealServices } from '../adapters/pades-services.ts';
import { s3Files } from '../adapters/s3-files.ts';
import { readSecret } from '../adapters/secrets.ts';
import { worker } from '../runtime/batch.ts';
import { clock } from '../runtime/clock.ts';
import { env, optionalEnv } from '../runtime/env.ts';
import { executor } from '../runtime/execute.ts';
import { sealRoom } from './room.ts';

const ledger = dynamoLedger(env('table'));
const files = s3Files(env('bucket'));
const execute = executor({ ledger, clock });

const sealer = async () => {
  const key = await sealKeyFrom(await readSecret(env('sealKey')));
  const list = optionalEnv('timestamps');
  const timestamps = list === undefined ? undefined : await readSecret(list);
  return padesSealer(key, sealServices(await readSecret(env('trust')), timestamps));
};

export const handler = worker(sealRoom({ ledger, files, execute, clock, sealer }));
