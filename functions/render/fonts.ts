/** The fonts of a document, as CSS with the font files inside: none is taken from the machine. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FontSet } from '../domain/agency.ts';

const require = createRequire(import.meta.url);

const SERIF = {
  family: 'Source Serif 4',
  package: 'source-serif-4',
  postScript: 'SourceSerif4',
} as const;
const SANS = {
  family: 'Source Sans 3',
  package: 'source-sans-3',
  postScript: 'SourceSans3ExtraLight',
} as const;

/** Small print is sans in either set. */
const FAMILIES = { serif: [SERIF, SANS], sans: [SANS] } as const satisfies Record<FontSet, unknown>;

/** PostScript names, without style, of the fonts of a set: what a print calls them. */
export const fontNames = (set: FontSet): readonly string[] =>
  FAMILIES[set].map(({ postScript }) => postScript);

/** No document has italics: every face costs each print of each document its share of time. */
const WEIGHTS = [400, 600, 700] as const;

/** Letters of the names that Indonesian has no need of: half of all bytes, and seldom used. */
const EXTENDED = {
  subset: 'latin-ext',
  range:
    'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C4,U+2113,U+2C60-2C7F,U+A720-A7FF',
} as const;

/** The letters of every document (both as cut by @fontsource). */
const LATIN = {
  subset: 'latin',
  range:
    'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
} as const;

/** What Latin alone can print, and letters that are made of more than one character. */
const PLAIN = /^[\0-\xff\u2010-\u201f\u2021-\u2027\u2030-\u205e\u20ac\u2122]*$/;

/** A letter told by its name or number might be any. */
const REFERENCE = /&(?!(?:amp|lt|gt|quot|#x27|#x60|#x3D|nbsp);)/;

/** Capitals are not always where their small letters are: those of ÿ are extended. */
const isPlain = (text: string): boolean =>
  PLAIN.test(text) && PLAIN.test(text.toUpperCase()) && !REFERENCE.test(text);

function rulesOf(set: FontSet, subsets: readonly (typeof LATIN | typeof EXTENDED)[]): string {
  const faces = FAMILIES[set].flatMap(({ family, package: name }) =>
    WEIGHTS.flatMap((weight) =>
      subsets.map(({ subset, range }) => {
        const file = `@fontsource/${name}/files/${name}-${subset}-${weight}-normal.woff2`;
        const data = readFileSync(require.resolve(file)).toString('base64');
        return `@font-face{font-family:'${family}';font-weight:${weight};unicode-range:${range};src:url(data:font/woff2;base64,${data}) format('woff2')}`;
      }),
    ),
  );
  return faces.join('\n');
}

const known = new Map<string, string>();

/**
 * The `@font-face` rules that a set needs for `text`, the HTML of what is printed; the extended
 * letters are left out only where the text surely has none. Read once per process.
 */
export function fontsCss(set: FontSet, text: string): string {
  const subsets = isPlain(text) ? [LATIN] : [LATIN, EXTENDED];
  const key = `${set} ${subsets.length}`;
  const css = known.get(key) ?? rulesOf(set, subsets);
  known.set(key, css);
  return css;
}
