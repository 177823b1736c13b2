/** The rows of the ledger's table: how commits, heads, claims and receipts lie in DynamoDB. */
import { createHash } from 'node:crypto';
import type { DynamoDBDocumentClient, NativeAttributeValue } from '@aws-sdk/lib-dynamodb';
import type { Commit, Digest, Head, StreamId } from '../domain/commit.ts';
import { declarationStream, documentStream } from '../domain/commit.ts';
import type { DeclarationState } from '../domain/declaration.ts';
import { declarationSweepAt, declarationWork } from '../domain/declaration.ts';
import type { DocumentState } from '../domain/document.ts';
import { documentWork, sweepAt } from '../domain/due.ts';
import type { Work } from '../domain/event.ts';
import { folded } from '../domain/finding.ts';
import type { Lookup, LookupTarget } from '../domain/lookup.ts';
import type { NumberClaim, Receipt } from '../ports-ledger.ts';

export type Table = { readonly client: DynamoDBDocumentClient; readonly name: string };

/** As DynamoDB gives it back; rows are written by this file alone and so have its shapes. */
export type Row = Record<string, NativeAttributeValue>;
export type Key = { readonly pk: string; readonly sk: string };

/** Partition of the index that lists all declarations. */
export const DECLARATION_LIST = 'DECL';
export const COMMIT_PREFIX = 'COMMIT#';
/** Beside the kinds of work: documents that wait for people until their deadline. */
export const DEADLINE = 'deadline';

/** How long an `Idempotency-Key` is remembered at least; DynamoDB removes the row some time later. */
const RECEIPT_SECONDS = 24 * 60 * 60;
const VERSION_DIGITS = 6;

export const sha256: Digest = (text) => createHash('sha256').update(text).digest('hex');

export const headKey = (stream: StreamId): Key => ({ pk: stream, sk: 'HEAD' });
/** One number of a register is one document's, in whatever case and spacing it is written. */
export const takenKey = ({ register, number }: Omit<NumberClaim, 'documentId'>): Key => ({
  pk: `TAKEN#${register}`,
  sk: folded(number),
});
export const numberKey = (documentId: string): Key => ({
  pk: documentStream(documentId),
  sk: 'NUMBER',
});
export const renewalKey = (declarationId: string): Key => ({
  pk: declarationStream(declarationId),
  sk: 'RENEWAL',
});
export const receiptKey = (key: string): Key => ({ pk: `IDEM#${key}`, sk: 'RECEIPT' });

const LOOKUP_PREFIX = { link: 'LINK', file: 'FILE' } as const satisfies Readonly<
  Record<LookupTarget['kind'], string>
>;
export const lookupKey = (kind: LookupTarget['kind'], hash: string): Key => ({
  pk: `${LOOKUP_PREFIX[kind]}#${hash}`,
  sk: 'TARGET',
});

export const commitKey = (stream: StreamId, version: number): Key => ({
  pk: stream,
  sk: `${COMMIT_PREFIX}${String(version).padStart(VERSION_DIGITS, '0')}`,
});

/** The names are a string set, so that the stream's consumer can filter on them. */
export const commitRow = (commit: Commit): Row => ({
  ...commitKey(commit.stream, commit.version),
  type: 'COMMIT',
  ...commit,
  eventNames: new Set(commit.events.map(({ type }) => type)),
});

/** Exactly the members that the hash covers, and the hash. */
export function commitFrom(row: Row): Commit {
  const { stream, version, at, by, events, prev, hash } = row;
  return { stream, version, at, by, events, prev, hash };
}

/** Index attributes of what the sweep has to look at; none when there is nothing to come. */
const swept = (work: Work | undefined, dueAt: string | undefined): Row =>
  dueAt === undefined ? {} : { work: work ?? DEADLINE, dueAt };

/** Heads of registers, agencies and trials of the seal are just this: nothing lists them and no work is due. */
export const headRow = ({ stream, version, hash }: Commit, state: unknown): Row => ({
  ...headKey(stream),
  type: 'HEAD',
  state,
  version,
  hash,
});

export const documentHeadRow = (commit: Commit, state: DocumentState): Row => ({
  ...headRow(commit, state),
  ...swept(documentWork(state), sweepAt(state, commit.at)),
});

export const declarationHeadRow = (commit: Commit, state: DeclarationState): Row => ({
  ...headRow(commit, state),
  list: DECLARATION_LIST,
  listedAt: `${state.declaredAt}#${state.id}`,
  ...swept(declarationWork(state), declarationSweepAt(state, commit.at)),
});

export const headFrom = <S>({ state, version, hash }: Row): Head<S> => ({ state, version, hash });

/** What a link or a file belongs to: a person of a declaration, or a document. */
const claimantOf = (target: LookupTarget): string =>
  target.kind === 'link'
    ? `${declarationStream(target.declarationId)}#${target.person}`
    : documentStream(target.documentId);

/** A row that one claimant makes its own, for good. */
export type ClaimRow = Row & { readonly claimant: string };

export const lookupRow = ({ hash, target }: Lookup): ClaimRow => ({
  ...lookupKey(target.kind, hash),
  type: 'LOOKUP',
  target,
  claimant: claimantOf(target),
});

export const takenRow = (claim: NumberClaim): ClaimRow => ({
  ...takenKey(claim),
  type: 'TAKEN',
  number: claim.number,
  claimant: claim.documentId,
});

/** A number given elsewhere stays the same when the register comes to write it in its own way. */
export const numberRow = (documentId: string, number: string): ClaimRow => ({
  ...numberKey(documentId),
  type: 'NUMBER',
  number,
  claimant: folded(number),
});

/** One declaration takes the place of another: `older` is no other's to renew from then on. */
export const renewalRow = (older: string, newer: string): ClaimRow => ({
  ...renewalKey(older),
  type: 'RENEWAL',
  claimant: newer,
});

export const receiptRow = (receipt: Receipt, at: string): Row => ({
  ...receiptKey(receipt.key),
  type: 'RECEIPT',
  receipt,
  expiresAt: Math.floor(Date.parse(at) / 1000) + RECEIPT_SECONDS,
});
