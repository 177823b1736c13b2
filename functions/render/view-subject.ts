/** What a document is about: its units, the agencies beside the agency, and the predicates. */
import type { DocumentDraft } from '../domain/draft.ts';
import { inSeries, predicatesIn } from '../domain/wording.ts';

/** More units than this, declared or proposed, go into an annex. */
const MAX_UNITS_ON_SHEET = 6;

type Unit = DocumentDraft['units'][number];

const unitView = ({ name, acronym }: Unit) => ({ name, acronym: acronym ?? null });

const numbered = (units: readonly Unit[]) =>
  units.map((unit, index) => ({ row: index + 1, ...unitView(unit) }));

const called = ({ name, acronym }: Unit): string =>
  acronym === undefined ? name : `${name} (${acronym})`;

export const targetOf = ({ target }: DocumentDraft) => predicatesIn(target);

/** The agencies that declare together with the document's own, in one phrase. */
export const partnersOf = ({ partners }: DocumentDraft): string | null =>
  partners.length === 0 ? null : inSeries(partners);

/** A document of several units is `joint`; of none it is the agency's own. */
export function unitsOf(draft: DocumentDraft) {
  const { units, proposedUnits } = draft;
  const [only] = units;
  const joint = units.length > 1;
  const long = [units, proposedUnits].some(({ length }) => length > MAX_UNITS_ON_SHEET);
  return {
    joint,
    unit: only && !joint ? unitView(only) : null,
    units: numbered(units),
    proposed:
      proposedUnits.length === 0
        ? null
        : { named: inSeries(proposedUnits.map(called)), units: numbered(proposedUnits) },
    annexed: long,
  };
}
