/** Says in plain words, in both languages, what is wrong with the form of a field. */
import { z } from 'zod';
import { predicateSuggestion } from '../domain/check-terms.ts';
import { PREDICATES } from '../domain/declaration.ts';
import type { Language } from '../runtime/view.ts';
import { MAX_LINE } from './field.ts';

type Told = Readonly<Record<Language, string>>;

const LOCALES = { id: z.locales.id(), en: z.locales.en() } as const;

const REQUIRED: Told = { id: 'Wajib diisi.', en: 'Is required.' };
const UNKNOWN: Told = { id: 'Isian ini tidak dikenal.', en: 'This field is not known.' };

const FORMATS: Readonly<Record<string, Told>> = {
  date: {
    id: 'Tanggal ditulis TTTT-BB-HH dan harus ada dalam kalender, misalnya 2026-11-20.',
    en: 'Dates are written YYYY-MM-DD and must exist, for example 2026-11-20.',
  },
  email: { id: 'Alamat surel tidak benar.', en: 'Not a valid e-mail address.' },
  url: {
    id: 'Alamat web ditulis lengkap dan diawali https://.',
    en: 'Web addresses are written in full and begin with https://.',
  },
};

/** Ends a sentence, also after an abbreviation. */
const ended = (sentence: string): string => (sentence.endsWith('.') ? sentence : `${sentence}.`);

const oneOf = (values: readonly unknown[]): Told => ({
  id: ended(`Pilihan: ${values.join(', ')}`),
  en: ended(`One of: ${values.join(', ')}`),
});

/** What a member has to be, by the name that JSON gives it. */
const KINDS: Readonly<Record<string, Told>> = {
  string: { id: 'teks', en: 'text' },
  number: { id: 'angka', en: 'a number' },
  int: { id: 'bilangan bulat', en: 'a whole number' },
  boolean: { id: 'true atau false', en: 'true or false' },
  array: { id: 'daftar ([ … ])', en: 'a list ([ … ])' },
  object: { id: 'kelompok isian ({ … })', en: 'an object ({ … })' },
};

function mustBe(expected: string): Told | undefined {
  const kind = KINDS[expected];
  return kind && { id: `Isian ini harus berupa ${kind.id}.`, en: `Must be ${kind.en}.` };
}

/** What is counted in a member that is too long or too short. */
const COUNTED: Readonly<Record<string, Told>> = {
  string: { id: 'karakter', en: 'character' },
  array: { id: 'butir', en: 'item' },
};

/** A limit with what it counts: "200 characters", "1 item", or the bare number. */
function amount(origin: string, limit: number | bigint): Told {
  const what = COUNTED[origin];
  if (what === undefined) return { id: `${limit}`, en: `${limit}` };
  const plural = Number(limit) === 1 ? '' : 's';
  return { id: `${limit} ${what.id}`, en: `${limit} ${what.en}${plural}` };
}

function atMost(origin: string, most: number | bigint): Told {
  const { id, en } = amount(origin, most);
  return { id: `Paling banyak ${id}.`, en: `At most ${en}.` };
}

function atLeast(origin: string, least: number | bigint): Told {
  if (origin === 'string' && Number(least) === 1) return REQUIRED;
  const { id, en } = amount(origin, least);
  return { id: `Sedikitnya ${id}.`, en: `At least ${en}.` };
}

/** A predicate that somebody has misspelt or spelt out, with what was meant. */
function misspelt(values: readonly unknown[], input: unknown): Told | undefined {
  const isPredicate = PREDICATES.every((predicate) => values.includes(predicate));
  const isShort = typeof input === 'string' && input.length <= MAX_LINE;
  const meant = isPredicate && isShort ? predicateSuggestion(input) : undefined;
  return (
    meant && {
      id: `Maksudnya ${meant}? Tulis "${meant}".`,
      en: `Do you mean ${meant}? Write "${meant}".`,
    }
  );
}

/** What the member that tells the members of a union apart may be. */
const optionsOf = (issue: z.core.$ZodRawIssue): readonly unknown[] =>
  'options' in issue && Array.isArray(issue['options']) ? issue['options'] : ['?'];

function told(issue: z.core.$ZodRawIssue): Told | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? REQUIRED : mustBe(issue.expected);
    case 'too_big':
      return atMost(issue.origin, issue.maximum);
    case 'too_small':
      return atLeast(issue.origin, issue.minimum);
    case 'invalid_value':
      return misspelt(issue.values, issue.input) ?? oneOf(issue.values);
    case 'invalid_union':
      return issue.input === undefined ? REQUIRED : oneOf(optionsOf(issue));
    case 'invalid_format':
      return FORMATS[issue.format];
    case 'unrecognized_keys':
      return UNKNOWN;
    default:
      return undefined;
  }
}

/** An error map for one parse: our words where we have some, zod's own locale elsewhere. */
export const inWords =
  (language: Language): z.core.$ZodErrorMap =>
  (issue) =>
    told(issue)?.[language] ?? LOCALES[language].localeError(issue);
