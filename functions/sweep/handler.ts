/** The sweep's door: wakes up by the clock and nudges whatever stands still. */
import { dynamoLedger } from '../adapters/dynamo-ledger.ts';
import { clock } from '../runtime/clock.ts';
import { env } from '../runtime/env.ts';
import { executor } from '../runtime/execute.ts';
import { log } from '../runtime/log.ts';
import { sweep } from './sweep.ts';

const ledger = dynamoLedger(env('table'));
const execute = executor({ ledger, clock });

export const handler = async (): Promise<void> => {
  const touched = await sweep({ ledger, execute, clock });
  if (touched > 0) log.info('swept', { touched });
};
