/** Drafts every document that a declaration begets; run again, it adds only what is missing. */
import type { DeclarationState } from '../domain/declaration.ts';
import { holdsMinutesUp } from '../domain/minutes.ts';
import { draftPlanned, plansOf } from './documents.ts';
import { draftMinutes } from './minutes.ts';
import { supersedeOlder } from './supersede.ts';
import { type DraftWorld, recordOn } from './world.ts';

/** A message names a declaration, or a document that the minutes of its declaration may wait for. */
async function declarationOf(
  { ledger }: DraftWorld,
  id: string,
): Promise<DeclarationState | undefined> {
  const declaration = await ledger.declaration(id);
  if (declaration !== undefined) return declaration.state;
  const { kind, declarationId } = (await ledger.document(id))?.state.draft ?? {};
  if (kind === undefined || declarationId === undefined || !holdsMinutesUp(kind)) return undefined;
  return (await ledger.declaration(declarationId))?.state;
}

/** Everything but the minutes, which are drafted from what has been signed. */
async function draftAtOnce(world: DraftWorld, state: DeclarationState): Promise<void> {
  const planned = plansOf(state).filter(({ plan }) => plan.kind !== 'minutes');
  await draftPlanned(world, state, planned);
  await supersedeOlder(world, state);
  await recordOn(world, state.id, async ({ drafted }) =>
    drafted ? undefined : { type: 'DocumentsDrafted', count: planned.length },
  );
}

/**
 * Does whatever drafting a declaration is owed, called with its id or with that of a document.
 * @throws when another worker is at it at this moment; the next delivery finds it done.
 */
export async function draftDocuments(world: DraftWorld, id: string): Promise<void> {
  const state = await declarationOf(world, id);
  if (state === undefined) return;
  if (!state.drafted) await draftAtOnce(world, state);
  await draftMinutes(world, state.id);
}
