/** The objects of PDF that a seal is written with: texts, dates, numbers, and where they go. */
import { type PDF, PdfArray, PdfDict, PdfNumber, PdfString } from '@libpdf/core';

export type Context = PDF['context'];

const UTF16_BYTE_ORDER_MARK = '\u{feff}';

/** A text in UTF-16, so that every letter can be in it (ISO 32000-1, clause 7.9.2.2). */
export const text = (value: string): PdfString =>
  PdfString.fromBytes(Buffer.from(UTF16_BYTE_ORDER_MARK + value, 'utf16le').swap16());

export const numbers = (...values: readonly number[]): PdfArray =>
  PdfArray.of(...values.map((value) => PdfNumber.of(value)));

/** The numbers of an array; what is none counts as 0. */
export const numbersIn = (array: PdfArray | undefined): readonly number[] =>
  [...(array ?? [])].map((item) => (item instanceof PdfNumber ? item.value : 0));

/** `D:20260102030405Z`, always UTC. */
export const pdfDate = (at: string): PdfString =>
  PdfString.fromString(`D:${new Date(at).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`);

/** The array under `key`, which is made if there is none. */
export function arrayIn(context: Context, dict: PdfDict, key: string): PdfArray {
  const found = dict.getArray(key, context.resolve.bind(context));
  if (found !== undefined) return found;
  const made = new PdfArray();
  dict.set(key, made);
  return made;
}

/** The dictionary under `key`, which is made if there is none. */
export function dictIn(context: Context, dict: PdfDict, key: string): PdfDict {
  const found = dict.getDict(key, context.resolve.bind(context));
  if (found !== undefined) return found;
  const made = new PdfDict();
  dict.set(key, made);
  return made;
}
