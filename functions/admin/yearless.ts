/** A date written without its year: told with the years that fit, and never completed by a guess. */
import { z } from 'zod';
import { yearsFitting } from '../domain/calendar.ts';
import { error, type Finding } from '../domain/finding.ts';
import { dateInWords, inSeries } from '../domain/wording.ts';
import { DeclarationRequest } from './request.ts';

/** "Kamis, 13/02", "13-02", "13 Februari". */
const YEARLESS =
  /^(?:(?<weekday>\p{L}[\p{L}']*)[\s,]+)?(?<day>\d{1,2})[\s./-]+(?<month>\d{1,2}|\p{L}+)$/u;

const Dated = z.object({
  event: z.object({ date: z.string().trim(), weekday: z.string().optional().catch(undefined) }),
  citations: DeclarationRequest.shape.citations.catch([]),
});

const two = (value: string | number): string => String(value).padStart(2, '0');

const monthName = (month: number): string => dateInWords(`2000-${two(month)}-01`).month;

const MONTHS = Array.from({ length: 12 }, (_, index) => index + 1);

const monthOf = (text: string): number | undefined =>
  MONTHS.find((month) =>
    /^\d/.test(text)
      ? Number(text) === month
      : monthName(month).toLowerCase() === text.toLowerCase(),
  );

/** In a leap year, which has them all. */
const DAYS = MONTHS.map((month) => new Date(Date.UTC(2000, month, 0)).getUTCDate());

const isOnCalendar = (day: number, month: number): boolean =>
  day >= 1 && day <= (DAYS[month - 1] ?? 0);

type Told = { readonly id: string; readonly en: string };

/** What the years are that fit, or how a date is written where that is not known. */
function advice(
  day: string,
  month: number,
  { years, weekday }: { readonly years: readonly number[]; readonly weekday: string | undefined },
): Told {
  const [first] = years;
  if (weekday === undefined || first === undefined)
    return {
      id: 'Tahun belum disebut. Tulis tanggal lengkap TTTT-BB-HH; jika harinya disebut dengan benar, tahun yang cocok dapat ditunjukkan.',
      en: 'The year is missing. Write the whole date YYYY-MM-DD; with the right weekday named, the years that fit can be told.',
    };
  const date = `${Number(day)} ${monthName(month)}`;
  const whole = `${first}-${two(month)}-${two(day)}`;
  return {
    id: `Tahun belum disebut. ${date} jatuh pada hari ${weekday} pada tahun ${inSeries(years.map(String))}; tulis tanggal lengkap, misalnya ${whole}.`,
    en: `The year is missing. ${date} is a ${weekday} (Indonesian weekday name) in ${years.join(', ')}; write the whole date, for example ${whole}.`,
  };
}

/**
 * The finding about an event's date without a year; undefined when the body has no such date, or one
 * that is in no calendar.
 * Regulations that are cited narrow the years. `now` is UTC, ISO 8601.
 */
export function yearMissing(body: unknown, now: string): Finding | undefined {
  const read = Dated.safeParse(body).data;
  const parts = YEARLESS.exec(read?.event.date ?? '')?.groups;
  const month = monthOf(parts?.['month'] ?? '');
  if (read === undefined || parts === undefined || month === undefined) return undefined;
  const { day = '', weekday = read.event.weekday } = parts;
  // No year has such a day, so the year is not what is missing.
  if (!isOnCalendar(Number(day), month)) return undefined;
  const { citations } = read;
  const years = yearsFitting({ day: Number(day), month, weekday, citations, now });
  const told = advice(day, month, { years, weekday });
  return error('event.date', 'yearMissing', told.id, told.en);
}
