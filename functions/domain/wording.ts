/** Formal Indonesian for dates, numbers, roles and times, as official documents write them. */
import type { Zone } from './deadline.ts';
import { ZONE_OFFSET_HOURS } from './deadline.ts';
import type { DocumentKind } from './draft.ts';
import type { SignerRole } from './signer.ts';

const WEEKDAYS = ['Minggu', 'Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

const MONTHS = [
  'Januari',
  'Februari',
  'Maret',
  'April',
  'Mei',
  'Juni',
  'Juli',
  'Agustus',
  'September',
  'Oktober',
  'November',
  'Desember',
] as const;

const ONES = [
  'nol',
  'satu',
  'dua',
  'tiga',
  'empat',
  'lima',
  'enam',
  'tujuh',
  'delapan',
  'sembilan',
  'sepuluh',
  'sebelas',
] as const;

const MAX_NUMBER_IN_WORDS = 9_999;

const joined = (head: string, rest: number): string =>
  rest === 0 ? head : `${head} ${numberInWords(rest)}`;

/** A whole number from 0 to 9,999 in words: 2022 → "dua ribu dua puluh dua". */
export function numberInWords(value: number): string {
  if (!Number.isInteger(value) || value < 0 || value > MAX_NUMBER_IN_WORDS)
    throw new RangeError(`not a whole number from 0 to ${MAX_NUMBER_IN_WORDS}: ${value}`);
  const known = ONES[value];
  if (known !== undefined) return known;
  if (value < 20) return `${numberInWords(value - 10)} belas`;
  if (value < 100) return joined(`${numberInWords(Math.floor(value / 10))} puluh`, value % 10);
  if (value < 200) return joined('seratus', value - 100);
  if (value < 1000) return joined(`${numberInWords(Math.floor(value / 100))} ratus`, value % 100);
  if (value < 2000) return joined('seribu', value - 1000);
  return joined(`${numberInWords(Math.floor(value / 1000))} ribu`, value % 1000);
}

/** The weekday of a calendar date (YYYY-MM-DD). */
export const weekdayOf = (date: string): Weekday =>
  WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? 'Minggu';

/** True for any spelling in use of a weekday's name: "rabu", "Jum'at", "Ahad". */
export function isWeekday(name: string, weekday: Weekday): boolean {
  const plain = name
    .trim()
    .toLowerCase()
    .replace(/[^a-z]/g, '');
  return plain === weekday.toLowerCase() || (weekday === 'Minggu' && plain === 'ahad');
}

/** A calendar date in all the forms a document needs. */
export type DateInWords = {
  readonly weekday: Weekday;
  readonly dayWords: string;
  readonly month: string;
  readonly yearWords: string;
  /** "21 September 2022" */
  readonly long: string;
};

export function dateInWords(date: string): DateInWords {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const monthName = MONTHS[month - 1] ?? '';
  return {
    weekday: weekdayOf(date),
    dayWords: numberInWords(day),
    month: monthName,
    yearWords: numberInWords(year),
    long: `${day} ${monthName} ${year}`,
  };
}

/** A month (YYYY-MM) as plans name it: "Maret 2027". */
export function monthInWords(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return `${MONTHS[number - 1] ?? ''} ${year}`;
}

/** Things in a row, with the comma before "dan" of three or more: "A dan B", "A, B, dan C". */
export function inSeries(things: readonly string[]): string {
  const last = things.at(-1) ?? '';
  if (things.length < 2) return last;
  const before = things.slice(0, -1).join(', ');
  return things.length === 2 ? `${before} dan ${last}` : `${before}, dan ${last}`;
}

/** "WIT (UTC+09:00)" */
export const zoneWithOffset = (zone: Zone): string =>
  `${zone} (UTC+0${ZONE_OFFSET_HOURS[zone]}:00)`;

function localParts(utc: string, zone: Zone): { readonly date: string; readonly time: string } {
  const offsetMs = ZONE_OFFSET_HOURS[zone] * 3_600_000;
  const [date, time] = new Date(Date.parse(utc) + offsetMs).toISOString().split('T') as [
    string,
    string,
  ];
  return { date, time: time.slice(0, 8).replaceAll(':', '.') };
}

/** A UTC instant as an agency reads it: "21 September 2022 pukul 14.03.22 WIT". */
export function localTime(utc: string, zone: Zone): string {
  const { date, time } = localParts(utc, zone);
  return `${dateInWords(date).long} pukul ${time} ${zone}`;
}

/** The same with the offset spelt out, for evidence: "… pukul 14.03.22 WIT (UTC+09:00)". */
export function localTimeWithOffset(utc: string, zone: Zone): string {
  const { date, time } = localParts(utc, zone);
  return `${dateInWords(date).long} pukul ${time} ${zoneWithOffset(zone)}`;
}

/** The time of day alone, where the day is plain: "14.03.22 WIT". */
export const timeOfDay = (utc: string, zone: Zone): string =>
  `${localParts(utc, zone).time} ${zone}`;

/** The predicates worked towards, as the templates ask for them. */
export const predicatesIn = (target: readonly string[]) => {
  const [wbk, wbbm] = [target.includes('WBK'), target.includes('WBBM')];
  return { wbk, wbbm, both: wbk && wbbm };
};

/** What a signatory does to the document, as a caption or in a sentence. */
export const ROLE_NAMES: Readonly<Record<SignerRole, string>> = {
  declarer: 'Yang mencanangkan',
  coSigner: 'Turut menandatangani',
  witness: 'Saksi',
  acknowledging: 'Mengetahui',
  superior: 'Yang menyaksikan',
};

/** What the declarer is called on each kind of document. */
export const DECLARER_NAMES: Readonly<Record<DocumentKind, string>> = {
  charter: ROLE_NAMES.declarer,
  pledge: 'Pembuat pernyataan',
  commitment: 'Yang berkomitmen',
  minutes: 'Yang membuat berita acara',
  'action-plan': 'Penanggung jawab rencana aksi',
};

/** What stands above the signatures of `count` people in one role: "Saksi-saksi". */
export function signatureCaption(kind: DocumentKind, role: SignerRole, count: number): string {
  if (role === 'declarer') return DECLARER_NAMES[kind];
  if (role === 'superior') return 'Menyaksikan';
  return role === 'witness' && count > 1 ? 'Saksi-saksi' : ROLE_NAMES[role];
}
