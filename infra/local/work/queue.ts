/** The workers' queues in one SQLite file: SQS's rules, and nothing lost by kill -9. */
import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import type { z } from 'zod';
import { SUBSCRIPTIONS, type Worker } from '../../../functions/runtime/subscriptions.ts';
import {
  DEAD_LETTER,
  DEPTH,
  DUE,
  MESSAGE,
  NEXT_DUE,
  PENDING,
  POSITION,
  SCHEMA,
  SQL,
} from './queue-schema.ts';

export const WORKERS = Object.keys(SUBSCRIPTIONS) as readonly Worker[];

/** How far one shard of the table's stream has been turned into messages. */
type Position = {
  readonly stream: string;
  readonly shard: string;
  /** Sequence number of the last record handled; null when there was none. */
  readonly sequence: string | null;
  /** True when the shard is closed and read to its end. */
  readonly finished: boolean;
};

export type NewMessage = { readonly worker: Worker; readonly body: string };

export type Message = z.infer<typeof MESSAGE>;
type DeadLetter = z.infer<typeof DEAD_LETTER>;

export type WorkReport = {
  readonly queues: readonly {
    readonly worker: Worker;
    readonly waiting: number;
    readonly inFlight: number;
  }[];
  readonly deadLetters: readonly DeadLetter[];
};

export type Queues = {
  position(stream: string, shard: string): Position | undefined;
  /** Keeps messages and the position behind them in one transaction: both or neither. */
  accept(position: Position, messages: readonly NewMessage[]): void;
  /** Takes the messages that are due, oldest first; they stay invisible until settled. */
  receive(worker: Worker, limit: number): readonly Message[];
  /** The message was handled. */
  remove(id: string): void;
  /** The message was not handled: it comes again later, or goes to the dead letters. */
  giveBack(id: string): void;
  /** When the next message of a worker is due; undefined when there is none. */
  nextDue(worker: Worker): number | undefined;
  /** Messages that wait or are in flight; dead letters aside. */
  pending(): number;
  report(): WorkReport;
  close(): void;
};

function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

/** Messages that have used up their deliveries go to the dead letters. */
function buryExhausted(database: DatabaseSync): void {
  database.prepare(SQL.bury).run(Date.now());
  database.prepare(SQL.removeBuried).run();
}

function report(database: DatabaseSync): WorkReport {
  const depth = database.prepare(SQL.depth);
  const depths = WORKERS.map((worker) => ({ worker, ...DEPTH.parse(depth.get(worker)) }));
  const deadLetters = database.prepare(SQL.deadLetters).all();
  return {
    queues: depths,
    deadLetters: deadLetters.map((row) => DEAD_LETTER.parse(row)),
  };
}

/**
 * Opens (and makes, the first time) the queues in `file`. What was in flight when an earlier
 * process ended is due at once: that process is gone.
 */
export function openQueues(file: string): Queues {
  const database = new DatabaseSync(file);
  database.exec(SCHEMA);
  transaction(database, () => {
    database.prepare(SQL.releaseAll).run(Date.now());
    buryExhausted(database);
  });
  const statements = {
    position: database.prepare(SQL.position),
    keepPosition: database.prepare(SQL.keepPosition),
    add: database.prepare(SQL.add),
    due: database.prepare(SQL.due),
    take: database.prepare(SQL.take),
    remove: database.prepare(SQL.remove),
    giveBack: database.prepare(SQL.giveBack),
    nextDue: database.prepare(SQL.nextDue),
    pending: database.prepare(SQL.pending),
  };
  return {
    position: (stream, shard) => {
      const row = statements.position.get(stream, shard);
      if (row === undefined) return undefined;
      const { sequence, finished } = POSITION.parse(row);
      return { stream, shard, sequence, finished: finished === 1 };
    },
    accept: ({ stream, shard, sequence, finished }, messages) =>
      transaction(database, () => {
        const now = Date.now();
        for (const { worker, body } of messages)
          statements.add.run(randomUUID(), worker, body, now, now);
        statements.keepPosition.run(stream, shard, sequence, Number(finished));
      }),
    receive: (worker, limit) =>
      transaction(database, () => {
        const now = Date.now();
        const due = statements.due.all(worker, now, limit).map((row) => DUE.parse(row));
        return due.map(({ id }) => MESSAGE.parse(statements.take.get({ id, now })));
      }),
    remove: (id) => void statements.remove.run(id),
    giveBack: (id) =>
      transaction(database, () => {
        statements.giveBack.run({ id, now: Date.now() });
        buryExhausted(database);
      }),
    nextDue: (worker) => NEXT_DUE.parse(statements.nextDue.get(worker)).dueAt ?? undefined,
    pending: () => PENDING.parse(statements.pending.get()).pending,
    report: () => report(database),
    close: () => database.close(),
  };
}
