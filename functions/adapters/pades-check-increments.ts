/** Whether what follows a seal is what we append to it, to the byte: it is written again and compared. */
import { equal } from './pades-bytes.ts';
import { addValidationData, NO_DATA } from './pades-dss.ts';
import type { ReadTimestamp } from './pades-inspect-read.ts';
import { scanValidationData, type ValidationData, validationReader } from './pades-scan-dss.ts';
import { appendTo, NO_TIME } from './pades-update.ts';
import { appendTimestamp } from './pades-upgrade-stamp.ts';
import { derLength } from './pades-verify-form.ts';

const END_OF_FILE = Buffer.from('%%EOF');
const NEW_LINE = 0x0a;

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The end of the update that begins at `from`. */
function endOfUpdate(pdf: Uint8Array, from: number): number {
  const mark = asBuffer(pdf).indexOf(END_OF_FILE, from);
  if (mark < 0) return pdf.length;
  const end = mark + END_OF_FILE.length;
  return pdf[end] === NEW_LINE ? end + 1 : end;
}

/** Whether the update that begins at `from` is the one of this timestamp. */
const isWithin = (pdf: Uint8Array, from: number, { scanned }: ReadTimestamp): boolean =>
  scanned.start >= from && scanned.start < endOfUpdate(pdf, from);

/** What `now` holds behind the items that were there before, of whomever they are. */
const addedTo = (before: ValidationData = NO_DATA, now: ValidationData = NO_DATA) => ({
  certificates: now.certificates.slice(before.certificates.length),
  ocsps: now.ocsps.slice(before.ocsps.length),
  crls: now.crls.slice(before.crls.length),
});

/** The validation data that was added after byte `from`. */
export function dataAddedAfter(pdf: Uint8Array, from: number): ValidationData {
  const read = validationReader(pdf);
  return addedTo(read(0, from), read(from));
}

/** `before` with the validation data that `after` has and it has not. */
async function withDataOf(after: Uint8Array, before: Uint8Array, from: number) {
  const now = scanValidationData(after, from);
  if (now === undefined) return before;
  const data = addedTo(scanValidationData(before, 0), now);
  return appendTo(before, NO_TIME, (context) => addValidationData(context, data));
}

/** `before` with the document timestamp that was found. */
function withStamp(before: Uint8Array, { scanned, stamp }: ReadTimestamp): Promise<Uint8Array> {
  const der = scanned.contents.subarray(0, derLength(scanned.contents));
  const token = { der, at: stamp?.at ?? '', by: stamp?.by ?? '' };
  return appendTimestamp(before, { stamp: async () => token });
}

/**
 * Whether the bytes from `from` on are updates of ours and nothing else: validation data, document
 * timestamps, one after the other.
 *
 * @param stamps the document timestamps of the file, each of which has been checked.
 * @throws when the file up to `from`, which has to be authentic, cannot be extended.
 */
export async function areOurUpdates(
  pdf: Uint8Array,
  from: number,
  stamps: readonly ReadTimestamp[],
): Promise<boolean> {
  let end = from;
  let left = stamps;
  while (end < pdf.length) {
    const [stamp, ...others] = left;
    const next = stamp !== undefined && isWithin(pdf, end, stamp) ? stamp : undefined;
    const until = next?.scanned.end ?? endOfUpdate(pdf, end);
    const [before, found] = [pdf.subarray(0, end), pdf.subarray(0, until)];
    const written =
      next === undefined ? await withDataOf(found, before, from) : await withStamp(before, next);
    if (!equal(found, written)) return false;
    end = until;
    left = next === undefined ? left : others;
  }
  return left.length === 0;
}
