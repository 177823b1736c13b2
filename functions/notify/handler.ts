/** The notify worker: the only room that sends mail. */
import { setTimeout as pause } from 'node:timers/promises';
import { dynamoLease } from '../adapters/dynamo-lease.ts';
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
import { turns } from './turn.ts';

const ledger = dynamoLedger(env('table'));
const lease = dynamoLease(env('rates'));
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

export const handler = worker(async (id, stream, timeLeft) => {
  const links = linksFrom(await readSecret(env('linkSecret')));
  const here = { ...world, links, inTurn: turns({ lease, clock, pause, timeLeft }) };
  if (stream.startsWith('REQUEST#')) await sendAgain(here, id);
  else await notify(here, id, inHand);
});
