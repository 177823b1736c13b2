/** Reads the mark that a signatory leaves: the typed text, or the strokes that were drawn. */
import { z } from 'zod';
import {
  isPrintable,
  MARK_HEIGHT,
  MARK_WIDTH,
  MAX_MARK_CHARS,
  MAX_POINTS,
  MAX_STROKES,
  type Mark,
} from '../domain/mark.ts';
import { visible, type Written } from './written.ts';

/** x and y in turn. */
const Stroke = z
  .array(z.int().min(0))
  .min(2)
  .max(2 * MAX_POINTS)
  .refine((stroke) => stroke.length % 2 === 0)
  .refine((stroke) =>
    stroke.every((value, index) => value <= (index % 2 === 0 ? MARK_WIDTH : MARK_HEIGHT)),
  );

const Strokes = z
  .array(Stroke)
  .min(1)
  .max(MAX_STROKES)
  .refine((strokes) => strokes.flat().length <= 2 * MAX_POINTS);

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The mark in a form; undefined for the name as it is known, which needs none. A drawing goes
 * before what was typed: it is the extra that somebody has taken trouble over.
 */
export function markIn(
  { typed = '', strokes = '' }: Written,
  name: string,
): { readonly mark?: Mark } | 'markUnreadable' | 'markUnprintable' {
  if (strokes !== '') {
    const drawn = Strokes.safeParse(json(strokes));
    return drawn.success ? { mark: { type: 'drawn', strokes: drawn.data } } : 'markUnreadable';
  }
  const text = visible(typed).normalize().replaceAll(/\s+/g, ' ');
  if (text === '' || text === name) return {};
  const fits = text.length <= MAX_MARK_CHARS && isPrintable(text, name);
  return fits ? { mark: { type: 'typed', text } } : 'markUnprintable';
}
