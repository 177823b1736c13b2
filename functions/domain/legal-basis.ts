/** Which regulations a document rests on, by kind and by the date of the event. */
import type { DocumentKind } from './document.ts';
import catalogue from './regulations.json' with { type: 'json' };

export type Regulation = {
  /** Number and year, as people cite it: "90/2021". */
  readonly key: string;
  readonly title: string;
};

/**
 * The regulations in force on `date` (YYYY-MM-DD) for a kind of document, in order of issue.
 * Titles come from the catalogue only and are never typed; each entry there has its source.
 */
export const legalBasis = (kind: DocumentKind, date: string): readonly Regulation[] =>
  catalogue
    .filter(
      (entry) =>
        entry.documents.includes(kind) &&
        entry.from <= date &&
        (entry.until === null || date <= entry.until),
    )
    .map(({ key, title }) => ({ key, title }));
