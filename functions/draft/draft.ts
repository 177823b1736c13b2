/** Drafts every document that a declaration begets; run again, it adds only what is missing. */
import { begets } from '../domain/declaration.ts';
import type { DocumentDraft } from '../domain/document.ts';
import type { Clock, Ledger } from '../ports.ts';

/** Documents drafted side by side. */
const PARALLEL_DRAFTS = 10;

const BY = { type: 'worker', name: 'draft' } as const;

type World = { readonly ledger: Ledger; readonly clock: Clock };

async function draftDocument({ ledger, clock }: World, draft: DocumentDraft): Promise<void> {
  const events = [{ type: 'DocumentDrafted', draft } as const];
  const appended = await ledger.append(draft.id, undefined, { events, at: clock(), by: BY });
  // Drafted before: what the ledger has, stands. Else two writers met, and neither may have won.
  if (appended === undefined && (await ledger.document(draft.id)) === undefined)
    throw new Error(`document ${draft.id} was not drafted`);
}

/** @throws when another worker finished the same declaration first; the next delivery finds it done. */
export async function draftDocuments(world: World, declarationId: string): Promise<void> {
  const head = await world.ledger.declaration(declarationId);
  if (head === undefined || head.state.drafted) return;
  const { declaration, documentIds, declaredAt } = head.state;
  const drafts = begets(declaration, declaredAt).map((plan, index) => {
    const id = documentIds[index];
    if (id === undefined) throw new Error(`declaration ${declarationId} lacks id ${index}`);
    return { ...plan, id, declarationId };
  });
  for (let at = 0; at < drafts.length; at += PARALLEL_DRAFTS)
    await Promise.all(
      drafts.slice(at, at + PARALLEL_DRAFTS).map((draft) => draftDocument(world, draft)),
    );
  const done = {
    events: [{ type: 'DocumentsDrafted', count: drafts.length } as const],
    at: world.clock(),
    by: BY,
  };
  if ((await world.ledger.amend(declarationId, head, done)) === undefined)
    throw new Error(`declaration ${declarationId} changed while its documents were drafted`);
}
