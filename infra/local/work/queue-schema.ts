/** The tables, statements and rows of the queues' SQLite file. */
import { z } from 'zod';
import { MAX_DELIVERIES } from '../../../functions/runtime/subscriptions.ts';

/** Wait before the second delivery; doubles with every further one. */
const RETRY_BASE_MS = 200;

export const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS positions (
    stream TEXT, shard TEXT, sequence TEXT, finished INTEGER NOT NULL, PRIMARY KEY (stream, shard)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS messages (
    id TEXT PRIMARY KEY, worker TEXT NOT NULL, body TEXT NOT NULL, sent_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL, in_flight INTEGER NOT NULL DEFAULT 0,
    receive_count INTEGER NOT NULL DEFAULT 0, first_received_at INTEGER
  ) STRICT;
  CREATE INDEX IF NOT EXISTS messages_due ON messages (worker, in_flight, due_at);
  CREATE TABLE IF NOT EXISTS dead_letters (
    id TEXT PRIMARY KEY, worker TEXT NOT NULL, body TEXT NOT NULL, sent_at INTEGER NOT NULL,
    receive_count INTEGER NOT NULL, died_at INTEGER NOT NULL
  ) STRICT;`;

export const SQL = {
  position: 'SELECT sequence, finished FROM positions WHERE stream = ? AND shard = ?',
  keepPosition: `INSERT INTO positions (stream, shard, sequence, finished) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET sequence = excluded.sequence, finished = excluded.finished`,
  add: 'INSERT INTO messages (id, worker, body, sent_at, due_at) VALUES (?, ?, ?, ?, ?)',
  due: `SELECT id FROM messages WHERE worker = ? AND in_flight = 0 AND due_at <= ?
    ORDER BY due_at, rowid LIMIT ?`,
  take: `UPDATE messages SET in_flight = 1, receive_count = receive_count + 1,
      first_received_at = coalesce(first_received_at, :now)
    WHERE id = :id
    RETURNING id, body, sent_at AS sentAt, receive_count AS receiveCount,
      first_received_at AS firstReceivedAt`,
  remove: 'DELETE FROM messages WHERE id = ?',
  giveBack: `UPDATE messages SET in_flight = 0,
    due_at = :now + ${RETRY_BASE_MS} * (1 << (receive_count - 1)) WHERE id = :id`,
  // The process was killed in mid-work, which is no fault of the message: the delivery does not count.
  releaseAll: `UPDATE messages SET in_flight = 0, due_at = ?, receive_count = receive_count - 1
    WHERE in_flight = 1`,
  bury: `INSERT INTO dead_letters SELECT id, worker, body, sent_at, receive_count, ? FROM messages
    WHERE in_flight = 0 AND receive_count >= ${MAX_DELIVERIES}`,
  removeBuried: 'DELETE FROM messages WHERE id IN (SELECT id FROM dead_letters)',
  nextDue: 'SELECT min(due_at) AS dueAt FROM messages WHERE worker = ? AND in_flight = 0',
  depth: `SELECT count(*) FILTER (WHERE in_flight = 0) AS waiting,
    count(*) FILTER (WHERE in_flight = 1) AS inFlight FROM messages WHERE worker = ?`,
  pending: 'SELECT count(*) AS pending FROM messages',
  deadLetters: `SELECT id, worker, body, sent_at AS sentAt, receive_count AS receiveCount,
    died_at AS diedAt FROM dead_letters ORDER BY died_at, rowid`,
} as const;

export const POSITION = z.object({ sequence: z.string().nullable(), finished: z.number() });
export const MESSAGE = z.object({
  id: z.string(),
  body: z.string(),
  sentAt: z.number(),
  receiveCount: z.number(),
  firstReceivedAt: z.number(),
});
export const DEPTH = z.object({ waiting: z.number(), inFlight: z.number() });
export const DEAD_LETTER = MESSAGE.omit({ firstReceivedAt: true }).extend({
  worker: z.string(),
  diedAt: z.number(),
});
export const DUE = z.object({ id: z.string() });
export const NEXT_DUE = z.object({ dueAt: z.number().nullable() });
export const PENDING = z.object({ pending: z.number() });
