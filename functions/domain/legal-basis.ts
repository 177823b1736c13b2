/** Which regulations a document rests on, by kind and by the date of the event. */
import type { DocumentKind } from './draft.ts';
import {
  baseOf,
  type CatalogueEntry,
  counts,
  forceOf,
  fullTitle,
  REGULATIONS,
} from './regulation.ts';

export type Regulation = {
  /** Number and year, as people cite it: "90/2021". */
  readonly key: string;
  readonly title: string;
};

const restingOn = (kind: DocumentKind): readonly CatalogueEntry[] =>
  REGULATIONS.filter(({ documents }) => documents.includes(kind));

/**
 * The regulations in force on `date` (YYYY-MM-DD) for a kind of document, in order of issue. Titles
 * come from the catalogue only; without a verified one a regulation is left out, and an amendment
 * is left out with what it amends.
 */
export const legalBasis = (kind: DocumentKind, date: string): readonly Regulation[] =>
  restingOn(kind).flatMap((entry) => {
    const title = fullTitle(entry);
    const stands = title !== undefined && fullTitle(baseOf(entry) ?? entry) !== undefined;
    return stands && counts(entry, date) ? [{ key: entry.key, title }] : [];
  });

/** Regulations that `legalBasis` leaves out for want of knowledge: of their first day or title. */
export const basisInDoubt = (kind: DocumentKind, date: string): readonly CatalogueEntry[] =>
  restingOn(kind).filter(
    (entry) =>
      forceOf(entry, date) === 'perhapsYet' ||
      (counts(entry, date) && fullTitle(entry) === undefined),
  );
