/** What requests are built of: lines of printable text, dates, numbers, and words for what is amiss. */
import { z } from 'zod';
import { ID_PATTERN } from '../domain/id.ts';
import type { Language } from '../runtime/view.ts';

export const MAX_NAME = 160;
export const MAX_LINE = 200;
const MAX_SENTENCE = 500;
const MAX_URL = 500;
const MAX_NUMBER = 100;
const MAX_SLUG = 64;

/** What a fault is called and how it is told; without it people would read zod's patterns. */
export type FormRule = {
  readonly code: string;
  readonly told: Readonly<Record<Language, string>>;
};

const PRINTABLE: FormRule = {
  code: 'notPrintable',
  told: {
    id: 'Hanya huruf Latin, angka, dan tanda baca yang dapat dicetak.',
    en: 'Only Latin letters, digits and punctuation can be printed.',
  },
};

/** What the fonts of the documents hold: Latin with its extensions, and common punctuation. */
const PRINTABLE_TEXT =
  /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u024f\u02b9-\u02bc\u1e00-\u1e9f\u1ef2-\u1eff\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u2032-\u2033\u2039-\u203a\u20ac\u2116\u2122]*$/;

/** How a mail header begins an encoded word (RFC 2047), which some readers would decode in a name. */
const ENCODED_WORD = '=?';

/** One line of printable text, trimmed and composed (NFC). */
export const line = (max: number) =>
  z
    .string()
    .normalize()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => PRINTABLE_TEXT.test(text) && !text.includes(ENCODED_WORD), {
      params: PRINTABLE,
    });

/** A text of a few words up to a long sentence. */
export const sentence = line(MAX_SENTENCE);

/** A number of a document, as it prints. */
export const documentNumber = line(MAX_NUMBER);

/** A short text that matches `pattern` whole, or breaks `rule`. */
export const matching = (pattern: RegExp, rule: FormRule) =>
  z.string().refine((text) => pattern.test(text), { params: rule });

export const date = z.iso.date();

const MONTH: FormRule = {
  code: 'notMonth',
  told: {
    id: 'Bulan ditulis TTTT-BB, misalnya 2026-11.',
    en: 'Months are written YYYY-MM, for example 2026-11.',
  },
};
export const month = matching(/^\d{4}-(0[1-9]|1[0-2])$/, MONTH);

const IDENTIFIER: FormRule = {
  code: 'notIdentifier',
  told: {
    id: 'Kode terdiri atas 16 huruf kecil dan angka, seperti pada jawaban layanan ini.',
    en: 'Identifiers are 16 small letters and digits, as this service gives them.',
  },
};
export const identifier = matching(ID_PATTERN, IDENTIFIER);

const SLUG: FormRule = {
  code: 'notSlug',
  told: {
    id: `Kode profil terdiri atas huruf kecil, angka, dan tanda hubung; paling panjang ${MAX_SLUG}.`,
    en: `A profile's name has small letters, digits and hyphens; ${MAX_SLUG} at most.`,
  },
};
/** The name of a stored agency profile in addresses and requests. */
export const slug = matching(new RegExp(`^(?=.{1,${MAX_SLUG}}$)[a-z0-9]+(-[a-z0-9]+)*$`), SLUG);

export const webAddress = z.url({ protocol: /^https$/ }).max(MAX_URL);

/** A whole number of something. */
export const count = (max: number) => z.int().min(0).max(max);

/** One optional value per kind of document. */
export const perKind = <T extends z.ZodType>(value: T) => {
  const of = (kind: string) => value.exactOptional().describe(kind);
  return z.strictObject({
    charter: of('Piagam pencanangan'),
    pledge: of('Pakta integritas'),
    commitment: of('Komitmen bersama'),
    minutes: of('Berita acara'),
    'action-plan': of('Rencana aksi'),
  });
};
