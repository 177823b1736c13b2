/** The catalogue of regulations: what each is called, what it replaces, and when it is in force. */
import catalogue from './regulations.json' with { type: 'json' };

/**
 * Where a claim was read, and whether that settles it: `verified` means read in a copy of the
 * regulation, in one that quotes it, or alike at two public offices.
 */
type Sourced = { readonly source: string; readonly verified: boolean };

export type CatalogueEntry = {
  /** Number and year as people cite it: "90/2021"; of others than PermenPANRB with their kind. */
  readonly key: string;
  /** "PermenPANRB 90/2021" */
  readonly short: string;
  /** "Peraturan Menteri … Nomor 90 Tahun 2021" */
  readonly name: string;
  /** Names by which people cite it without its number. */
  readonly aliases: readonly string[];
  /** What follows "tentang"; null when nobody could read it in full. */
  readonly title: Sourced & { readonly text: string | null };
  /** When it came into force, as precisely as is known: "2014", "2014-10" or "2014-10-17". */
  readonly from: Sourced & { readonly date: string };
  readonly repealedBy: (Sourced & { readonly key: string }) | null;
  readonly amends: (Sourced & { readonly key: string }) | null;
  /** The kinds of document that rest on it; none when it is only recognised in citations. */
  readonly documents: readonly string[];
};

/** In order of issue. */
export const REGULATIONS: readonly CatalogueEntry[] = catalogue;

const named = (link: { readonly key: string } | null): CatalogueEntry | undefined =>
  REGULATIONS.find(({ key }) => key === link?.key);

/** The regulation that an amendment changes. */
export const baseOf = ({ amends }: CatalogueEntry): CatalogueEntry | undefined => named(amends);

export const successorOf = ({ repealedBy }: CatalogueEntry): CatalogueEntry | undefined =>
  named(repealedBy);

/** First and last calendar date (YYYY-MM-DD) that "2014", "2014-10" or "2014-10-17" can mean. */
function span(partial: string): { readonly first: string; readonly last: string } {
  const [year = '', month, day] = partial.split('-');
  if (month === undefined) return { first: `${year}-01-01`, last: `${year}-12-31` };
  if (day !== undefined) return { first: partial, last: partial };
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return { first: `${partial}-01`, last: `${partial}-${lastDay}` };
}

/** `perhapsYet` and `perhapsStill`: the date lies where the known part of a date leaves a doubt. */
type Force = 'notYet' | 'perhapsYet' | 'inForce' | 'perhapsStill' | 'ended';

/**
 * Whether a regulation is in force on `date` (YYYY-MM-DD). It counts from the day on which that is
 * certain, and a repealed one until its successor is certainly in force.
 */
export function forceOf(entry: CatalogueEntry, date: string): Force {
  const began = span(entry.from.date);
  const successor = successorOf(entry);
  const ended = successor && span(successor.from.date);
  if (ended && date >= ended.last) return 'ended';
  if (date < began.first) return 'notYet';
  if (date < began.last) return 'perhapsYet';
  return ended && date >= ended.first ? 'perhapsStill' : 'inForce';
}

/** Certainly not in force: not yet, or no longer. */
export const isOut = (entry: CatalogueEntry, date: string): boolean =>
  ['notYet', 'ended'].includes(forceOf(entry, date));

export const counts = (entry: CatalogueEntry, date: string): boolean =>
  ['inForce', 'perhapsStill'].includes(forceOf(entry, date));

/** Name and title; undefined when the title is not verified, for nothing unverified is printed. */
export const fullTitle = ({ name, title }: CatalogueEntry): string | undefined =>
  title.verified && title.text !== null ? `${name} tentang ${title.text}` : undefined;

/** What counts on `date` in the place of a regulation that is no longer, or not yet, in force. */
export function inItsPlace(entry: CatalogueEntry, date: string): CatalogueEntry | undefined {
  if (!isOut(entry, date)) return entry;
  const next =
    forceOf(entry, date) === 'ended'
      ? successorOf(entry)
      : (baseOf(entry) ?? REGULATIONS.find((other) => other.repealedBy?.key === entry.key));
  return next && inItsPlace(next, date);
}

/** How to cite a regulation on `date`: with its title if that is verified, and its amendments. */
export function properCitation(entry: CatalogueEntry, date: string): string {
  const base = baseOf(entry) ?? entry;
  const amendments = REGULATIONS.filter(
    (other) => other.amends?.key === base.key && counts(other, date),
  );
  return [fullTitle(base) ?? base.name, ...amendments.map(({ name }) => name)].join(' jo. ');
}
