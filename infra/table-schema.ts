/** The tables as data: keys, indexes, stream and expiry, for the stacks and the laptop. */

/** An index over some of the table's rows; all key attributes are strings. */
export type LedgerIndex = {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey?: string;
  readonly projection: 'ALL' | 'KEYS_ONLY';
};

export const TABLE_SCHEMA = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** How the sort key of a commit's row begins. */
  commitPrefix: 'COMMIT#',
  /** Epoch seconds; only receipts carry it. */
  timeToLive: 'expiresAt',
  /** Consumers filter on the `eventNames` of new commits; no row is ever changed back. */
  streamView: 'NEW_IMAGE',
  /** All sparse: only the head rows that belong in an index carry its attributes. */
  indexes: [
    /** All declarations by time; the partition is the constant `DECL`. */
    { name: 'declarations', partitionKey: 'list', sortKey: 'listedAt', projection: 'ALL' },
    /** Streams with pending work of one kind, by the time when it is due. */
    { name: 'overdue', partitionKey: 'work', sortKey: 'dueAt', projection: 'KEYS_ONLY' },
  ],
} as const satisfies {
  readonly partitionKey: string;
  readonly sortKey: string;
  readonly commitPrefix: string;
  readonly timeToLive: string;
  readonly streamView: string;
  readonly indexes: readonly LedgerIndex[];
};

/** The table of attempts counted and turns taken: no record, so it has no stream and no copy. */
export const RATES_SCHEMA = {
  partitionKey: 'pk',
  /** Epoch seconds; every row carries it. */
  timeToLive: 'expiresAt',
} as const;
