/** The seal's place in a PDF: one signature field with its dictionary, as an incremental update. */
import { PDF, PdfArray, PdfDict, PdfName, PdfNumber, PdfStream, PdfString } from '@libpdf/core';
import { sha256 } from './pades-cms.ts';

type Context = PDF['context'];

export type SealEntry = {
  /** Common name of the sealing certificate. */
  readonly name: string;
  readonly reason: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Bytes to keep free for the CMS. */
  readonly room: number;
};

/** The bytes with room for a CMS, and where that room is. */
export type PreparedSeal = {
  readonly bytes: Uint8Array;
  /** `/ByteRange`: offset and length before the room, offset and length after it. */
  readonly byteRange: readonly [number, number, number, number];
};

/** Ten digits: a PDF with a classic cross-reference table cannot grow beyond them. */
const WIDEST_OFFSET = 9_999_999_999;
const BYTE_RANGE_SLOT = `[0 ${WIDEST_OFFSET} ${WIDEST_OFFSET} ${WIDEST_OFFSET}]`;

/** Annotation flags Print and Locked (ISO 32000-2, table 167). */
const PRINT_AND_LOCKED = 132;

/** SigFlags: signatures exist; only appended changes keep them valid (ISO 32000-2, table 225). */
const SIGNATURES_EXIST_APPEND_ONLY = 3;

/** Length of each half of the file identifier in bytes (ISO 32000-2, clause 14.4). */
const FILE_ID_BYTES = 16;

const FIELD_NAME = 'Segel';
const FIELD_LABEL = 'Segel elektronik';

const UTF16_BYTE_ORDER_MARK = '\u{feff}';

const text = (value: string): PdfString =>
  PdfString.fromBytes(Buffer.from(UTF16_BYTE_ORDER_MARK + value, 'utf16le').swap16());

const numbers = (...values: readonly number[]): PdfArray =>
  PdfArray.of(...values.map((value) => PdfNumber.of(value)));

