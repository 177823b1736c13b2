/** The visible marks: each page of their print becomes the appearance of its prepared field. */
import { PdfDict, PdfNumber } from '@libpdf/core';
import { SEAL_FIELD } from '../domain/marks.ts';
import type { SealOrder } from '../ports-seal.ts';
import { type ImportedPage, pagesOf } from './pades-marks-import.ts';
import { type Context, numbers, numbersIn, text } from './pades-objects.ts';

/** Field flag ReadOnly (ISO 32000-2, table 227). */
const READ_ONLY = 1;

/** Left, bottom, right and top in points. */
type Box = readonly [number, number, number, number];

function boxOf(sides: readonly number[]): Box {
  const [x = 0, y = 0, otherX = 0, otherY = 0] = sides;
  return [Math.min(x, otherX), Math.min(y, otherY), Math.max(x, otherX), Math.max(y, otherY)];
}

/**
 * Fits `page` into the middle of `field`, as large as it can be and in its own proportions.
 *
 * A reader stretches what an appearance shows to the rectangle of its field (ISO 32000-1, clause
 * 12.5.5, algorithm 8.1), so the box is made as large as the field first.
 */
function fitted(page: Box, field: Box): { readonly box: Box; readonly matrix: readonly number[] } {
  const [left, bottom, right, top] = page;
  const [width, height] = [field[2] - field[0], field[3] - field[1]];
  const scale = Math.min(width / (right - left), height / (top - bottom));
  if (!(scale > 0 && Number.isFinite(scale))) throw new Error('A mark has no room in its field.');
  const x = (left + right - width / scale) / 2;
  const y = (bottom + top - height / scale) / 2;
  return {
    box: [x, y, x + width / scale, y + height / scale],
    matrix: [scale, 0, 0, scale, -scale * x, -scale * y],
  };
}

function show(context: Context, field: PdfDict, { group, box }: ImportedPage): void {
  const place = fitted(boxOf(box), boxOf(numbersIn(field.getArray('Rect'))));
  group.set('BBox', numbers(...place.box));
  group.set('Matrix', numbers(...place.matrix));
  field.set('AP', PdfDict.of({ N: context.register(group) }));
}

/**
 * Shows the marks of an order in their fields, says in words what each of them shows, and closes
 * these fields: readers shall not offer to sign there any more.
 *
 * A signed field keeps what its signature shows, and older files have no field for the mark of the
 * seal.
 * @param fields the fields of the file by name.
 * @throws when another field or a page is missing, or a field has no room.
 */
export async function placeMarks(
  context: Context,
  fields: ReadonlyMap<string, PdfDict>,
  { marks, places }: Pick<SealOrder, 'marks' | 'places'>,
): Promise<void> {
  if (places.length === 0) return;
  const take = await pagesOf(marks, context);
  for (const { field: name, page, label } of places) {
    const field = fields.get(name);
    if (field === undefined && name !== SEAL_FIELD)
      throw new Error(`The PDF has no field "${name}" for a mark.`);
    if (field === undefined || field.has('V')) continue;
    show(context, field, take(page));
    field.set('TU', text(label));
    field.set('Ff', PdfNumber.of(READ_ONLY));
  }
}
