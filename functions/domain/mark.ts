/** What a signatory leaves in the own block of a document, beside name and time: typed or drawn. */

/** A stroke: x and y in turn, whole numbers from 0 to `MARK_WIDTH` and `MARK_HEIGHT`. */
export type Stroke = readonly number[];

export const MARK_WIDTH = 600;
export const MARK_HEIGHT = 200;
export const MAX_STROKES = 60;
/** Points of all strokes together; a fast hand on a good screen leaves some 600. */
export const MAX_POINTS = 1500;

/** Letters of a typed mark. */
export const MAX_MARK_CHARS = 80;

/** Letters that the typed face surely has: Latin, with the accents of European languages. */
const SURE = /^[\x20-\x7e\xa0-\u017f\u2013\u2018-\u201d]$/;

/** Whether all of a text surely prints: what the name is made of, the document shows as well. */
export function isPrintable(text: string, name: string): boolean {
  const known = new Set(name);
  return [...text].every((letter) => known.has(letter) || SURE.test(letter));
}

/** What was typed; where a letter might fail, the name, all letters of which the document shows. */
export const printedMark = (text: string, name: string): string =>
  isPrintable(text, name) ? text : name;

/** What a program says of itself, with a question mark for each letter that might fail. */
export const printedProgram = (text: string): string =>
  [...text].map((letter) => (SURE.test(letter) ? letter : '?')).join('');

export type Mark =
  | { readonly type: 'typed'; readonly text: string }
  | { readonly type: 'drawn'; readonly strokes: readonly Stroke[] };
