/** Reads the values of PDF syntax (ISO 32000-1, clause 7.3) from a text with one letter per byte. */
import {
  PdfArray,
  PdfBool,
  PdfDict,
  PdfName,
  PdfNull,
  PdfNumber,
  type PdfObject,
  PdfRef,
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
  if (/^[0-7]/.test(what)) return String.fromCharCode(Number.parseInt(what, 8));
  return ESCAPED[what] ?? what;
}

const byteOf = (_: string, hex: string): string => String.fromCharCode(Number.parseInt(hex, 16));

/** Stands at a place of the text and moves on; every `take` and `match` first skips white space. */
export class SyntaxReader {
  at: number;
  readonly #text: string;
  readonly #refs: PdfRef[];
  /** A print has few names, which libpdf would look up by weak references. */
  readonly #names = new Map<string, PdfName>();

  /** @param refs those that are known already, by object number: libpdf compares them by identity. */
  constructor(text: string, refs: PdfRef[]) {
    this.#text = text;
    this.#refs = refs;
    this.at = 0;
  }

  /** Moves on by what a sticky pattern matches. @returns its first group, or undefined. */
  match(pattern: RegExp): string | undefined {
    this.#next();
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.#text);
    if (found === null) return undefined;
    this.at = pattern.lastIndex;
    return found[1];
  }

  /** Moves on by `word`, if that is what follows. */
  take(word: string): boolean {
    this.#next();
    if (!this.#text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  /** @throws ArchiveFault unless `word` follows. */
  demand(word: string): void {
    if (!this.take(word)) throw this.fault();
  }

  fault(): ArchiveFault {
    return new ArchiveFault(`near its byte ${this.at} it is not as Chromium writes it`);
  }

  /** Libpdf forgets references when there are many, and would make another one. */
  ref(number: number): PdfRef {
    this.#refs[number] ??= PdfRef.of(number);
    return this.#refs[number];
  }

  /** @throws ArchiveFault for what is no value. */
  value(): PdfObject {
    const code = this.#next();
    if (code === SLASH) return this.#name();
    if (code === OPEN) return this.#array();
    if (code === LESS && this.take('<<')) return this.#dict();
    if (code === LESS || code === PARENTHESIS) return this.#string();
    const word = this.#word();
    const known = WORDS.get(word);
    if (known !== undefined) return known;
    const number = Number(word);
    if (word === '' || !Number.isFinite(number)) throw this.fault();
    if (!this.#text.startsWith(REFERENCE, this.at)) return PdfNumber.of(number);
    this.at += REFERENCE.length;
    return this.ref(number);
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

  /** The bytes of a name are UTF-8 (ISO 32000-1, clause 7.3.5). */
  #name(): PdfName {
    this.at += 1;
    const written = this.#word();
    const known = this.#names.get(written);
    if (known !== undefined) return known;
    const bytes = Buffer.from(written.replace(/#([\dA-Fa-f]{2})/g, byteOf), 'latin1');
    const name = PdfName.of(bytes.toString());
    this.#names.set(written, name);
    return name;
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
