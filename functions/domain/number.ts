/** The number register: how a document number is made, and which one comes next in its series. */
import type { Agency } from './agency.ts';
import type { Declaration } from './declaration.ts';
import type { DocumentKind } from './draft.ts';
import type { RegisterEvent } from './event.ts';
import { folded } from './finding.ts';

/**
 * What a pattern may hold: archive classification, place in the series, unit, year and month of the
 * event ("{classification}/{sequence}/{unit}/{year}"); the month in roman numerals, as is the custom.
 */
export const NUMBER_TOKENS = ['classification', 'sequence', 'unit', 'year', 'month'] as const;
type Token = (typeof NUMBER_TOKENS)[number];

const TOKEN = /\{(\w+)\}/g;

const ROMAN_MONTHS = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII'];

/** The tokens of a pattern, known or not, in their order. */
export const tokensOf = (pattern: string): readonly string[] =>
  [...pattern.matchAll(TOKEN)].map(([, token]) => token ?? '');

/** What a pattern must be: the sequence and the year, each token once, and nothing that is no token. */
export function patternFault(
  pattern: string,
): 'noSequence' | 'noYear' | 'unknownToken' | 'tokenTwice' | undefined {
  const tokens = tokensOf(pattern);
  const known: readonly string[] = NUMBER_TOKENS;
  if (tokens.some((token) => !known.includes(token)) || /[{}]/.test(pattern.replace(TOKEN, '')))
    return 'unknownToken';
  if (new Set(tokens).size < tokens.length) return 'tokenTwice';
  if (!tokens.includes('sequence')) return 'noSequence';
  return tokens.includes('year') ? undefined : 'noYear';
}

/** Where a document stands in the register. */
export type Series = {
  /** The agency's register (see `registerOf`). */
  readonly register: string;
  readonly kind: DocumentKind;
  /** Code that stands in the number, when the pattern holds `{unit}`. */
  readonly unit?: string | undefined;
  readonly year: string;
};

/**
 * The register of an agency: the name it first had, folded, so that a new name starts no new numbers
 * and a profile shares its register with declarations that describe the agency anew.
 */
export const registerOf = ({ agency }: Pick<Declaration, 'agency'>): string =>
  agency.register ?? folded(agency.name);

/** One series per agency, kind of document, unit (when numbers name it) and year. */
export const seriesKey = ({ register, kind, unit, year }: Series): string =>
  [register, kind, year, ...(unit === undefined ? [] : [unit])].join('/');

/** The series of a document, and the number at a place in it; undefined when its kind has none. */
export function seriesOf(
  { register, agency }: { readonly register: string; readonly agency: Agency },
  document: {
    readonly kind: DocumentKind;
    readonly date: string;
    readonly unit?: string | undefined;
  },
) {
  const numbering = agency.numbering[document.kind];
  if (numbering === undefined) return undefined;
  const [year = '', month = ''] = document.date.split('-');
  const unit = document.unit ?? agency.code ?? '';
  const values: Readonly<Record<Exclude<Token, 'sequence'>, string>> = {
    classification: numbering.classification,
    unit,
    year,
    month: ROMAN_MONTHS[Number(month) - 1] ?? '',
  };
  const withSequence = (sequence: string): string =>
    numbering.pattern.replace(TOKEN, (_, token: Token) =>
      token === 'sequence' ? sequence : values[token],
    );
  const named = tokensOf(numbering.pattern).includes('unit');
  const series = { register, kind: document.kind, year, unit: named ? unit : undefined };
  return { key: seriesKey(series), numberAt: (sequence: number) => withSequence(`${sequence}`) };
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Whether a number given elsewhere has the form of those that the agency's register gives itself, for
 * any kind, unit and year: in time the register would come to the same one.
 */
export const looksEntered = ({ numbering }: Agency, number: string): boolean =>
  Object.values(numbering).some(({ classification, pattern }) => {
    const shapes: Readonly<Record<string, string>> = {
      classification: literal(classification),
      sequence: '\\d+',
      unit: '.*',
      year: '\\d{4}',
      month: '[IVX]+',
    };
    const tokens = tokensOf(pattern);
    // A token that comes again stands for the same, which also keeps the search short.
    const token = (name: string, place: number): string =>
      tokens.indexOf(name) < place ? `\\k<${name}>` : `(?<${name}>${shapes[name] ?? ''})`;
    // Between the texts that `split` leaves stand the names of the tokens.
    const shape = pattern
      .split(TOKEN)
      .map((part, index) => (index % 2 === 0 ? literal(part) : token(part, (index - 1) / 2)));
    return new RegExp(`^${shape.join('')}$`, 'i').test(number.trim());
  });

/** The state of one series: its last place; entries stay in its chain for good. */
export type RegisterState = { readonly last: number };

export const evolveRegister = (
  state: RegisterState | undefined,
  { entries }: RegisterEvent,
): RegisterState => ({
  last: Math.max(state?.last ?? 0, ...entries.map(({ sequence }) => sequence ?? 0)),
});

/** Documents entered in one commit: each writes two rows beside it, and DynamoDB takes a hundred. */
export const MAX_ENTRIES = 40;

/** Numbers given elsewhere in one declaration: each writes one row in the same transaction. */
export const MAX_GIVEN_NUMBERS = 90;

/** A document that asks for its number: the next one, or one that was given elsewhere. */
export type Claim = { readonly documentId: string; readonly given?: string | undefined };

/**
 * Enters documents in their order, without gaps: each takes the place after the last. A number is
 * never given back; that of a voided document stays entered.
 */
export function enter(
  state: RegisterState | undefined,
  claims: readonly Claim[],
  numberAt: (sequence: number) => string,
): RegisterEvent {
  let last = state?.last ?? 0;
  const entries = claims.map(({ documentId, given }) => {
    if (given !== undefined) return { documentId, number: given };
    last += 1;
    return { documentId, sequence: last, number: numberAt(last) };
  });
  return { type: 'NumbersEntered', entries };
}
