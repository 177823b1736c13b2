/** Point reads of the ledger: heads, chains and claims as they are at this moment. */
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
import type { LedgerHeads } from './dynamo-heads.ts';
import { get, getAll, query } from './dynamo-query.ts';
import type { Table } from './dynamo-rows.ts';
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

async function headOf<S>(table: Table, stream: StreamId): Promise<Head<S> | undefined> {
  const row = await get(table, headKey(stream));
  return row && headFrom(row);
}

type PointReads = Pick<
  Ledger,
  | 'declaration'
  | 'document'
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

export const dynamoReads = (
  table: Table,
  { declarations, documents }: LedgerHeads,
): PointReads => ({
  declaration: async (id) => (await declarations.read([declarationStream(id)]))[0],
  document: async (id) => (await documents.read([documentStream(id)]))[0],
  series: (key) => headOf(table, registerStream(key)),
  agency: (id) => headOf(table, agencyStream(id)),
  canary: (day) => headOf(table, canaryStream(day)),
  linkRequest: (id) => headOf(table, linkRequestStream(id)),

  documents: async (ids) => {
    const heads = await documents.read(ids.map(documentStream));
    return heads.flatMap((head) => (head === undefined ? [] : [head.state]));
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
