/** What an evaluator asks for, and whether the record of a declaration holds it. */
import { AREAS } from './area.ts';
import type { DeclarationState } from './declaration.ts';
import type { DocumentState } from './document.ts';
import { isComplete } from './document.ts';
import type { DocumentKind } from './draft.ts';
import catalogue from './evaluation.json' with { type: 'json' };
import { isPublic } from './publication.ts';

/** `elsewhere`: not kept in this record, so the agency has to bring it along. */
type Standing = 'present' | 'partial' | 'missing' | 'elsewhere';

/** A declaration with its documents, as far as they are drafted. */
type Dossier = { readonly state: DeclarationState; readonly documents: readonly DocumentState[] };

const ofKind = ({ documents }: Dossier, kind: DocumentKind): readonly DocumentState[] =>
  documents.filter(({ draft }) => draft.kind === kind);

/** Pledges of this record; where it holds none, those that the agency says were signed before. */
function pledged(record: Dossier): Standing {
  const { pledgesElsewhere } = record.state.declaration;
  const pledges = ofKind(record, 'pledge');
  const isBefore = pledgesElsewhere !== undefined && pledgesElsewhere.staffSigned > 0;
  return pledges.length === 0 && isBefore ? 'elsewhere' : completeness(pledges);
}

/** All complete, some, or none. */
function completeness(documents: readonly DocumentState[]): Standing {
  const complete = documents.filter(isComplete).length;
  if (complete === 0) return 'missing';
  return complete === documents.length ? 'present' : 'partial';
}

const given = (present: boolean): Standing => (present ? 'present' : 'missing');

function witnessed(record: Dossier): Standing {
  const charters = [...ofKind(record, 'charter'), ...ofKind(record, 'commitment')];
  return given(
    charters.some(
      (state) => isComplete(state) && state.draft.signers.some(({ role }) => role === 'witness'),
    ),
  );
}

/** Present when every unit that declares has a plan, and each plan covers all areas. */
function planned(record: Dossier): Standing {
  const plans = ofKind(record, 'action-plan');
  const units = record.state.declaration.units.filter(({ standing }) => standing === 'declared');
  const covers = ({ draft }: DocumentState): boolean =>
    AREAS.every((area) => draft.actions?.some((action) => action.area === area));
  const whole = plans.length === units.length && plans.every(covers);
  const standing = completeness(plans);
  return standing === 'present' && !whole ? 'partial' : standing;
}

const STANDINGS: Readonly<{ [key: string]: (record: Dossier) => Standing }> = {
  pledges: pledged,
  charter: (record) => completeness(ofKind(record, 'charter')),
  commitment: (record) => completeness(ofKind(record, 'commitment')),
  witness: witnessed,
  minutes: (record) => completeness(ofKind(record, 'minutes')),
  publication: ({ state }) => {
    const { event } = state.declaration;
    const isAnnounced = event.status === 'held' && event.publicationUrl !== undefined;
    return given(isAnnounced || isPublic(state));
  },
  actionPlan: planned,
};

/** The evaluator's list with the standing of each item; names are Indonesian, as they are asked for. */
export const evidenceList = (record: Dossier) =>
  catalogue.map(({ key, name, source, verified }) => ({
    key,
    name,
    source,
    verified,
    standing: STANDINGS[key]?.(record) ?? ('elsewhere' as const),
  }));
