/** Heads as they are at this moment, of which nothing is read again that has not moved on. */
import { LRUCache } from 'lru-cache';
import type { Head, StreamId } from '../domain/commit.ts';
import type { DeclarationState } from '../domain/declaration.ts';
import type { DocumentState } from '../domain/document.ts';
import { getAll } from './dynamo-query.ts';
import { commitKey, headFrom, headKey, type Row, type Table } from './dynamo-rows.ts';

/** Heads of one sort of stream, as many as their weights allow. */
export type Heads<S> = {
  /** A head, or undefined, for each stream in their order. */
  read(streams: readonly StreamId[]): Promise<readonly (Head<S> | undefined)[]>;
  /** Remembers what this process has just written. */
  keep(stream: StreamId, head: Head<S>): void;
};

/**
 * A head is large (a charter of a hundred signatories has 100 kB) and is read at every step of every
 * signatory. Versions have no gaps, so one that was read before is still the last as long as there is
 * no commit after it: to ask for that row costs next to nothing, and tells as of this moment.
 * All that is kept together weighs at most `most`.
 */
function keptHeads<S>(
  table: Table,
  { most, weigh }: { readonly most: number; readonly weigh: (state: S) => number },
): Heads<S> {
  const kept = new LRUCache<StreamId, Head<S>>({
    maxSize: most,
    sizeCalculation: ({ state }) => weigh(state),
  });
  const keep = (stream: StreamId, head: Head<S>): void => void kept.set(stream, head);

  const readWhole = (stream: StreamId, row: Row | undefined): Head<S> | undefined => {
    if (row === undefined) return undefined;
    const head = headFrom<S>(row);
    keep(stream, head);
    return head;
  };

  const read: Heads<S>['read'] = async (streams) => {
    const known = streams.map((stream) => kept.get(stream));
    const first = await getAll(
      table,
      streams.map((stream, index) => {
        const head = known[index];
        return head === undefined ? headKey(stream) : commitKey(stream, head.version + 1);
      }),
    );
    const hasMoved = (index: number): boolean => known[index] !== undefined && !!first[index];
    const moved = streams.filter((_, index) => hasMoved(index));
    const second = new Map(
      (await getAll(table, moved.map(headKey))).map((row, index) => [moved[index], row]),
    );
    return streams.map((stream, index) => {
      if (hasMoved(index)) return readWhole(stream, second.get(stream));
      return known[index] ?? readWhole(stream, first[index]);
    });
  };
  return { read, keep };
}

/** Some 2 kB each: a signatory, and ten more for what every document has beside them. */
const KEPT_SEATS = 20_000;
const SEATS_OF_A_DOCUMENT = 10;
/** Some 0.5 kB each, and two hundred more for what a declaration may have beside them. */
const KEPT_ENTRIES = 20_000;
const ENTRIES_OF_A_DECLARATION = 200;

/** The heads that are read and written over and over. */
export type LedgerHeads = {
  readonly declarations: Heads<DeclarationState>;
  readonly documents: Heads<DocumentState>;
};

export const ledgerHeads = (table: Table): LedgerHeads => ({
  declarations: keptHeads(table, {
    most: KEPT_ENTRIES,
    weigh: ({ documents }) => documents.length + ENTRIES_OF_A_DECLARATION,
  }),
  documents: keptHeads(table, {
    most: KEPT_SEATS,
    weigh: ({ draft }) => draft.signers.length + SEATS_OF_A_DOCUMENT,
  }),
});
