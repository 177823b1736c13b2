/** Renewal: the documents of an older declaration end, or learn of their successors. */
import pLimit from 'p-limit';
import type { DeclarationState, DocumentEntry } from '../domain/declaration.ts';
import { counterpart } from '../domain/renewal.ts';
import { BY, type DraftWorld, PARALLEL_DOCUMENTS, recordOn } from './world.ts';

async function supersedeDocument(
  { execute }: DraftWorld,
  {
    entry,
    older,
    newer,
  }: {
    readonly entry: DocumentEntry;
    readonly older: DeclarationState;
    readonly newer: DeclarationState;
  },
): Promise<void> {
  const by = counterpart(entry, older, newer);
  const outcome = await execute(entry.id, { type: 'supersede', by }, BY);
  if (outcome.ok) return;
  const isMissing = outcome.refusal.reason === 'notFound';
  if (entry.kind === 'minutes' && !older.minutesDrafted && isMissing) return;
  throw new Error(`document ${entry.id} not superseded: ${outcome.refusal.reason}`);
}

/**
 * Ends what is unfinished of the declaration that `newer` renews.
 * @throws when the older one is still being drafted, so that the message comes again.
 */
export async function supersedeOlder(world: DraftWorld, newer: DeclarationState): Promise<void> {
  const { supersedes } = newer.declaration;
  if (supersedes === undefined) return;
  await recordOn(world, supersedes.declarationId, async (older) => {
    if (!older.drafted) throw new Error(`declaration ${older.id} is still being drafted`);
    await pLimit(PARALLEL_DOCUMENTS).map(older.documents, (entry) =>
      supersedeDocument(world, { entry, older, newer }),
    );
    const isKnown = older.supersededBy !== undefined;
    return isKnown ? undefined : { type: 'DeclarationSuperseded', by: newer.id };
  });
}

/**
 * Ends minutes that were drafted at the very moment when their declaration was renewed: the renewal
 * looked for them before they were there, and so they stand on no record of the declaration.
 */
export async function supersedeStrayMinutes(
  world: DraftWorld,
  older: DeclarationState,
): Promise<void> {
  const minutes = older.documents.find(({ kind }) => kind === 'minutes');
  if (older.supersededBy === undefined || older.minutesDrafted || minutes === undefined) return;
  const newer = await world.ledger.declaration(older.supersededBy);
  if (newer === undefined) throw new Error(`there is no declaration ${older.supersededBy}`);
  await supersedeDocument(world, { entry: minutes, older, newer: newer.state });
}
