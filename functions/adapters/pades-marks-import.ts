/** Takes pages of another PDF over as groups of graphics that mean nothing by themselves. */
import { deflateSync, inflateSync } from 'node:zlib';
import { PDF, PdfArray, PdfDict, PdfName, type PdfObject, PdfRef, PdfStream } from '@libpdf/core';
import { type Context, numbersIn } from './pades-objects.ts';

/** Entries that belong to the other file: its structure, and lengths that libpdf writes anew. */
const LEFT_BEHIND: ReadonlySet<string> = new Set(['StructParent', 'StructParents', 'Length']);

const isGroup = (stream: PdfStream): boolean => stream.getName('Subtype')?.value === 'Form';

const inflated = (stream: PdfStream): string =>
  (stream.has('Filter') ? inflateSync(stream.data) : Buffer.from(stream.data)).toString('latin1');

/**
 * Content without the marks that tie it to the structure of its file. Those that tell the text of
 * ligatures stay. Chromium writes one operator per line.
 */
function withoutMarks(content: string): string {
  const kept: boolean[] = [];
  const lines = content.split('\n').filter((line) => {
    if (line === 'EMC') return kept.pop() ?? false;
    if (!/B[DM]C$/.test(line)) return true;
    const isKept = line.includes('/ActualText');
    kept.push(isKept);
    return isKept;
  });
  return lines.join('\n');
}

const packed = (content: string): Uint8Array => deflateSync(Buffer.from(content, 'latin1'));

/**
 * Copies objects from one file to another, each of them once.
 *
 * libpdf's own `embedPage` copies the fonts again with every page.
 */
function copier(from: Context, to: Context): (object: PdfObject) => PdfObject {
  const copies = new Map<number, PdfRef>();
  const fill = <D extends PdfDict>(made: D, source: PdfDict): D => {
    for (const [{ value: key }, value] of source)
      if (!LEFT_BEHIND.has(key)) made.set(key, copy(value));
    return made;
  };
  const copyStream = (source: PdfStream): PdfStream => {
    if (!isGroup(source)) return fill(new PdfStream([], source.data), source);
    const made = fill(new PdfStream([], packed(withoutMarks(inflated(source)))), source);
    made.set('Filter', PdfName.of('FlateDecode'));
    return made;
  };
  const copyRef = (ref: PdfRef): PdfRef => {
    const known = copies.get(ref.objectNumber);
    if (known !== undefined) return known;
    const source = from.resolve(ref);
    if (source === null) throw new Error(`The marks lack their object ${ref}.`);
    const made = to.register(copy(source));
    copies.set(ref.objectNumber, made);
    return made;
  };
  const copy = (object: PdfObject): PdfObject => {
    if (object instanceof PdfRef) return copyRef(object);
    if (object instanceof PdfStream) return copyStream(object);
    if (object instanceof PdfDict) return fill(new PdfDict(), object);
    if (object instanceof PdfArray) return PdfArray.of(...object.toArray().map(copy));
    return object;
  };
  return copy;
}

/** A page taken over: a group of graphics, and its box in points as left, bottom, right, top. */
export type ImportedPage = { readonly group: PdfStream; readonly box: readonly number[] };

/**
 * Opens a PDF whose pages are to be taken over into another one.
 *
 * @returns takes over the page at a 0-based index; what pages share is copied once. It throws when
 * there is no such page, or when it is not built as Chromium builds pages.
 */
export async function pagesOf(
  pdf: Uint8Array,
  into: Context,
): Promise<(index: number) => ImportedPage> {
  const { context } = await PDF.load(pdf);
  const resolve = context.resolve.bind(context);
  const copy = copier(context, into);
  return (index) => {
    const ref = context.pages.getPage(index);
    const page = ref === null ? null : resolve(ref);
    if (!(page instanceof PdfDict)) throw new Error(`There is no mark on page ${index + 1}.`);
    const contents = page.get('Contents', resolve);
    const resources = page.get('Resources', resolve);
    if (!(contents instanceof PdfStream) || resources === undefined)
      throw new Error(`The mark on page ${index + 1} is not built as Chromium builds pages.`);
    const entries = {
      Type: PdfName.of('XObject'),
      Subtype: PdfName.of('Form'),
      Filter: PdfName.of('FlateDecode'),
      Resources: copy(resources),
    };
    const group = PdfStream.fromDict(entries, packed(withoutMarks(inflated(contents))));
    return { group, box: numbersIn(page.getArray('MediaBox', resolve)) };
  };
}
