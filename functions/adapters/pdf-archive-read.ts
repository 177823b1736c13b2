/** Reads the objects of a print all at once; libpdf, which reads any file, takes four times as long. */
import { type PDF, PdfArray, PdfDict, type PdfObject, PdfRef, PdfStream } from '@libpdf/core';
import type { Context } from './pdf-archive-element.ts';
import { SyntaxReader } from './pdf-archive-syntax.ts';

const HEADER = /(?:%[^\n]*\n)+/y;
const OBJECT = /(\d+) 0 obj\s/y;

function streamOf(reader: SyntaxReader, dict: PdfDict, print: Uint8Array): PdfStream {
  const length = dict.getNumber('Length')?.value;
  if (length === undefined) throw reader.fault();
  const data = print.subarray(reader.at, reader.at + length);
  reader.at += length;
  reader.demand('endstream');
  return new PdfStream(dict, data);
}

/** The references that libpdf holds since it opened the file, by object number. */
function refsIn({ registry, info }: Context): PdfRef[] {
  const refs: PdfRef[] = [];
  const note = (object: PdfObject): void => {
    if (object instanceof PdfRef) refs[object.objectNumber] = object;
    else if (object instanceof PdfArray) object.toArray().forEach(note);
    else if (object instanceof PdfDict) for (const [, value] of object) note(value);
  };
  note(info.trailer);
  for (const entry of registry.entries()) entry.forEach(note);
  return refs;
}

/**
 * Puts all objects of a print into the registry of its document, where libpdf finds them.
 *
 * @throws ArchiveFault for a file that is not as Chromium writes it, in one go and with a table of
 * its objects after them.
 */
export function readObjects({ context }: PDF, print: Uint8Array): void {
  const text = Buffer.from(print.buffer, print.byteOffset, print.byteLength).toString('latin1');
  const reader = new SyntaxReader(text, refsIn(context));
  if (context.info.trailer.has('Prev')) throw reader.fault();
  reader.match(HEADER);
  for (let number = reader.match(OBJECT); number !== undefined; number = reader.match(OBJECT)) {
    const value = reader.value();
    const object =
      value instanceof PdfDict && reader.take('stream\n') ? streamOf(reader, value, print) : value;
    reader.demand('endobj');
    const ref = reader.ref(Number(number));
    // What libpdf has read already is known to others.
    if (context.registry.getObject(ref) === null) context.registry.addLoaded(ref, object);
  }
  reader.demand('xref');
}
