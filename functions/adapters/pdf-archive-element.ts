/** What all steps of the archivist work with: the objects of the print and its structure elements. */
import { type PDF, PdfArray, PdfDict, PdfName, type PdfObject, type PdfRef } from '@libpdf/core';

/** The print cannot become an archival document; the message says why. */
export class ArchiveFault extends Error {
  override readonly name = 'ArchiveFault';

  constructor(reason: string) {
    super(`The document was not archived: ${reason}.`);
  }
}

export type Context = PDF['context'];

/** @throws ArchiveFault when the file lacks what it refers to. */
export function dictAt(context: Context, ref: PdfRef | undefined): PdfDict {
  const found = ref && context.resolve(ref);
  if (!(found instanceof PdfDict)) throw new ArchiveFault(`the print lacks its object "${ref}"`);
  return found;
}

/** An entry that may hold one value, several or none. */
export function listOf(value: PdfObject | undefined): readonly PdfObject[] {
  if (value === undefined) return [];
  return value instanceof PdfArray ? value.toArray() : [value];
}

/** Looked up so often that to find the name itself would take longer than to find its entry. */
const TYPE = PdfName.of('S');
const KIDS = PdfName.of('K');
const ATTRIBUTES = PdfName.of('A');

/** The type of a structure element. */
export function typeOf(element: PdfDict): string {
  const type = element.get(TYPE);
  return type instanceof PdfName ? type.value : '';
}

export const kidsOf = (element: PdfDict): readonly PdfObject[] => listOf(element.get(KIDS));

/** The attributes of a structure element, in one or several sets. */
export const attributesOf = (context: Context, element: PdfDict): readonly PdfDict[] =>
  listOf(element.get(ATTRIBUTES, context.resolve.bind(context))).filter(
    (attributes) => attributes instanceof PdfDict,
  );

/** A new structure element, not registered yet. */
export function elementOf(type: string, parent: PdfRef, kids: readonly PdfObject[]): PdfDict {
  return PdfDict.of({
    Type: PdfName.of('StructElem'),
    S: PdfName.of(type),
    P: parent,
    K: PdfArray.of(...kids),
  });
}
