/** The fonts of the documents, as CSS with the font files inside: none is taken from the machine. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FontSet } from '../domain/agency.ts';

const require = createRequire(import.meta.url);

const SERIF = { family: 'Source Serif 4', package: 'source-serif-4' } as const;
const SANS = { family: 'Source Sans 3', package: 'source-sans-3' } as const;

/** Small print is sans in either set. */
const FAMILIES = { serif: [SERIF, SANS], sans: [SANS] } as const satisfies Record<FontSet, unknown>;

const FACES = [
  { weight: 400, style: 'normal' },
  { weight: 400, style: 'italic' },
  { weight: 600, style: 'normal' },
  { weight: 700, style: 'normal' },
] as const;

/** Latin letters, and the extended ones that some names need (as cut by @fontsource). */
const SUBSETS = [
  {
    subset: 'latin',
    range:
      'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
  },
  {
    subset: 'latin-ext',
    range:
      'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C4,U+2113,U+2C60-2C7F,U+A720-A7FF',
  },
] as const;

const facesOf = (set: FontSet) =>
  FAMILIES[set].flatMap(({ family, package: name }) =>
    FACES.flatMap(({ weight, style }) =>
      SUBSETS.map(({ subset, range }) => ({
        file: `@fontsource/${name}/files/${name}-${subset}-${weight}-${style}.woff2`,
        rule: `font-family:'${family}';font-weight:${weight};font-style:${style};unicode-range:${range}`,
      })),
    ),
  );

const known = new Map<FontSet, string>();

/** All `@font-face` rules of a font set, read once per process. */
export function fontsCss(set: FontSet): string {
  const css =
    known.get(set) ??
    facesOf(set)
      .map(({ file, rule }) => {
        const data = readFileSync(require.resolve(file)).toString('base64');
        return `@font-face{${rule};src:url(data:font/woff2;base64,${data}) format('woff2')}`;
      })
      .join('\n');
  known.set(set, css);
  return css;
}
