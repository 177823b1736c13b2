/** Point reads of the ledger: heads, chains and claims as they are at this moment. */
import pLimit from 'p-limit';
import type { Head, StreamId } from '../domain/commit.ts';
import {
  agencyStream,
  canaryStream,
  declarationStream,
  documentStream,
  linkRequestStream,
  registerStream,
} from '../domain/commit.ts';
import type { Ledger } from '../ports-ledger.ts';
import { get, query } from './dynamo-query.ts';
import type { Key, Row, Table } from './dynamo-rows.ts';
import {
  COMMIT_PREFIX,
  commitFrom,
  headFrom,
  headKey,
  lookupKey,
  numberKey,
  receiptKey,
  renewalKey,
  takenKey,
} from './dynamo-rows.ts';

/** Rows fetched side by side when many are asked for by their keys. */
const PARALLEL_READS = 25;

/** One row or undefined for each key, in the order of `keys`. */
const getAll = (table: Table, keys: readonly Key[]): Promise<readonly (Row | undefined)[]> =>
  pLimit(PARALLEL_READS).map(keys, (key) => get(table, key));

async function headOf<S>(table: Table, stream: StreamId): Promise<Head<S> | undefined> {
  const row = await get(table, headKey(stream));
  return row && headFrom(row);
}

type PointReads = Pick<
  Ledger,
  | 'declaration'
  | 'document'
  | 'entries'
  | 'documents'
  | 'series'
  | 'agency'
  | 'canary'
  | 'linkRequest'
  | 'commits'
  | 'receipt'
  | 'lookup'
  | 'holderOf'
  | 'numbersOf'
  | 'renewalOf'
>;

export const dynamoReads = (table: Table): PointReads => ({
  declaration: (id) => headOf(table, declarationStream(id)),
  document: (id) => headOf(table, documentStream(id)),
  entries: async (declarationId) => {
    const row = await get(table, headKey(declarationStream(declarationId)), {
      ProjectionExpression: '#state.documents',
      ExpressionAttributeNames: { '#state': 'state' },
    });
    return row?.['state']?.documents;
  },
  series: (key) => headOf(table, registerStream(key)),
  agency: (id) => headOf(table, agencyStream(id)),
  canary: (day) => headOf(table, canaryStream(day)),
  linkRequest: (id) => headOf(table, linkRequestStream(id)),

  documents: async (ids) => {
    const rows = await getAll(
      table,
      ids.map((id) => headKey(documentStream(id))),
    );
    return rows.flatMap((row) => (row === undefined ? [] : [row['state']]));
  },

  commits: async (stream) => {
    const rows = await query(table, {
      KeyConditionExpression: 'pk = :stream AND begins_with(sk, :commit)',
      ExpressionAttributeValues: { ':stream': stream, ':commit': COMMIT_PREFIX },
      ConsistentRead: true,
    });
    return rows.map(commitFrom);
  },

  receipt: async (key) => (await get(table, receiptKey(key)))?.['receipt'],

  lookup: async (kind, hash) => (await get(table, lookupKey(kind, hash)))?.['target'],

  holderOf: async (claim) => (await get(table, takenKey(claim)))?.['claimant'],

  renewalOf: async (id) => (await get(table, renewalKey(id)))?.['claimant'],

  numbersOf: async (documentIds) => {
    const rows = await getAll(table, documentIds.map(numberKey));
    return new Map(
      documentIds.flatMap((id, index) => {
        const row = rows[index];
        return row === undefined ? [] : [[id, row['number']]];
      }),
    );
  },
});
