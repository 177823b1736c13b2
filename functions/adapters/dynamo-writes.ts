/** Writes to the ledger: every change is one transaction, won by one writer or not made at all. */
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Commit, Head, StreamId } from '../domain/commit.ts';
import { chain, declarationStream, documentStream } from '../domain/commit.ts';
import type { DeclarationState } from '../domain/declaration.ts';
import { evolveDeclaration } from '../domain/declaration.ts';
import type { DocumentState } from '../domain/document.ts';
import { evolve } from '../domain/document.ts';
import type { DeclarationEvent, LedgerEvent } from '../domain/event.ts';
import type { Lookup } from '../domain/lookup.ts';
import { lookupsOf } from '../domain/lookup.ts';
import type { Change, Ledger } from '../ports.ts';
import type { Row, Table } from './dynamo-rows.ts';
import {
  commitRow,
  declarationHeadRow,
  documentHeadRow,
  lookupRow,
  receiptRow,
  sha256,
} from './dynamo-rows.ts';

type Put = Omit<
  NonNullable<NonNullable<TransactWriteCommandInput['TransactItems']>[number]['Put']>,
  'TableName'
>;

const putNew = (Item: Row): Put => ({ Item, ConditionExpression: 'attribute_not_exists(pk)' });

const putHead = (Item: Row, before: { readonly version: number } | undefined): Put =>
  before === undefined
    ? putNew(Item)
    : {
        Item,
        ConditionExpression: '#version = :before',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':before': before.version },
      };

/**
 * A hash that its own document has claimed before is claimed again in peace: a renewed step may
 * come to the same bytes. A hash of another document stops the change, for a file must lead to one
 * document only; see `write` for how that surfaces.
 */
const putLookup = (lookup: Lookup): Put => ({
  Item: lookupRow(lookup),
  ConditionExpression: 'attribute_not_exists(pk) OR documentId = :documentId',
  ExpressionAttributeValues: { ':documentId': lookup.target.documentId },
});

/**
 * Makes all of `puts` or none. `contested` are rows that another writer may rightly have made
 * first; `own` are rows whose condition can fail only when the world is broken.
 * @returns false when another writer was first or is at it at this moment.
 * @throws when an own row is taken by something else, and on every other fault.
 */
async function write(
  { client, name }: Table,
  contested: readonly Put[],
  own: readonly Put[] = [],
): Promise<boolean> {
  const TransactItems = [...contested, ...own].map((put) => ({
    Put: { TableName: name, ...put },
  }));
  try {
    await client.send(new TransactWriteCommand({ TransactItems }));
    return true;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code);
    const beaten = codes.slice(0, contested.length).includes('ConditionalCheckFailed');
    if (beaten || codes.includes('TransactionConflict')) return false;
    throw error;
  }
}

const commitOf = (
  stream: StreamId,
  head: Head<unknown> | undefined,
  { events, at, by }: Change<LedgerEvent>,
): Commit => chain(head, { stream, at, by, events }, sha256);

function declarationAfter(
  id: string,
  before: DeclarationState | undefined,
  { events, at }: Change<DeclarationEvent>,
): DeclarationState {
  let state = before;
  for (const event of events) state = evolveDeclaration(state, event, { id, at });
  if (state === undefined) throw new Error('a change holds at least one event');
  return state;
}

/** The new head when its rows could be written, undefined when somebody else was first. */
async function advance<S>(
  state: S,
  { version, hash }: Commit,
  written: Promise<boolean>,
): Promise<Head<S> | undefined> {
  return (await written) ? { state, version, hash } : undefined;
}

function declarationStep(
  id: string,
  head: Head<DeclarationState> | undefined,
  change: Change<DeclarationEvent>,
) {
  const commit = commitOf(declarationStream(id), head, change);
  const state = declarationAfter(id, head?.state, change);
  const puts = [putNew(commitRow(commit)), putHead(declarationHeadRow(commit, state), head)];
  return { commit, state, puts };
}

export const dynamoWrites = (table: Table): Pick<Ledger, 'declare' | 'amend' | 'append'> => ({
  declare: (id, change, receipt) => {
    const { commit, state, puts } = declarationStep(id, undefined, change);
    const receiptPut = putNew(receiptRow(receipt, change.at));
    return advance(state, commit, write(table, [...puts, receiptPut]));
  },

  amend: (id, head, change) => {
    const { commit, state, puts } = declarationStep(id, head, change);
    return advance(state, commit, write(table, puts));
  },

  append: (id, head, change) => {
    const commit = commitOf(documentStream(id), head, change);
    let state: DocumentState | undefined = head?.state;
    for (const event of change.events) state = evolve(state, event, change.at);
    if (state === undefined) throw new Error('a change holds at least one event');
    const puts = [putNew(commitRow(commit)), putHead(documentHeadRow(commit, state), head)];
    const lookups = lookupsOf(id, change.events).map(putLookup);
    return advance(state, commit, write(table, puts, lookups));
  },
});
