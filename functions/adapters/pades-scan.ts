/** Finds the signatures of any PDF by its bytes alone: whatever the file says of itself is not believed. */
import { MAX_SIGNERS } from '../domain/signer.ts';
import { type Dictionary, dictionariesAt, stringBytes } from './pades-scan-dictionary.ts';

/** A signature as it stands in a file; nothing of it has been checked yet. */
export type ScannedSignature = {
  /** Where the room of the CMS begins, its `<`. */
  readonly start: number;
  /** The byte after the room, and so after its `>`. */
  readonly after: number;
  /** The end of the file as it was when this was made. */
  readonly end: number;
  /** What lies in the room: a CMS and what fills up the room behind it. */
  readonly contents: Uint8Array;
  readonly subFilter: string;
  /** `/M` as ISO 8601 UTC. */
  readonly claimedAt: string | undefined;
  readonly reason: string | undefined;
};

/**
 * Signatures that are looked at: our documents have one of each signatory at most, with a document
 * timestamp of its own at most, then the seal and a few document timestamps.
 */
const MAX_SIGNATURES = 2 * MAX_SIGNERS + 40;

/** Byte ranges that are looked at, whatever they turn out to be. */
const MAX_CANDIDATES = 2 * MAX_SIGNATURES;

/** Rooms that are looked at, together: of all signatories with 100 kB each, more than any has. */
const MAX_ROOM_CHARS = 28 * 2 ** 20;

/** A CMS with its certificates, a timestamp and revocation lists has some ten thousand bytes. */
const MAX_CMS_BYTES = 256 * 1024;

/** A signature dictionary but its CMS, and the field it may lie in. */
const MAX_DICTIONARY_CHARS = 32 * 1024;

/** A text within the dictionary may look like the start of an object. */
const MAX_OBJECT_STARTS = 4;

const BYTE_RANGE = /\/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]/y;

const DATE =
  /^D:(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:Z(?:00'?00'?)?|([+-]\d{2})'?(\d{2})'?)?$/;

const UTF16_MARK = Buffer.from([0xfe, 0xff]);
const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

export const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** A text string (ISO 32000-2, clause 7.9.2.2); letters of PDFDocEncoding beyond Latin-1 are lost. */
function textOf(written: string): string {
  const bytes = stringBytes(written);
  if (bytes.subarray(0, 2).equals(UTF16_MARK))
    return Buffer.from(bytes.subarray(2, bytes.length & ~1))
      .swap16()
      .toString('utf16le');
  if (bytes.subarray(0, 3).equals(UTF8_MARK)) return bytes.subarray(3).toString('utf8');
  return bytes.toString('latin1');
}

/** ISO 32000-2, clause 7.9.4; undefined for what is no time. Without a zone it counts as UTC. */
function timeOf(written: string): string | undefined {
  const parts = DATE.exec(textOf(written));
  if (parts === null) return undefined;
  const [year, month, day, hour, minute, second, hours, minutes] = parts.slice(1);
  const offset = hours === undefined ? 'Z' : `${hours}:${minutes}`;
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

type Place = Pick<ScannedSignature, 'start' | 'after' | 'end'> & { readonly contents: Uint8Array };

/**
 * The place that a byte range describes, if it is one: two parts from the first byte on, of which
 * one holds the byte range itself, and between them nothing but one string of hexadecimal digits.
 */
function placeOf(source: string, at: number): Place | undefined {
  BYTE_RANGE.lastIndex = at;
  const [written = '', ...parts] = BYTE_RANGE.exec(source) ?? [];
  const [from = -1, start = 0, after = 0, rest = 0] = parts.map(Number);
  const end = after + rest;
  const digits = after - start - '<>'.length;
  const isWhole = from === 0 && start > 0 && rest > 0 && end <= source.length;
  const isCovered = at + written.length <= start || (at >= after && at + written.length <= end);
  if (!isWhole || !isCovered || digits <= 0 || digits > MAX_CMS_BYTES * 2) return undefined;
  if (source[start] !== '<' || source[after - 1] !== '>') return undefined;
  const contents = Buffer.from(source.slice(start + 1, after - 1), 'hex');
  return contents.length * 2 === digits ? { start, after, end, contents } : undefined;
}

/** The dictionary whose own byte range stands at `at`, and whose own contents are in the room. */
function dictionaryOf(source: string, at: number, { start, after }: Place) {
  let object = Math.min(at, start);
  const range = source.indexOf('[', at);
  for (let tried = 0; tried < MAX_OBJECT_STARTS; tried += 1) {
    object = source.lastIndexOf('obj', object - 1);
    if (object < 0 || start - object > MAX_DICTIONARY_CHARS) return undefined;
    const from = object + 'obj'.length;
    const window = source.slice(from, after + MAX_DICTIONARY_CHARS);
    const isOurs = (dictionary: Dictionary): boolean => {
      const room = dictionary.get('/Contents');
      const isRoom = room?.start === start - from && room.end === after - from;
      return isRoom && dictionary.get('/ByteRange')?.start === range - from;
    };
    const found = dictionariesAt(window, 0).find(isOurs);
    const entry = (key: string): string | undefined => {
      const span = found?.get(key);
      return span && window.slice(span.start, span.end);
    };
    if (found !== undefined) return entry;
  }
  return undefined;
}

function signatureAt(source: string, at: number, place: Place): ScannedSignature | undefined {
  const entry = dictionaryOf(source, at, place);
  if (entry === undefined) return undefined;
  const [claimed, reason] = [entry('/M'), entry('/Reason')];
  return {
    ...place,
    subFilter: entry('/SubFilter') ?? '',
    claimedAt: claimed && timeOf(claimed),
    reason: reason && textOf(reason),
  };
}

/**
 * The signatures and document timestamps of a file in the order of their rooms, in a time that is
 * bounded by the length of the file.
 *
 * Never loads the PDF: a reader that follows its structure can be led astray by it, or kept busy
 * for ever. A signature that cannot be read by its bytes is not found.
 */
export function scanSignatures(pdf: Uint8Array): readonly ScannedSignature[] {
  const source = latin1(pdf);
  const found = new Map<number, ScannedSignature>();
  let at = source.indexOf('/ByteRange');
  let room = 0;
  for (let tried = 0; at >= 0 && tried < MAX_CANDIDATES; tried += 1) {
    const place = placeOf(source, at);
    room += place === undefined ? 0 : place.after - place.start;
    if (room > MAX_ROOM_CHARS || found.size === MAX_SIGNATURES) break;
    // No two dictionaries can have their contents in one place; who tries gets the first one.
    const isTaken = place === undefined || found.has(place.start);
    const signature = isTaken ? undefined : signatureAt(source, at, place);
    if (signature !== undefined) found.set(signature.start, signature);
    at = source.indexOf('/ByteRange', at + 1);
  }
  return [...found.values()].sort((a, b) => a.start - b.start);
}
