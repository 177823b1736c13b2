/** Which years fit a date that was given without one. */
import { readCitation } from './citation.ts';
import { isOut, REGULATIONS } from './regulation.ts';
import { isWeekday, weekdayOf } from './wording.ts';

/** 2012: the year of the first regulation that a declaration could rest on. */
const FIRST_YEAR = Math.min(
  ...REGULATIONS.filter(({ documents }) => documents.includes('charter')).map(({ from }) =>
    Number(from.date.slice(0, 4)),
  ),
);

type YearlessDate = {
  /** 1 to 31 */
  readonly day: number;
  /** 1 to 12 */
  readonly month: number;
  readonly weekday?: string | undefined;
  /** Regulations that the papers of that day cite, as free texts. */
  readonly citations: readonly string[];
  /** UTC, ISO 8601. */
  readonly now: string;
};

const two = (value: number): string => String(value).padStart(2, '0');

/**
 * Years, ascending, from the first regulation on Zona Integritas to the current one, in which the
 * day exists, falls on the weekday, and finds every cited regulation in force, or perhaps so.
 */
export function yearsFitting({
  day,
  month,
  weekday,
  citations,
  now,
}: YearlessDate): readonly number[] {
  const cited = citations.flatMap((text) => readCitation(text).regulations);
  const count = Number(now.slice(0, 4)) - FIRST_YEAR + 1;
  return Array.from({ length: count }, (_, index) => FIRST_YEAR + index).filter((year) => {
    const date = `${year}-${two(month)}-${two(day)}`;
    const exists = new Date(Date.UTC(year, month - 1, day)).toISOString().startsWith(date);
    return (
      exists &&
      (weekday === undefined || isWeekday(weekday, weekdayOf(date))) &&
      cited.every((entry) => !isOut(entry, date))
    );
  });
}
