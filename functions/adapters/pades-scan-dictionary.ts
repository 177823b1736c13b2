/** Reads dictionaries of a PDF by their bytes, without trusting a table or an offset of the file. */

/** Where something stands: from its first byte to the one after its last. */
type Span = { readonly start: number; readonly end: number };

/** The entries of one dictionary: where the value of each key stands. */
export type Dictionary = ReadonlyMap<string, Span>;

/** Deeper than any dictionary of a signature goes. */
const MAX_DEPTH = 12;

/** More entries than a dictionary of a signature or its validation data has. */
const MAX_ENTRIES = 1024;

/** ISO 32000-1, clause 7.2: white space and comments. */
const BLANK = /(?:[\0\t\n\f\r ]|%[^\r\n]*)*/y;

/** Brackets, names, hexadecimal strings, the start of a literal one; else a number or a keyword. */
const TOKEN =
  /<<|>>|[[\]]|\/[^\0\t\n\f\r ()<>[\]{}/%]*|<[0-9A-Fa-f\0\t\n\f\r ]*>|\(|[^\0\t\n\f\r ()<>[\]{}/%]+/y;

const PARENTHESIS = /\\[\s\S]|[()]/g;

/** A number, keyword or reference: what may follow a value and still belong to it (`12 0 R`). */
const WORD = /^[^<>[\]/(]/;

type Token = Span & { readonly text: string };

/** How a dictionary is read: the text (Latin-1) and what has been found in it. */
type Reading = { readonly source: string; readonly found: Dictionary[] };

/** The end of a literal string, whose parentheses are balanced or escaped; -1 when it has none. */
function endOfString(source: string, start: number): number {
  let open = 0;
  PARENTHESIS.lastIndex = start;
  for (let next = PARENTHESIS.exec(source); next !== null; next = PARENTHESIS.exec(source)) {
    if (next[0] === '(') open += 1;
    if (next[0] === ')') open -= 1;
    if (open === 0) return PARENTHESIS.lastIndex;
  }
  return -1;
}

function tokenAt(source: string, from: number): Token | undefined {
  BLANK.lastIndex = from;
  BLANK.test(source);
  const start = BLANK.lastIndex;
  TOKEN.lastIndex = start;
  const text = TOKEN.exec(source)?.[0];
  if (text === undefined) return undefined;
  const end = text === '(' ? endOfString(source, start) : TOKEN.lastIndex;
  return end < 0 ? undefined : { text, start, end };
}

/** The end of the value that begins with `token`; undefined when it is not a value. */
function endOfValue(reading: Reading, token: Token, depth: number): number | undefined {
  if (depth > MAX_DEPTH || token.text === '>>' || token.text === ']') return undefined;
  if (token.text === '<<') return readDictionary(reading, token, depth);
  if (token.text !== '[') return token.end;
  let next = tokenAt(reading.source, token.end);
  while (next !== undefined && next.text !== ']') {
    const end = endOfValue(reading, next, depth + 1);
    next = end === undefined ? undefined : tokenAt(reading.source, end);
  }
  return next?.end;
}

/** Reads on from `<<`. @returns the end of the dictionary; undefined when it is not a whole one. */
function readDictionary(reading: Reading, open: Token, depth: number): number | undefined {
  const entries = new Map<string, Span>();
  let next = tokenAt(reading.source, open.end);
  while (next?.text.startsWith('/') && entries.size < MAX_ENTRIES) {
    const value = tokenAt(reading.source, next.end);
    let end = value && endOfValue(reading, value, depth + 1);
    // A key that occurs twice means one thing to one reader, and another to the next.
    if (value === undefined || end === undefined || entries.has(next.text)) return undefined;
    const key = next.text;
    next = tokenAt(reading.source, end);
    while (next !== undefined && WORD.test(next.text)) {
      end = next.end;
      next = tokenAt(reading.source, end);
    }
    entries.set(key, { start: value.start, end });
  }
  if (next?.text !== '>>') return undefined;
  reading.found.push(entries);
  return next.end;
}

/**
 * The dictionary that begins at `start` of `source` (bytes as Latin-1), and the ones within it, the
 * outermost last. Keys carry their slash and are not decoded. Empty when it is not a whole one.
 */
export function dictionariesAt(source: string, start: number): readonly Dictionary[] {
  const reading: Reading = { source, found: [] };
  const open = tokenAt(source, start);
  const end = open?.text === '<<' ? readDictionary(reading, open, 0) : undefined;
  return end === undefined ? [] : reading.found;
}

const HEX_STRING = /^<([\s\0]*(?:[0-9A-Fa-f][\s\0]*)*)>$/;
const ESCAPE = /\\(?:([0-7]{1,3})|\r\n|([\s\S]))|\r\n?/g;
const ESCAPED: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  '\n': '',
  '\r': '',
};

const unescaped = (literal: string): string =>
  literal.replace(ESCAPE, (all, octal?: string, single?: string) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
    if (single !== undefined) return ESCAPED[single] ?? single;
    return all.startsWith('\\') ? '' : '\n';
  });

/** The bytes of a string as it is written in a PDF (ISO 32000-1, clause 7.3.4). */
export function stringBytes(written: string): Buffer {
  const hex = HEX_STRING.exec(written)?.[1]?.replace(/[\s\0]/g, '');
  if (hex !== undefined) return Buffer.from(hex.length % 2 === 0 ? hex : `${hex}0`, 'hex');
  return Buffer.from(unescaped(written.slice(1, -1)), 'latin1');
}
