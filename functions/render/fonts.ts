/** The fonts of each set, by the names that a print gives them; the files lie beside Chromium. */
import type { FontSet } from '../domain/agency.ts';

/** PostScript names, without style; small print is sans in either set. */
const FONT_NAMES = {
  serif: ['SourceSerif4', 'SourceSans3'],
  sans: ['SourceSans3'],
} as const satisfies Record<FontSet, readonly string[]>;

/** PostScript names, without style, of the only fonts that a document of this set may have. */
export const fontNames = (set: FontSet): readonly string[] => FONT_NAMES[set];
