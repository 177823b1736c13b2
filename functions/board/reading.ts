/** Reads a ceremony for its board; for a moment one reading serves everyone who watches. */
import type { Context } from 'hono';
import type { DeclarationState } from '../domain/declaration.ts';
import type { DocumentState } from '../domain/document.ts';
import { ID_PATTERN } from '../domain/id.ts';
import { isBoardOpen } from '../domain/publication.ts';
import type { Clock } from '../ports.ts';
import type { Ledger } from '../ports-ledger.ts';
import type { Door } from '../runtime/http.ts';

/** What there is to read of a ceremony whose board is open. */
export type Ceremony = {
  readonly state: DeclarationState;
  readonly documents: readonly DocumentState[];
};

/** The ceremony in the path; undefined unless its board is open: what is not open is not there. */
export type OpenBoard = (c: Context<Door>) => Promise<Ceremony | undefined>;

/**
 * With the pause between two looks of a viewer this stays below two seconds, and a hall of screens
 * costs no more reading than one.
 */
const FRESH_MS = 300;

type Reading = { readonly at: number; readonly ceremony: Promise<Ceremony | undefined> };
type World = {
  readonly ledger: Pick<Ledger, 'declaration' | 'documents'>;
  readonly clock: Clock;
};

async function read({ ledger }: World, id: string): Promise<Ceremony | undefined> {
  const head = await ledger.declaration(id);
  if (head === undefined || !isBoardOpen(head.state)) return undefined;
  const ids = head.state.documents.map((entry) => entry.id);
  return { state: head.state, documents: await ledger.documents(ids) };
}

export function boardReader(world: World): OpenBoard {
  const readings = new Map<string, Reading>();
  return (c) => {
    const id = c.req.param('id') ?? '';
    if (!ID_PATTERN.test(id)) return Promise.resolve(undefined);
    const now = Date.parse(world.clock());
    for (const [known, { at }] of readings) if (now - at >= FRESH_MS) readings.delete(known);
    const recent = readings.get(id);
    if (recent !== undefined) return recent.ceremony;
    const ceremony = read(world, id);
    readings.set(id, { at: now, ceremony });
    const forget = (): boolean => readings.delete(id);
    // A board that has just been opened is there at once, and a reading that failed is made anew.
    ceremony.then((found) => found ?? forget(), forget);
    return ceremony;
  };
}
