/** What the template of a joint commitment (komitmen bersama) is filled with. */
import { AREA_NAMES, AREAS } from '../domain/area.ts';
import type { DocumentDraft } from '../domain/draft.ts';
import { inSeries } from '../domain/wording.ts';
import { bandsOf, groupsOf, listOf } from './view-signers.ts';
import { partnersOf, targetOf } from './view-subject.ts';

/** More signatories than this stand in a list with a line for each. */
const MAX_BLOCKS = 12;

/** Four fit side by side where there are no more. */
const MOST = { few: 4, more: 3 } as const;

export function commitmentView(draft: DocumentDraft) {
  const groups = groupsOf(draft);
  const most = draft.signers.length > MOST.few ? MOST.more : MOST.few;
  const many = draft.signers.length > MAX_BLOCKS;
  return {
    partners: partnersOf(draft),
    target: targetOf(draft),
    areas: inSeries(AREAS.map((area) => AREA_NAMES[area])),
    list: many ? { groups: listOf(groups) } : null,
    bands: many ? [] : bandsOf(groups, { most, atLeast: 2 }),
  };
}
