/** The contents of pages and groups of graphics: read, checked for fonts and glyphs, rewritten. */
import { deflateSync, inflateSync } from 'node:zlib';
import {
  type PDF,
  PdfDict,
  PdfName,
  PdfNumber,
  type PdfObject,
  type PdfRef,
  PdfStream,
} from '@libpdf/core';
import { ArchiveFault, type Context, dictAt } from './pdf-archive-element.ts';
import { decorationIn, type Part, readParts, writeParts } from './pdf-archive-marks.ts';

/** By the object number of a page or group: the numbers of its marks that mean nothing. */
export type Decoration = ReadonlyMap<number, Set<number>>;

/** A page or a group of graphics; the place is told to people when something is wrong there. */
type Content = {
  readonly stream: PdfStream;
  readonly text: string;
  readonly resources: PdfDict;
  readonly place: string;
  /** What can be read there. */
  readonly words: () => string;
  /** In points; unknown for a group. */
  readonly pageHeight?: number;
};

/** A fifth of the pass saved for four kilobytes more on two pages; zlib's default is 6. */
const CONTENT_LEVEL = 1;

/** In a PostScript name, after the tag of a subset and before the style. */
const FONT_FAMILY = /^(?:[A-Z]{6}\+)?([^-]+)/;

/** The digits are looked for first: most of them are part of a number and of no text. */
const MISSING_GLYPH = /0000(?<=<(?:[\dA-Fa-f]{4})*)/;
/** How libpdf reads the glyph that stands for all missing ones, and what stands for it in messages. */
const GLYPH_ZERO = '\0';
const MISSING = '\u{25a1}';

/** A page in one piece: zlib alone would take it apart and put it together again. */
const CONTENT_CHUNK = { chunkSize: 2 ** 16 };

const textOf = (stream: PdfStream): string =>
  (stream.has('Filter')
    ? inflateSync(stream.data, CONTENT_CHUNK)
    : Buffer.from(stream.data)
  ).toString('latin1');

const familyOf = (font: string): string => FONT_FAMILY.exec(font)?.[1] ?? '';

/** Where a font is seen first, in words a person can read; in images no text is read. */
function sightOf(document: PDF, family: string): string {
  for (const [index, page] of document.getPages().entries()) {
    const spans = page.extractText().lines.flatMap((line) => line.spans);
    const span = spans.find(({ fontName }) => familyOf(fontName) === family);
    if (span !== undefined) return `on page ${index + 1} for a character of "${span.text.trim()}"`;
  }
  return 'in an image';
}

/**
 * @throws ArchiveFault unless the font is embedded static TrueType, and one of `own`: Chromium takes
 * another one for characters that those lack.
 */
function checkFont(document: PDF, font: PdfDict, own: ReadonlySet<string>): void {
  const kind = font.getName('Subtype')?.value;
  const descriptor = font.getDict(
    'FontDescriptor',
    document.context.resolve.bind(document.context),
  );
  const { value: name = '' } = font.getName('BaseFont') ?? descriptor?.getName('FontName') ?? {};
  if (kind !== 'Type0' && !(kind === 'CIDFontType2' && descriptor?.has('FontFile2')))
    throw new ArchiveFault(`the font "${name}" is ${kind} and not embedded static TrueType`);
  const family = familyOf(name);
  if (!own.has(family))
    throw new ArchiveFault(
      `the font "${name}" stands in for an own one ${sightOf(document, family)}`,
    );
}

function checkGlyphs({ text, place, words }: Content): void {
  if (!MISSING_GLYPH.test(text)) return;
  const line =
    words()
      .split('\n')
      .find((each) => each.includes(GLYPH_ZERO)) ?? '';
  const spot = line.replaceAll(GLYPH_ZERO, MISSING).trim();
  throw new ArchiveFault(`${place} has a character that is in none of its fonts: "${spot}"`);
}

const hasMarks = (content: PdfObject | undefined): boolean =>
  content instanceof PdfDict && content.has('StructParents');

function partsOf(context: Context, { text, resources }: Content): readonly Part[] {
  const resolve = context.resolve.bind(context);
  const forms = resources.getDict('XObject', resolve);
  const isApart = (line: string): boolean =>
    line.endsWith(' Do') && hasMarks(forms?.get(line.slice(1, -' Do'.length), resolve));
  return readParts(text, isApart);
}

function rewrite({ stream }: Content, text: string): void {
  stream.setData(deflateSync(Buffer.from(text, 'latin1'), { level: CONTENT_LEVEL }));
  stream.set('Filter', PdfName.of('FlateDecode'));
}

function contentOfPage(document: PDF, index: number, ref: PdfRef): Content {
  const { context } = document;
  const place = `page ${index + 1}`;
  const page = dictAt(context, ref);
  const resolve = context.resolve.bind(context);
  const stream = page.get('Contents', resolve);
  const resources = page.getDict('Resources', resolve);
  const pageHeight = page.getArray('MediaBox', resolve)?.at(3);
  if (
    !(stream instanceof PdfStream) ||
    resources === undefined ||
    !(pageHeight instanceof PdfNumber)
  )
    throw new ArchiveFault(`${place} is not built as Chromium builds pages`);
  const words = (): string => document.getPage(index)?.extractText().text ?? '';
  return { stream, text: textOf(stream), resources, place, words, pageHeight: pageHeight.value };
}

/** Every font, and every stream that paints by its object number or that of its page. */
function contentsOf(document: PDF) {
  const { context } = document;
  const resolve = context.resolve.bind(context);
  const contents = new Map<number, Content>();
  const fonts: PdfDict[] = [];
  for (const [ref, object] of context.registry.entries()) {
    if (!(object instanceof PdfDict)) continue;
    if (object.getName('Type')?.value === 'Font') fonts.push(object);
    if (!(object instanceof PdfStream)) continue;
    const resources = object.getDict('Resources', resolve);
    if (resources === undefined) continue;
    const text = textOf(object);
    const place = 'a group of graphics';
    contents.set(ref.objectNumber, { stream: object, text, resources, place, words: () => '' });
  }
  for (const [index, ref] of context.pages.getPages().entries())
    contents.set(ref.objectNumber, contentOfPage(document, index, ref));
  return { fonts, contents };
}

/**
 * Reads every page and group of graphics, and checks every glyph and font; `ownFonts` are the
 * families that may be used.
 *
 * @returns the decoration that was found, to which more may be added before it is written.
 * @throws ArchiveFault for a character without a glyph and for any other font.
 */
export function readContents(
  document: PDF,
  ownFonts: readonly string[],
): {
  readonly decoration: Decoration;
  write(): void;
} {
  const decoration = new Map<number, Set<number>>();
  const writers: (() => void)[] = [];
  const { contents, fonts } = contentsOf(document);
  for (const content of contents.values()) checkGlyphs(content);
  for (const font of fonts) checkFont(document, font, new Set(ownFonts));
  for (const [number, content] of contents) {
    if (content.pageHeight === undefined && !hasMarks(content.stream)) continue;
    const parts = partsOf(document.context, content);
    const meaningless = decorationIn(parts);
    decoration.set(number, meaningless);
    writers.push(() => rewrite(content, writeParts(parts, meaningless, content.pageHeight)));
  }
  return {
    decoration,
    write: () => {
      for (const writer of writers) writer();
    },
  };
}
