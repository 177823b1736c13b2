/** The fields of a PDF that are signed or marked, and the signature that the seal's one holds. */
import { PdfDict, PdfName, PdfNumber, PdfStream } from '@libpdf/core';
import { SEAL_FIELD } from '../domain/marks.ts';
import { arrayIn, type Context, dictIn, numbers, pdfDate, text } from './pades-objects.ts';
import { roomEntries } from './pades-room.ts';

export type SealEntry = {
  /** Common name of the sealing certificate. */
  readonly name: string;
  readonly reason: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Bytes to keep free for the CMS. */
  readonly room: number;
};

/** Annotation flags Print and Locked (ISO 32000-2, table 167). */
const PRINT_AND_LOCKED = 132;

/** SigFlags: signatures exist; only appended changes keep them valid (ISO 32000-2, table 225). */
const SIGNATURES_EXIST_APPEND_ONLY = 3;

/** What a field is called; fields of one kind are numbered. */
type FieldName = { readonly name: string; readonly label: string };

const INVISIBLE_SEAL: FieldName = { name: 'Segel', label: 'Segel elektronik' };

const signatureDictionary = (entry: SealEntry): PdfDict =>
  PdfDict.of({
    Type: PdfName.of('Sig'),
    SubFilter: PdfName.of('ETSI.CAdES.detached'),
    ...roomEntries(entry.room),
    M: pdfDate(entry.at),
    Name: text(entry.name),
    Reason: text(entry.reason),
  });

const formOf = (context: Context): PdfDict =>
  dictIn(context, context.catalog.getDict(), 'AcroForm');

/** Every field by its name. */
export function fieldsIn(context: Context): ReadonlyMap<string, PdfDict> {
  const named = arrayIn(context, formOf(context), 'Fields')
    .toArray()
    .map((item) => (item.type === 'ref' ? context.resolve(item) : item))
    .filter((field) => field instanceof PdfDict)
    .map((field) => [field.getString('T')?.asString() ?? '', field] as const);
  return new Map(named);
}

/** The first free name: earlier fields keep theirs. */
function freeName(context: Context, name: string): string {
  const fields = fieldsIn(context);
  let number = 1;
  while (fields.has(`${name} ${number}`)) number += 1;
  return `${name} ${number}`;
}

/** Some readers draw what they like for a field without one. */
const nothingToSee = (): PdfStream =>
  PdfStream.fromDict({
    Type: PdfName.of('XObject'),
    Subtype: PdfName.of('Form'),
    BBox: numbers(0, 0, 0, 0),
  });

/** Hangs an invisible field for the signature in `value` on the first page. */
export function addInvisible(context: Context, { name, label }: FieldName, value: PdfDict): void {
  const pageRef = context.pages.getPage(0);
  const page = pageRef === null ? null : context.resolve(pageRef);
  if (pageRef === null || !(page instanceof PdfDict)) throw new Error('The PDF has no page.');
  const field = PdfDict.of({
    Type: PdfName.of('Annot'),
    Subtype: PdfName.of('Widget'),
    FT: PdfName.of('Sig'),
    T: text(freeName(context, name)),
    TU: text(label),
    F: PdfNumber.of(PRINT_AND_LOCKED),
    Rect: numbers(0, 0, 0, 0),
    AP: PdfDict.of({ N: context.register(nothingToSee()) }),
    P: pageRef,
    V: context.register(value),
  });
  const ref = context.register(field);
  arrayIn(context, formOf(context), 'Fields').push(ref);
  arrayIn(context, page, 'Annots').push(ref);
  formOf(context).set('SigFlags', PdfNumber.of(SIGNATURES_EXIST_APPEND_ONLY));
}

/** Puts the signature into the field prepared for it; without one, into an invisible field. */
export function signField(context: Context, entry: SealEntry): void {
  const prepared = fieldsIn(context).get(SEAL_FIELD);
  const value = signatureDictionary(entry);
  if (prepared === undefined || prepared.has('V')) {
    addInvisible(context, INVISIBLE_SEAL, value);
    return;
  }
  prepared.set('V', context.register(value));
  prepared.set('F', PdfNumber.of(PRINT_AND_LOCKED));
  formOf(context).set('SigFlags', PdfNumber.of(SIGNATURES_EXIST_APPEND_ONLY));
}