/** `D:20260102030405Z`, always UTC. */
const pdfDate = (at: string): string =>
  `D:${new Date(at).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;

const signatureDictionary = (entry: SealEntry): PdfDict =>
  PdfDict.of({
    Type: PdfName.of('Sig'),
    Filter: PdfName.of('Adobe.PPKLite'),
    SubFilter: PdfName.of('ETSI.CAdES.detached'),
    ByteRange: numbers(0, WIDEST_OFFSET, WIDEST_OFFSET, WIDEST_OFFSET),
    Contents: PdfString.fromBytes(new Uint8Array(entry.room)),
    M: PdfString.fromString(pdfDate(entry.at)),
    Name: text(entry.name),
    Reason: text(entry.reason),
  });

function arrayIn(dict: PdfDict, key: string, context: Context): PdfArray {
  const found = dict.getArray(key, context.resolve.bind(context));
  if (found !== undefined) return found;
  const made = new PdfArray();
  dict.set(key, made);
  return made;
}

function acroForm(context: Context): PdfDict {
  const catalog = context.catalog.getDict();
  const found = catalog.getDict('AcroForm', context.resolve.bind(context));
  if (found !== undefined) return found;
  const made = new PdfDict();
  catalog.set('AcroForm', made);
  return made;
}

/** The first free name: fields of signatories and earlier seals keep theirs. */
function freeName(context: Context, fields: PdfArray): string {
  const taken = new Set(
    fields.toArray().map((ref) => {
      const field = ref.type === 'ref' ? context.resolve(ref) : ref;
      return field instanceof PdfDict ? field.getString('T')?.asString() : undefined;
    }),
  );
  let number = 1;
  while (taken.has(`${FIELD_NAME} ${number}`)) number += 1;
  return `${FIELD_NAME} ${number}`;
}

/** Some readers draw what they like for a field without one. */
const nothingToSee = (): PdfStream =>
  PdfStream.fromDict({
    Type: PdfName.of('XObject'),
    Subtype: PdfName.of('Form'),
    BBox: numbers(0, 0, 0, 0),
  });

/** Hangs an invisible widget with the signature on the first page and lists it in the form. */
function addField(context: Context, signature: PdfDict): void {
  const pageRef = context.pages.getPage(0);
  const page = pageRef === null ? null : context.resolve(pageRef);
  if (pageRef === null || !(page instanceof PdfDict)) throw new Error('The PDF has no page.');
  const form = acroForm(context);
  const fields = arrayIn(form, 'Fields', context);
  const field = context.register(
    PdfDict.of({
      Type: PdfName.of('Annot'),
      Subtype: PdfName.of('Widget'),
      FT: PdfName.of('Sig'),
      T: text(freeName(context, fields)),
      TU: text(FIELD_LABEL),
      F: PdfNumber.of(PRINT_AND_LOCKED),
      Rect: numbers(0, 0, 0, 0),
      AP: PdfDict.of({ N: context.register(nothingToSee()) }),
      P: pageRef,
      V: context.register(signature),
    }),
  );
  fields.push(field);
  form.set('SigFlags', PdfNumber.of(SIGNATURES_EXIST_APPEND_ONLY));
  arrayIn(page, 'Annots', context).push(field);
}

/** Keeps the file's permanent identifier and derives the changing one, which libpdf would roll. */
function renewFileId(context: Context, pdf: Uint8Array, at: string): void {
  const { trailer } = context.info;
  const changing = sha256(Buffer.concat([pdf, Buffer.from(at)])).subarray(0, FILE_ID_BYTES);
  const permanent =
    trailer.getArray('ID')?.at(0) ?? PdfString.fromBytes(sha256(pdf).subarray(0, FILE_ID_BYTES));
  trailer.set('ID', PdfArray.of(permanent, PdfString.fromBytes(changing)));
}

/** Where `needle` stands after `from`. @throws unless it stands there exactly once. */
function onlyPosition(bytes: Uint8Array, needle: string, from: number): number {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const position = buffer.indexOf(needle, from, 'latin1');
  if (position < 0 || position !== buffer.lastIndexOf(needle, undefined, 'latin1'))
    throw new Error('The seal left no single place for itself in the PDF.');
  return position;
}

function settleByteRange(bytes: Uint8Array, entry: SealEntry, from: number): PreparedSeal {
  const gap = `<${'0'.repeat(entry.room * 2)}>`;
  const start = onlyPosition(bytes, gap, from);
  const end = start + gap.length;
  const byteRange = [0, start, end, bytes.length - end] as const;
  const slot = onlyPosition(bytes, BYTE_RANGE_SLOT, from);
  const settled = `[${byteRange.join(' ')}]`.padEnd(BYTE_RANGE_SLOT.length);
  bytes.set(Buffer.from(settled, 'latin1'), slot);
  return { bytes, byteRange };
}

/**
 * Appends the seal's field to a PDF, with its byte range settled and zeros where the CMS goes.
 *
 * The new bytes begin with exactly `pdf`; same input, same bytes.
 * @throws when the PDF cannot be extended without being rewritten, or has no page.
 */
export async function prepareSeal(pdf: Uint8Array, entry: SealEntry): Promise<PreparedSeal> {
  const document = await PDF.load(pdf);
  const blocker = document.canSaveIncrementally();
  if (blocker !== null) throw new Error(`The PDF cannot be extended without a rewrite: ${blocker}`);
  const { context } = document;
  addField(context, signatureDictionary(entry));
  renewFileId(context, pdf, entry.at);
  const bytes = await document.save({ incremental: true });
  return settleByteRange(bytes, entry, pdf.length);
}

/** Everything but the room for the CMS. */
export function coveredBytes(
  bytes: Uint8Array,
  [, before, after]: PreparedSeal['byteRange'],
): Uint8Array {
  const covered = new Uint8Array(before + bytes.length - after);
  covered.set(bytes.subarray(0, before));
  covered.set(bytes.subarray(after), before);
  return covered;
}

/** Writes the CMS into its room. @throws when it does not fit. */
export function fillRoom({ bytes, byteRange }: PreparedSeal, cms: Uint8Array): void {
  const [, before, after] = byteRange;
  const hex = Buffer.from(Buffer.from(cms).toString('hex'), 'latin1');
  const room = after - before - '<>'.length;
  if (hex.length > room) throw new Error(`The CMS needs ${hex.length} digits of ${room}.`);
  bytes.set(hex, before + '<'.length);
}
