/** Who gets which number: the series of a declaration's documents, and who takes each place. */
import type { DocumentPlan } from './begets.ts';
import type { Declaration } from './declaration.ts';
import { type Claim, registerOf, seriesKey, seriesOf } from './number.ts';

/** A document under the id that was promised, with what it is to say. */
export type PlannedDocument = { readonly id: string; readonly plan: DocumentPlan };

/** The documents of a declaration that belong in one series, in their order. */
export type SeriesClaims = {
  readonly key: string;
  readonly numberAt: (sequence: number) => string;
  readonly claims: readonly Claim[];
};

/** Kode unit of a document that is a single unit's; else the agency's own stands in its number. */
function unitCode({ units }: Declaration, plan: DocumentPlan): string | undefined {
  const [only, second] = plan.units;
  const isAgencys = plan.kind === 'commitment' || plan.kind === 'minutes' || second !== undefined;
  const unit = isAgencys ? undefined : units.find(({ name }) => name === only?.name);
  return unit?.code ?? unit?.acronym;
}

function givenOnly(): string {
  throw new Error('documents of this kind have no pattern of numbers');
}

/** The series of a document; undefined when it stays without a number. */
function seriesFor(declaration: Declaration, plan: DocumentPlan) {
  const register = registerOf(declaration);
  const { kind, number } = plan;
  const { date } = plan.event;
  const unit = unitCode(declaration, plan);
  const series = seriesOf({ register, agency: declaration.agency }, { kind, date, unit });
  if (series !== undefined || number === undefined) return series;
  return { key: seriesKey({ register, kind, year: date.slice(0, 4) }), numberAt: givenOnly };
}

/** The series that a declaration's documents are entered in, with those of each. */
export function claimsBySeries(
  declaration: Declaration,
  documents: readonly PlannedDocument[],
): readonly SeriesClaims[] {
  const bySeries = new Map<string, SeriesClaims>();
  for (const { id, plan } of documents) {
    const series = seriesFor(declaration, plan);
    if (series === undefined) continue;
    const claims = bySeries.get(series.key)?.claims ?? [];
    const claim: Claim = { documentId: id, given: plan.number };
    bySeries.set(series.key, { ...series, claims: [...claims, claim] });
  }
  return [...bySeries.values()];
}

/**
 * Who takes the next places of a series. `holders` names for each place the document that holds its
 * number already: one that was given elsewhere, or entered in another series of the same pattern.
 * Such a place is entered as that document's, so that none is left empty and no number stands twice.
 */
export function seats(
  holders: readonly (string | undefined)[],
  claims: readonly Claim[],
): readonly Claim[] {
  // Another run may just have entered some of the claimants: those need no second place.
  const waiting = claims.filter(({ documentId }) => !holders.includes(documentId));
  const taken: Claim[] = [];
  for (const holder of holders) {
    if (waiting.length === 0) break;
    const next = holder === undefined ? waiting.shift() : { documentId: holder };
    if (next !== undefined) taken.push(next);
  }
  return taken;
}
