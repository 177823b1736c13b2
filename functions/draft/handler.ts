/** The draft worker: what a declaration promised comes into being, the minutes when all have signed. */
import { dynamoLedger } from '../adapters/dynamo-ledger.ts';
import { worker } from '../runtime/batch.ts';
import { clock } from '../runtime/clock.ts';
import { env } from '../runtime/env.ts';
import { executor } from '../runtime/execute.ts';
import { draftDocuments } from './draft.ts';

const ledger = dynamoLedger(env('table'));
const world = { ledger, clock, execute: executor({ ledger, clock }) };

export const handler = worker((id) => draftDocuments(world, id));
