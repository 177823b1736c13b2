/** Reads the objects of a print all at once; libpdf, which reads any file, takes four times as long. */
import {
  type PDF,
  PdfArray,
  PdfBool,
  PdfDict,
  PdfName,
  PdfNull,
  PdfNumber,
  type PdfObject,
  PdfRef,
  PdfStream,
  PdfString,
} from '@libpdf/core';
import { ArchiveFault } from './pdf-archive-element.ts';

const [SPACE = 0, SLASH, LESS, OPEN, CLOSE, PARENTHESIS] = Buffer.from(' /<[](');

/** 1 for each code that may stand in a name, a number or a word (ISO 32000-1, clause 7.2.2). */
const REGULAR = Uint8Array.from({ length: 256 }, (_, code) =>
  code > SPACE && !'()<>[]{}/%'.includes(String.fromCharCode(code)) ? 1 : 0,
);

const WORDS: ReadonlyMap<string, PdfObject> = new Map<string, PdfObject>([
  ['true', PdfBool.TRUE],
  ['false', PdfBool.FALSE],
  ['null', PdfNull.instance],
]);

/** A file that was written in one go has no other generation. */
const REFERENCE = ' 0 R';
const FIRST_OBJECT = /^\d+ 0 obj\s/m;
const OBJECT = /(\d+) 0 obj\s/y;

const HEX = /<([\dA-Fa-f]*)>/y;
const LITERAL = /\(((?:[^\\()]|\\.)*)\)/sy;

/** In a text in parentheses: a letter that is told otherwise, or the end of a line. */
const ESCAPE = /\\([0-7]{1,3}|\r\n|.)|\r\n?/gs;
const ESCAPED: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  '\n': '',
  '\r': '',
  '\r\n': '',
};

function letterOf(_: string, what: string | undefined): string {
  if (what === undefined) return '\n';
  return /\d/.test(what) ? String.fromCharCode(Number.parseInt(what, 8)) : (ESCAPED[what] ?? what);
}

/** A print has few names, which libpdf would look up by weak references. */
const names = new Map<string, PdfName>();

const byteOf = (_: string, hex: string): string => String.fromCharCode(Number.parseInt(hex, 16));

/** The bytes of a name are UTF-8 (ISO 32000-1, clause 7.3.5). */
function nameOf(written: string): PdfName {
  const known = names.get(written);
  if (known !== undefined) return known;
  const bytes = Buffer.from(written.replace(/#([\dA-Fa-f]{2})/g, byteOf), 'latin1');
  const name = PdfName.of(bytes.toString());
  names.set(written, name);
  return name;
}

/** Goes through the text of a file, which has one letter per byte. */
class Reader {
  at: number;
  readonly #text: string;
  readonly #refs: PdfRef[] = [];

  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
  }

  fault(): ArchiveFault {
    return new ArchiveFault(`its byte ${this.at} is not as Chromium writes it`);
  }

  /** Moves on by what a sticky pattern matches. @returns its first group, or undefined. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.#text);
    if (found === null) return undefined;
    this.at = pattern.lastIndex;
    return found[1];
  }

  /** Moves on by white space and by `word`, if that is what follows. */
  take(word: string): boolean {
    this.#next();
    if (!this.#text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  demand(word: string): void {
    if (!this.take(word)) throw this.fault();
  }

  value(): PdfObject {
    const code = this.#next();
    if (code === SLASH) return this.#name();
    if (code === OPEN) return this.#array();
    if (code === LESS && this.take('<<')) return this.#dict();
    if (code === LESS || code === PARENTHESIS) return this.#string();
    const word = this.#word();
    const known = WORDS.get(word);
    if (known !== undefined) return known;
    if (word === '' || Number.isNaN(Number(word))) throw this.fault();
    if (!this.#text.startsWith(REFERENCE, this.at)) return PdfNumber.of(Number(word));
    this.at += REFERENCE.length;
    return this.ref(Number(word));
  }

  /** Each is mentioned several times, and libpdf would look for it every time. */
  ref(number: number): PdfRef {
    this.#refs[number] ??= PdfRef.of(number);
    return this.#refs[number];
  }

  /** Moves on by white space. @returns the code of what follows. */
  #next(): number {
    let code = this.#text.charCodeAt(this.at);
    while (code <= SPACE) {
      this.at += 1;
      code = this.#text.charCodeAt(this.at);
    }
    return code;
  }

  #word(): string {
    const from = this.at;
    while (REGULAR[this.#text.charCodeAt(this.at)] === 1) this.at += 1;
    return this.#text.slice(from, this.at);
  }

  #name(): PdfName {
    this.at += 1;
    return nameOf(this.#word());
  }

  #array(): PdfArray {
    this.at += 1;
    const items: PdfObject[] = [];
    while (this.#next() !== CLOSE) items.push(this.value());
    this.at += 1;
    return new PdfArray(items);
  }

  #dict(): PdfDict {
    const entries: [PdfName, PdfObject][] = [];
    while (this.#next() === SLASH) entries.push([this.#name(), this.value()]);
    this.demand('>>');
    return new PdfDict(entries);
  }

  #string(): PdfString {
    const digits = this.match(HEX);
    if (digits !== undefined) return PdfString.fromHex(digits);
    const text = this.match(LITERAL);
    if (text === undefined) throw this.fault();
    return new PdfString(Buffer.from(text.replace(ESCAPE, letterOf), 'latin1'));
  }
}

function streamOf(reader: Reader, dict: PdfDict, print: Uint8Array): PdfStream {
  const length = dict.getNumber('Length')?.value;
  if (length === undefined) throw reader.fault();
  const data = print.subarray(reader.at, reader.at + length);
  reader.at += length;
  reader.demand('endstream');
  return new PdfStream(dict, data);
}

/**
 * Puts all objects of a print into the registry of its document, where libpdf finds them.
 *
 * @throws ArchiveFault for a file that is not as Chromium writes it.
 */
export function readObjects({ context }: PDF, print: Uint8Array): void {
  const text = Buffer.from(print.buffer, print.byteOffset, print.byteLength).toString('latin1');
  const reader = new Reader(text, text.search(FIRST_OBJECT));
  for (let number = reader.match(OBJECT); number !== undefined; number = reader.match(OBJECT)) {
    const value = reader.value();
    const object =
      value instanceof PdfDict && reader.take('stream\n') ? streamOf(reader, value, print) : value;
    reader.demand('endobj\n');
    const ref = reader.ref(Number(number));
    // What libpdf has read already is known to others.
    if (context.registry.getObject(ref) === null) context.registry.addLoaded(ref, object);
  }
}
