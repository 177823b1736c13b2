/** Drafts documents that a declaration promised: numbered first, then written, each once. */
import pLimit from 'p-limit';
import { begets } from '../domain/begets.ts';
import type { Declaration, DeclarationState } from '../domain/declaration.ts';
import type { DocumentDraft } from '../domain/draft.ts';
import type { PlannedDocument } from '../domain/numbering.ts';
import { counterpart } from '../domain/renewal.ts';
import { numberDocuments } from './number.ts';
import { BY, type DraftWorld, PARALLEL_DOCUMENTS } from './world.ts';

/**
 * @throws when the record promised other documents, or other people on them, than the rulebook begets:
 * links lead to places by the record, and must never lead to somebody else's.
 */
export function plansOf(state: DeclarationState): readonly PlannedDocument[] {
  const plans = begets(state.declaration, state.declaredAt, state.people);
  return state.documents.map(({ id, kind, people }, index) => {
    const plan = plans[index];
    const places = plan?.signers.map(({ person }) => person);
    if (plan?.kind !== kind || places?.join() !== people.join())
      throw new Error(`declaration ${state.id} does not beget ${kind} ${id}`);
    return { id, plan };
  });
}

/** The declaration that this one renews, if it does. @throws when it is not in the ledger. */
async function renewedBy(
  { ledger }: DraftWorld,
  { supersedes }: Declaration,
): Promise<DeclarationState | undefined> {
  if (supersedes === undefined) return undefined;
  const { declarationId } = supersedes;
  const older = await ledger.declaration(declarationId);
  if (older === undefined) throw new Error(`there is no declaration ${declarationId}`);
  return older.state;
}

async function draftDocument({ ledger, clock }: DraftWorld, draft: DocumentDraft): Promise<void> {
  const events = [{ type: 'DocumentDrafted', draft } as const];
  const appended = await ledger.append(draft.id, undefined, { events, at: clock(), by: BY });
  // Drafted before: what the ledger has, stands. Else two writers met, and neither may have won.
  if (appended === undefined && (await ledger.document(draft.id)) === undefined)
    throw new Error(`document ${draft.id} was not drafted`);
}

/** @throws when one could not be numbered or drafted; what has been, stays. */
export async function draftPlanned(
  world: DraftWorld,
  state: DeclarationState,
  planned: readonly PlannedDocument[],
): Promise<void> {
  const { id: declarationId, declaration } = state;
  const numbers = await numberDocuments(world, declaration, planned);
  const older = await renewedBy(world, declaration);
  await pLimit(PARALLEL_DOCUMENTS).map(planned, ({ id, plan }) => {
    const supersedes = older && counterpart(plan, state, older);
    return draftDocument(world, {
      ...plan,
      id,
      declarationId,
      number: numbers.get(id),
      supersedes,
    });
  });
}
