/** A document timestamp (ISO 32000-2, clause 12.8.5): vouches for all of a PDF as it is now. */
import { PdfDict, PdfName } from '@libpdf/core';
import { TimestampFault, type Timestamping } from '../ports-seal.ts';
import { sha256 } from './pades-cms.ts';
import { addInvisible } from './pades-field.ts';
import { coveredBytes, fillRoom, roomEntries, settleRoom } from './pades-room.ts';
import { appendTo, NO_TIME } from './pades-update.ts';

const FIELD = { name: 'Stempel waktu', label: 'Stempel waktu elektronik' } as const;

/** A token with a chain of four certificates on keys of 4096 bits has some 10,000 bytes. */
const TOKEN_ROOM_BYTES = 12 * 1024;

/** The only entries that EN 319 142-1, clause 5.4.3 wants; the time stands in the token. */
const timestampDictionary = (): PdfDict =>
  PdfDict.of({
    Type: PdfName.of('DocTimeStamp'),
    SubFilter: PdfName.of('ETSI.RFC3161'),
    ...roomEntries(TOKEN_ROOM_BYTES),
  });

/**
 * Appends one document timestamp over everything in `pdf`, in a field that nobody sees.
 * @throws TimestampFault when no authority gives one, or when it does not fit.
 */
export async function appendTimestamp(
  pdf: Uint8Array,
  timestamps: Timestamping,
): Promise<Uint8Array> {
  const bytes = await appendTo(pdf, NO_TIME, (context) =>
    addInvisible(context, FIELD, timestampDictionary()),
  );
  const prepared = settleRoom(bytes, TOKEN_ROOM_BYTES, pdf.length);
  const { der, by } = await timestamps.stamp(sha256(coveredBytes(bytes, prepared.byteRange)));
  if (der.length > TOKEN_ROOM_BYTES)
    throw new TimestampFault(`The timestamp of ${by} has ${der.length} bytes, too many to keep.`);
  fillRoom(prepared, der);
  return prepared.bytes;
}
