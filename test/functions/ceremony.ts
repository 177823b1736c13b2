/** A ceremony whose minutes wait for two charters and a commitment, and what its record tells. */
import type { Declaration, DeclarationState } from '../../functions/domain/declaration.ts';
import type { DocumentDraft } from '../../functions/domain/draft.ts';
import { draftDocuments } from '../../functions/draft/draft.ts';
import { agency, unit } from '../samples/declaration.ts';
import { type DraftTestWorld, declarationState, idsOf, make } from './draft-world.ts';

let serial = 0;
/** Two charters, a commitment, one pledge and minutes, in a register of its own. */
export function ceremony(change: Partial<Declaration> = {}): Partial<Declaration> {
  serial += 1;
  const numbering = {
    charter: { classification: '000', pattern: 'P/{sequence}/{year}' },
    minutes: { classification: '000', pattern: 'BA/{sequence}/{year}' },
  };
  return {
    agency: agency({ name: `Kota ${serial}`, numbering }),
    units: [unit('Dinas Satu'), unit('Dinas Dua')],
    commitment: true,
    minutes: true,
    present: [{ name: 'Yohanes', institution: 'Ombudsman' }],
    ...change,
  };
}

/** A ceremony with everything drafted but its minutes. */
export async function ceremonyDrafted(
  world: DraftTestWorld,
  change: Partial<Declaration> = {},
): Promise<DeclarationState> {
  const { id } = await make(world, ceremony(change));
  await draftDocuments(world, id);
  return declarationState(world, id);
}

/** What the minutes wait for, in order. */
export const awaited = (state: DeclarationState): readonly string[] => [
  ...idsOf(state, 'charter'),
  ...idsOf(state, 'commitment'),
];

/** The minutes as they were drafted, if they have been. */
export async function minutesOf(
  { ledger }: DraftTestWorld,
  state: DeclarationState,
): Promise<DocumentDraft | undefined> {
  const [minutes] = await ledger.documents(idsOf(state, 'minutes'));
  return minutes?.draft;
}

/** The names of all facts about a declaration, in order. */
export const factsOf = async (
  { ledger }: DraftTestWorld,
  { id }: DeclarationState,
): Promise<readonly string[]> =>
  (await ledger.commits(`DECL#${id}`)).flatMap(({ events }) => events.map(({ type }) => type));
