/** Reads the validation data (DSS, ISO 32000-2, clause 12.8.4.3) of a PDF by its bytes alone. */
import { inflateSync } from 'node:zlib';
import { MAX_SIGNERS } from '../domain/signer.ts';
import { latin1 } from './pades-scan.ts';
import { type Dictionary, dictionariesAt } from './pades-scan-dictionary.ts';

/** What a file carries for who checks it later; all of it proves or shames itself. */
export type ValidationData = {
  /** DER, as are the others. */
  readonly certificates: readonly Uint8Array[];
  readonly ocsps: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
};

/**
 * The validation data that was added after byte `from` and before `until` (the end of the file);
 * undefined when none was.
 *
 * The bytes vouch for nothing: every certificate, answer and list in it has to be checked by its
 * own signature.
 */
export type ValidationReader = (from: number, until?: number) => ValidationData | undefined;

/** Items of one kind that are looked at: two of each signatory, and those of seal and timestamps. */
const MAX_ITEMS = 2 * MAX_SIGNERS + 40;

/** The largest item that is looked at; revocation lists of big authorities have some megabytes. */
const MAX_ITEM_BYTES = 4 * 2 ** 20;

/** A certificate has some 2 kilobytes; many signatures may have to go through all of them. */
const MAX_CERTIFICATE_BYTES = 16 * 1024;

/** All items of a file together, unpacked; those that cannot be unpacked count as the largest. */
const MAX_FILE_BYTES = 16 * 2 ** 20;

/** The dictionaries of validation data list their items, and those of each signature. */
const MAX_DICTIONARY_CHARS = 64 * 1024;

/** Objects that are looked for; each search may take as long as the file is. */
const MAX_SEARCHES = 4 * MAX_ITEMS;

const REFERENCE = /(\d{1,10}) (\d{1,5}) R/g;
/** The entry of the catalog, and not the type of the dictionary it leads to. */
const ENTRY = /\/DSS\s*(?:(\d{1,10} \d{1,5} R)|(?=<<))/y;
const STREAM_START = /stream\r?\n/;

/** One file, and what has been read of it so far: no object is read twice. */
type Reading = {
  /** The file as text. */
  readonly source: string;
  /** Unpacked streams by where their objects stand. */
  readonly items: Map<number, Uint8Array | undefined>;
  bytesLeft: number;
  searchesLeft: number;
};

const windowAt = (source: string, from: number): string =>
  source.slice(from, from + MAX_DICTIONARY_CHARS);

/** Where the text of an object begins: the last one of that number before `until` counts. */
function objectAt(reading: Reading, reference: string, until: number): number | undefined {
  const { source } = reading;
  if (reading.searchesLeft === 0) return undefined;
  reading.searchesLeft -= 1;
  const head = reference.replace(/R$/, 'obj');
  const last = until - head.length;
  for (let at = source.lastIndexOf(head, last); at > 0; at = source.lastIndexOf(head, at - 1))
    if (/[\s\0]/.test(source[at - 1] ?? '')) return at + head.length;
  return undefined;
}

/** The outermost dictionary at a place. */
const dictionaryAt = (window: string): Dictionary | undefined => dictionariesAt(window, 0).at(-1);

const written = (window: string, dictionary: Dictionary, key: string): string => {
  const span = dictionary.get(key);
  return span === undefined ? '' : window.slice(span.start, span.end);
};

/** What the stream holds, at most `limit` bytes. */
function unpacked(packed: Uint8Array, filter: string, limit: number): Uint8Array | undefined {
  if (filter === '') return packed.length <= limit ? packed : undefined;
  if (!/^\[?\s*\/FlateDecode\s*\]?$/.test(filter)) return undefined;
  try {
    return inflateSync(packed, { maxOutputLength: limit });
  } catch {
    return undefined;
  }
}

