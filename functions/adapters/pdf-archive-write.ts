/** Writes an archival file: its objects as they are first mentioned, with nothing else between. */
import { createHash } from 'node:crypto';
import {
  type PdfDict,
  type PdfName,
  PdfNull,
  PdfNumber,
  type PdfObject,
  type PdfRef,
  PdfStream,
  type PdfString,
} from '@libpdf/core';
import { ArchiveFault, type Context } from './pdf-archive-element.ts';

/** The comment has four codes above 127, as ISO 19005-3, clause 6.1.2 wants it. */
const HEADER = '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n';

/** Length of each half of the file identifier in bytes (ISO 32000-1, clause 14.4). */
const FILE_ID_BYTES = 16;

/** Digits of a real number behind the point (ISO 32000-1, annex C). */
const DECIMALS = 5;

/** No integer of PDF is so large (ISO 32000-1, annex C). */
const END_OF_NUMBERS = 2 ** 31;

/** Digits of an offset in the cross-reference table (ISO 32000-1, clause 7.5.4). */
const OFFSET_DIGITS = 10;

/** What cannot stand in a name as it is (ISO 32000-1, clause 7.3.5). */
const IRREGULAR = /[^!-~]|[#%()/<>[\]{}]/gu;

type NumberOf = (ref: PdfRef) => number;

const hexOf = (letter: string): string =>
  Array.from(Buffer.from(letter), (byte) => `#${byte.toString(16).padStart(2, '0')}`).join('');

/** Every file has nearly the same names. */
const names = new WeakMap<PdfName, string>();

function nameOf(name: PdfName): string {
  const text = names.get(name) ?? `/${name.value.replace(IRREGULAR, hexOf)}`;
  names.set(name, text);
  return text;
}

function stringOf({ bytes, format }: PdfString): string {
  const buffer = Buffer.from(bytes);
  if (format === 'hex') return `<${buffer.toString('hex')}>`;
  const text = buffer.toString('latin1').replace(/[\\()]/g, '\\$&');
  return `(${text.replaceAll('\r', '\\r')})`;
}

function dictOf(dict: PdfDict, numberOf: NumberOf): string {
  let text = '<<';
  for (const name of dict.keys())
    text += `${nameOf(name)} ${textOf(dict.get(name) ?? PdfNull.instance, numberOf)}\n`;
  return `${text}>>`;
}

function numberText(value: number): string {
  if (!(Math.abs(value) < END_OF_NUMBERS))
    throw new ArchiveFault(`it has ${value}, which is no number of PDF`);
  return `${Number.isInteger(value) ? value : Number(value.toFixed(DECIMALS))}`;
}

/** An object as it stands in another one or by itself (ISO 32000-1, clause 7.3), but no stream. */
function textOf(object: PdfObject, numberOf: NumberOf): string {
  switch (object.type) {
    case 'ref':
      return `${numberOf(object)} 0 R`;
    case 'name':
      return nameOf(object);
    case 'number':
      return numberText(object.value);
    case 'array':
      return `[${object
        .toArray()
        .map((item) => textOf(item, numberOf))
        .join(' ')}]`;
    case 'dict':
      return dictOf(object, numberOf);
    case 'string':
      return stringOf(object);
    case 'bool':
      return `${object.value}`;
    case 'null':
      return 'null';
    case 'stream':
    case 'raw':
      throw new ArchiveFault(`it has something of the type "${object.type}" where none can be`);
  }
}

/** A file that grows; its text has one letter per byte. */
class Growing {
  length = 0;
  #text = '';
  readonly #parts: Uint8Array[] = [];

  add(text: string): void {
    this.#text += text;
    this.length += text.length;
  }

  addBytes(bytes: Uint8Array): void {
    this.#parts.push(Buffer.from(this.#text, 'latin1'), bytes);
    this.#text = '';
    this.length += bytes.length;
  }

  /** What is there until now, in parts. */
  parts(): readonly Uint8Array[] {
    this.addBytes(new Uint8Array());
    return this.#parts;
  }
}

function addObject(file: Growing, object: PdfObject, numberOf: NumberOf): void {
  if (!(object instanceof PdfStream)) {
    file.add(textOf(object, numberOf));
    return;
  }
  object.set('Length', PdfNumber.of(object.data.length));
  file.add(`${dictOf(object, numberOf)}\nstream\n`);
  file.addBytes(object.data);
  file.add('\nendstream');
}

/** Adds what is mentioned, beginning with `roots`. @returns where each object begins. */
function addObjects(file: Growing, context: Context, roots: readonly PdfRef[]): readonly number[] {
  const order = [...roots];
  const numbers = new Map(order.map((ref, place) => [ref, place + 1]));
  const numberOf = (ref: PdfRef): number => {
    const known = numbers.get(ref) ?? order.push(ref);
    numbers.set(ref, known);
    return known;
  };
  const offsets: number[] = [];
  for (const ref of order) {
    file.add(`${offsets.push(file.length)} 0 obj\n`);
    addObject(file, context.resolve(ref) ?? PdfNull.instance, numberOf);
    file.add('\nendobj\n');
  }
  return offsets;
}

function rootsOf({ info: { trailer } }: Context): readonly PdfRef[] {
  return ['Root', 'Info'].map((key) => {
    const root = trailer.getRef(key);
    if (root === undefined) throw new ArchiveFault(`its trailer has no "${key}"`);
    return root;
  });
}

/**
 * The file of a document with a classic cross-reference table and an identifier that follows from
 * all of its other bytes. What no object leads to is left out.
 *
 * @throws ArchiveFault for a document without a catalog or an information dictionary, and for
 * numbers that PDF does not have.
 */
export function writeArchival(context: Context): Uint8Array {
  const file = new Growing();
  file.add(HEADER);
  const offsets = addObjects(file, context, rootsOf(context));
  const start = file.length;
  const size = offsets.length + 1;
  const entries = offsets.map(
    (offset) => `${`${offset}`.padStart(OFFSET_DIGITS, '0')} 00000 n\r\n`,
  );
  file.add(`xref\n0 ${size}\n0000000000 65535 f\r\n${entries.join('')}`);
  const hash = createHash('sha256');
  for (const part of file.parts()) hash.update(part);
  const id = hash.digest('hex').slice(0, FILE_ID_BYTES * 2);
  file.add(`trailer\n<</Size ${size}\n/Root 1 0 R\n/Info 2 0 R\n/ID [<${id}> <${id}>]>>\n`);
  file.add(`startxref\n${start}\n%%EOF\n`);
  return Buffer.concat(file.parts());
}
