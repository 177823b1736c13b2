/** Lists of the ledger: read from indexes, which follow the record within moments. */
import type { StreamId } from '../domain/commit.ts';
import type { Work } from '../domain/event.ts';
import type { Ledger } from '../ports-ledger.ts';
import { query } from './dynamo-query.ts';
import type { Table } from './dynamo-rows.ts';
import { DEADLINE, DECLARATION_LIST } from './dynamo-rows.ts';

/** A record, so that the compiler notices a kind of work that is missing here. */
const WORKS: { readonly [W in Work]: W } = {
  draft: 'draft',
  render: 'render',
  evidence: 'evidence',
  seal: 'seal',
  upgrade: 'upgrade',
  mail: 'mail',
};

/** A place in the list of declarations: time of declaration and id. */
const POSITION = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z#[0-9a-z]+$/;

const cursorTo = (position: string): string => Buffer.from(position).toString('base64url');

/** The place a cursor stands for; undefined when it was not given out by the ledger. */
function positionOf(cursor: string): string | undefined {
  const position = Buffer.from(cursor, 'base64url').toString();
  return POSITION.test(position) ? position : undefined;
}

async function declarations(
  table: Table,
  { limit, cursor }: Parameters<Ledger['declarations']>[0],
): ReturnType<Ledger['declarations']> {
  const position = cursor === undefined ? undefined : positionOf(cursor);
  if (cursor !== undefined && position === undefined) return undefined;
  const before = position === undefined ? {} : { ':before': position };
  const rows = await query(
    table,
    {
      IndexName: 'declarations',
      KeyConditionExpression: `#list = :list${cursor === undefined ? '' : ' AND listedAt < :before'}`,
      ExpressionAttributeNames: { '#list': 'list' },
      ExpressionAttributeValues: { ':list': DECLARATION_LIST, ...before },
      ScanIndexForward: false,
      Limit: limit + 1,
    },
    limit + 1,
  );
  const shown = rows.slice(0, limit);
  const items = shown.map(({ state }) => state);
  const last = shown.at(-1)?.['listedAt'];
  return rows.length > limit ? { items, cursor: cursorTo(last) } : { items };
}

const overdueOf = (table: Table, work: string, now: string, limit: number) =>
  query(
    table,
    {
      IndexName: 'overdue',
      KeyConditionExpression: '#work = :work AND dueAt < :now',
      ExpressionAttributeNames: { '#work': 'work' },
      ExpressionAttributeValues: { ':work': work, ':now': now },
      Limit: limit,
    },
    limit,
  );

async function overdue(table: Table, now: string, limit: number): Promise<readonly StreamId[]> {
  const rows = await Promise.all(
    [...Object.values(WORKS), DEADLINE].map((work) => overdueOf(table, work, now, limit)),
  );
  return rows
    .flat()
    .sort((a, b) => (a['dueAt'] < b['dueAt'] ? -1 : 1))
    .slice(0, limit)
    .map(({ pk }) => pk);
}

export const dynamoLists = (table: Table): Pick<Ledger, 'declarations' | 'overdue'> => ({
  declarations: (page) => declarations(table, page),
  overdue: (now, limit) => overdue(table, now, limit),
});