/** The bytes of a stream whose length stands in its own dictionary; undefined for any other. */
function streamOf(reading: Reading, at: number): Uint8Array | undefined {
  const { source } = reading;
  const window = windowAt(source, at);
  const dictionary = dictionaryAt(window);
  const length = Number(dictionary && written(window, dictionary, '/Length'));
  const begin = STREAM_START.exec(window);
  const limit = Math.min(MAX_ITEM_BYTES, reading.bytesLeft);
  if (dictionary === undefined || begin === null || !(length > 0 && length <= limit))
    return undefined;
  const start = at + begin.index + begin[0].length;
  const packed = Buffer.from(source.slice(start, start + length), 'latin1');
  const item = unpacked(packed, written(window, dictionary, '/Filter'), limit);
  reading.bytesLeft -= item?.length ?? limit;
  return item;
}

function itemAt(reading: Reading, at: number): Uint8Array | undefined {
  if (!reading.items.has(at)) reading.items.set(at, streamOf(reading, at));
  return reading.items.get(at);
}

function itemsOf(reading: Reading, list: string, until: number): readonly Uint8Array[] {
  const [one, ...others] = list.match(REFERENCE) ?? [];
  // The list itself may be an object of its own.
  const isApart = one !== undefined && others.length === 0 && !list.startsWith('[');
  const at = isApart ? objectAt(reading, one, until) : undefined;
  const written = at === undefined ? list : windowAt(reading.source, at).split(']', 1).join();
  const references = new Set(written.match(REFERENCE) ?? []);
  return [...references].slice(0, MAX_ITEMS).flatMap((reference) => {
    const place = objectAt(reading, reference, until);
    const item = place === undefined ? undefined : itemAt(reading, place);
    return item === undefined ? [] : [item];
  });
}

/** The last entry of a catalog before `until`: where it stands, and where its dictionary begins. */
function entryBefore(reading: Reading, until: number) {
  const { source } = reading;
  for (
    let at = source.lastIndexOf('/DSS', until);
    at > 0;
    at = source.lastIndexOf('/DSS', at - 1)
  ) {
    ENTRY.lastIndex = at;
    const found = ENTRY.exec(source);
    if (found === null || at + found[0].length > until) continue;
    const [, reference] = found;
    const start =
      reference === undefined ? at + '/DSS'.length : objectAt(reading, reference, until);
    return { at, start };
  }
  return undefined;
}

function dataAt(reading: Reading, start: number, until: number): ValidationData | undefined {
  const window = windowAt(reading.source, start);
  const dictionary = dictionaryAt(window);
  if (dictionary === undefined) return undefined;
  const items = (key: string) => itemsOf(reading, written(window, dictionary, key), until);
  const certificates = items('/Certs').filter(({ length }) => length <= MAX_CERTIFICATE_BYTES);
  return { certificates, ocsps: items('/OCSPs'), crls: items('/CRLs') };
}

/**
 * Reads the validation data of one file, in its states up to any byte. However often it is asked,
 * its work is bounded: what exceeds the named limits is not found.
 */
export function validationReader(pdf: Uint8Array): ValidationReader {
  const source = latin1(pdf);
  const items: Reading['items'] = new Map();
  const limits = { bytesLeft: MAX_FILE_BYTES, searchesLeft: MAX_SEARCHES };
  const reading: Reading = { source, items, ...limits };
  const states = new Map<number, { at: number; data: ValidationData | undefined }>();
  const stateAt = (until: number) => {
    const { at = -1, start } = entryBefore(reading, until) ?? {};
    return { at, data: start === undefined ? undefined : dataAt(reading, start, until) };
  };
  return (from, until = source.length) => {
    const state = states.get(until) ?? stateAt(until);
    states.set(until, state);
    return state.at >= from ? state.data : undefined;
  };
}

/** As `validationReader`, for who asks once. */
export const scanValidationData = (pdf: Uint8Array, from: number): ValidationData | undefined =>
  validationReader(pdf)(from);
