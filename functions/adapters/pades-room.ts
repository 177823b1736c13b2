/** The room of a CMS in a PDF: kept free in the dictionary of a signature, settled, and filled. */
import { PdfName, type PdfObject, PdfString } from '@libpdf/core';
import { numbers } from './pades-objects.ts';

/** `/ByteRange`: offset and length before the room, offset and length after it. */
export type ByteRange = readonly [number, number, number, number];

/** The bytes of a PDF with room for a CMS, and where that room is. */
export type PreparedSeal = { readonly bytes: Uint8Array; readonly byteRange: ByteRange };

/** Ten digits: a PDF with a classic cross-reference table cannot grow beyond them. */
const WIDEST_OFFSET = 9_999_999_999;
const BYTE_RANGE_SLOT = `[0 ${WIDEST_OFFSET} ${WIDEST_OFFSET} ${WIDEST_OFFSET}]`;

/** The entries of a signature dictionary that keep `room` bytes free. */
export const roomEntries = (room: number): Readonly<Record<string, PdfObject>> => ({
  Filter: PdfName.of('Adobe.PPKLite'),
  ByteRange: numbers(0, WIDEST_OFFSET, WIDEST_OFFSET, WIDEST_OFFSET),
  Contents: PdfString.fromBytes(new Uint8Array(room)),
});

export const beginsWith = (bytes: Uint8Array, prefix: Uint8Array): boolean =>
  Buffer.compare(bytes.subarray(0, prefix.length), prefix) === 0;

/** Where `needle` stands after `from`. @throws unless it stands there exactly once. */
function onlyPosition(bytes: Uint8Array, needle: string, from: number): number {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const position = buffer.indexOf(needle, from, 'latin1');
  if (position < 0 || position !== buffer.lastIndexOf(needle, undefined, 'latin1'))
    throw new Error('The seal left no single place for itself in the PDF.');
  return position;
}

/** Finds the room of `room` bytes that was written after `from`, and writes its byte range. */
export function settleRoom(bytes: Uint8Array, room: number, from: number): PreparedSeal {
  const gap = `<${'0'.repeat(room * 2)}>`;
  const start = onlyPosition(bytes, gap, from);
  const end = start + gap.length;
  const byteRange = [0, start, end, bytes.length - end] as const;
  const slot = onlyPosition(bytes, BYTE_RANGE_SLOT, from);
  const settled = `[${byteRange.join(' ')}]`.padEnd(BYTE_RANGE_SLOT.length);
  bytes.set(Buffer.from(settled, 'latin1'), slot);
  return { bytes, byteRange };
}

/** Everything but the room for the CMS. */
export function coveredBytes(bytes: Uint8Array, [, before, after]: ByteRange): Uint8Array {
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
