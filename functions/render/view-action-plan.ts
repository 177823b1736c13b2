/** What the template of an action plan (rencana aksi) is filled with. */
import { AREA_NAMES, AREAS } from '../domain/area.ts';
import type { DocumentDraft } from '../domain/draft.ts';
import { monthInWords } from '../domain/wording.ts';
import { bandsOf, groupsOf } from './view-signers.ts';
import { targetOf, unitsOf } from './view-subject.ts';

export function actionPlanView(draft: DocumentDraft) {
  const actions = draft.actions ?? [];
  const areas = AREAS.map((area, index) => ({
    ordinal: index + 1,
    name: AREA_NAMES[area],
    actions: actions
      .filter((action) => action.area === area)
      .map(({ activity, indicator, target, month, personInCharge, evidence }, row) => ({
        row: row + 1,
        activity,
        indicator,
        target,
        month: monthInWords(month),
        personInCharge,
        evidence,
      })),
  }));
  return {
    target: targetOf(draft),
    unit: unitsOf(draft).unit,
    areas: areas.filter((area) => area.actions.length > 0),
    bands: bandsOf(groupsOf(draft), { most: 4, atLeast: 2 }),
  };
}
