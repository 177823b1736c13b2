/** The notify worker: the only room that sends mail. */
import { dynamoLedger } from '../adapters/dynamo-ledger.ts';
import { linksFrom } from '../adapters/links.ts';
import { mail } from '../adapters/mail.ts';
import { readSecret } from '../adapters/secrets.ts';
import { worker } from '../runtime/batch.ts';
import { clock } from '../runtime/clock.ts';
import { env, optionalEnv } from '../runtime/env.ts';
import { executor } from '../runtime/execute.ts';
import { sendAgain } from './again.ts';
import { notify } from './notify.ts';
import { passes } from './passes.ts';

const ledger = dynamoLedger(env('table'));
const world = {
  ledger,
  clock,
  mail: mail({
    from: env('mailFrom'),
    smtpUrl: optionalEnv('smtpUrl'),
    configurationSet: optionalEnv('mailEvents'),
  }),
  execute: executor({ ledger, clock }),
  publicUrl: env('publicUrl'),
};

/** A batch's messages are worked side by side, and many are about the same people. */
const inHand = passes();

export const handler = worker(async (id, stream) => {
  const links = linksFrom(await readSecret(env('linkSecret')));
  if (stream.startsWith('REQUEST#')) await sendAgain({ ...world, links }, id);
  else await notify({ ...world, links }, id, inHand);
});
