/** The draft worker: a declaration has been made, so its documents come into being. */
import { dynamoLedger } from '../adapters/dynamo-ledger.ts';
import { worker } from '../runtime/batch.ts';
import { clock } from '../runtime/clock.ts';
import { env } from '../runtime/env.ts';
import { draftDocuments } from './draft.ts';

const ledger = dynamoLedger(env('table'));

export const handler = worker((id) => draftDocuments({ ledger, clock }, id));
