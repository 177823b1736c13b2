/** The number register: one series with every number it ever gave, and what became of its document. */
import { z } from 'zod';
import { registerStream } from '../domain/commit.ts';
import { DOCUMENT_KINDS } from '../domain/draft.ts';
import { folded } from '../domain/finding.ts';
import { seriesKey } from '../domain/number.ts';
import type { Ledger } from '../ports-ledger.ts';
import { MAX_LINE } from './field.ts';

/** What names a series: nothing that is not shaped like it is looked up. */
const Asked = z.object({
  register: z.string().max(MAX_LINE).transform(folded),
  kind: z.enum(DOCUMENT_KINDS),
  year: z.string().regex(/^\d{4}$/),
  unit: z.string().max(MAX_LINE).optional(),
});

/**
 * The entries in the order in which they were made; one whose document is still to be drafted has
 * neither title nor status. Undefined when nothing was ever entered in such a series.
 */
export async function registerEntries(ledger: Ledger, asked: unknown) {
  const series = Asked.safeParse(asked).data;
  if (series === undefined) return undefined;
  const commits = await ledger.commits(registerStream(seriesKey(series)));
  const entered = commits
    .flatMap(({ events }) => events)
    .flatMap((event) => (event.type === 'NumbersEntered' ? event.entries : []));
  if (entered.length === 0) return undefined;
  const states = await ledger.documents(entered.map(({ documentId }) => documentId));
  const byId = new Map(states.map((state) => [state.draft.id, state]));
  const entries = entered.map(({ sequence, number, documentId }) => {
    const state = byId.get(documentId);
    return { sequence, number, documentId, title: state?.draft.title, status: state?.status };
  });
  return { ...series, entries };
}
