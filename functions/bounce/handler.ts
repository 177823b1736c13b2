/** The bounce worker: what the mail system tells of letters after it has taken them. */
import { dynamoLedger } from '../adapters/dynamo-ledger.ts';
import { clock } from '../runtime/clock.ts';
import { env } from '../runtime/env.ts';
import { executor } from '../runtime/execute.ts';
import { recordBounce } from './bounce.ts';

const ledger = dynamoLedger(env('table'));
const world = { ledger, execute: executor({ ledger, clock }) };

export const handler = (event: unknown): Promise<void> => recordBounce(world, event);
