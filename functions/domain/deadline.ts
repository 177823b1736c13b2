/** Time rules: zones of Indonesia, until when a signature can be given, when stuck work is nudged. */

export type Zone = 'WIB' | 'WITA' | 'WIT';

/** Offset from UTC in hours; Indonesia has no daylight saving time (Keppres 41/1987). */
export const ZONE_OFFSET_HOURS: Readonly<Record<Zone, number>> = { WIB: 7, WITA: 8, WIT: 9 };

/** How long a link is good when the declaration sets no deadline. */
export const DEFAULT_SIGNING_DAYS = 30;
const MAX_SIGNING_DAYS = 366;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const FIRST_NUDGE_MS = 10 * 60_000;
const FIRST_UPGRADE_MS = 60_000;

/** The calendar date (YYYY-MM-DD) in `zone` at a UTC instant. */
export const localDate = (utc: string, zone: Zone): string =>
  new Date(Date.parse(utc) + ZONE_OFFSET_HOURS[zone] * HOUR_MS).toISOString().slice(0, 10);

/** The last instant of a calendar date in `zone`, in UTC. */
export const endOfDay = (date: string, zone: Zone): string =>
  new Date(Date.parse(`${date}T23:59:59.999Z`) - ZONE_OFFSET_HOURS[zone] * HOUR_MS).toISOString();

/** Until when a document may be signed: the end of the wished day, else the default period. */
export function signingDeadline(
  wish: { readonly date: string | undefined; readonly zone: Zone },
  declaredAt: string,
): string {
  const lastDay =
    wish.date ??
    localDate(
      new Date(Date.parse(declaredAt) + DEFAULT_SIGNING_DAYS * DAY_MS).toISOString(),
      wish.zone,
    );
  return endOfDay(lastDay, wish.zone);
}

/** Days from one UTC instant to a later one, with their fraction. */
export const daysBetween = (from: string, to: string): number =>
  (Date.parse(to) - Date.parse(from)) / DAY_MS;

/** When pending work that has not moved since `at` is nudged: ten minutes, doubling up to a day. */
export const nudgeAt = (at: string, nudges: number): string =>
  new Date(Date.parse(at) + Math.min(FIRST_NUDGE_MS * 2 ** nudges, DAY_MS)).toISOString();

/** When a seal is first lifted: its letters are out, and the authorities had better be asked soon. */
export const firstUpgradeAt = (at: string): string =>
  new Date(Date.parse(at) + FIRST_UPGRADE_MS).toISOString();

/** The same time of day some days later, or earlier when negative; UTC. */
export const addDays = (at: string, days: number): string =>
  new Date(Date.parse(at) + days * DAY_MS).toISOString();

/** The latest instant that may be set as a deadline on `now`, wherever in the country. */
export const latestDeadlineInstant = (now: string): string => addDays(now, MAX_SIGNING_DAYS + 1);

/** The latest date that may be set as a deadline on `now`. */
export const latestDeadline = (now: string): string =>
  new Date(Date.parse(now) + MAX_SIGNING_DAYS * DAY_MS).toISOString().slice(0, 10);
