/** What the template of a charter (piagam pencanangan) is filled with. */
import { orientationOf } from '../domain/agency.ts';
import type { DocumentDraft } from '../domain/draft.ts';
import { settingOf, sheetsOf } from './view-charter-fit.ts';
import { bandsOf, groupsOf } from './view-signers.ts';
import { partnersOf, targetOf, unitsOf } from './view-subject.ts';

/** Blocks in a band of a charter; where they are all, a wide sheet takes one more. */
const MOST = { landscape: 5, portrait: 3 } as const;

export function charterView(draft: DocumentDraft) {
  const { agency, kind, signers } = draft;
  const orientation = orientationOf(agency, kind);
  const alone = orientation === 'landscape' && signers.length === MOST.landscape + 1;
  const most = alone ? signers.length : MOST[orientation];
  const bands = bandsOf(groupsOf(draft), { most, atLeast: 1 });
  const setting = settingOf(draft, bands);
  return {
    ...unitsOf(draft),
    partners: partnersOf(draft),
    target: targetOf(draft),
    setting: setting ?? 'spread',
    bands: setting === undefined ? [] : bands,
    sheets: setting === undefined ? sheetsOf(draft, bands).map((each) => ({ bands: each })) : [],
  };
}
