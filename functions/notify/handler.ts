/** The notify worker: the only room that sends mail. */
import { dynamoLedger } from '../adapters/dynamo-ledger.ts';
import { linksFrom } from '../adapters/links.ts';
import { mail } from '../adapters/mail.ts';
import { readSecret } from '../adapters/secrets.ts';
import { worker } from '../runtime/batch.ts';
import { clock } from '../runtime/clock.ts';
import { env, optionalEnv } from '../runtime/env.ts';
import { executor } from '../runtime/execute.ts';
import { notify } from './notify.ts';

const ledger = dynamoLedger(env('table'));
const world = {
  ledger,
  mail: mail({ from: env('mailFrom'), smtpUrl: optionalEnv('smtpUrl') }),
  execute: executor({ ledger, clock }),
  publicUrl: env('publicUrl'),
};

export const handler = worker(async (id) => {
  const links = linksFrom(await readSecret(env('linkSecret')));
  await notify({ ...world, links }, id);
});
