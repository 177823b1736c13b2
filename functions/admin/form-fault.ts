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

const oneOf = (values: readonly unknown[]): Told => ({
  id: `Pilihan: ${values.join(', ')}.`,
  en: `One of: ${values.join(', ')}.`,
});

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
      return issue.input === undefined ? REQUIRED : undefined;
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
