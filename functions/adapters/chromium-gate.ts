/** Turns away what Chromium would choke on, before it sees it. */

/** The document was not printed; the message says why. */
export class RenderFault extends Error {
  override readonly name = 'RenderFault';
}

/** A charter has a sixth of a megabyte, most of it fonts; a logo may come to two thirds of one. */
export const MAX_HTML_BYTES = 8 * 2 ** 20;

/** 47 sheets, 0.4 s and 180 MB; 10,000 rows would take 4 to 10 s and 1.2 to 2.7 GB. */
export const MAX_ROWS = 2_000;

/** In one paragraph their time grows with the square: 10,000 line breaks took 10 s. */
export const MAX_ELEMENTS = 20_000;

/** As it stands in the page, where base64 makes it a third longer. */
export const MAX_IMAGE_BYTES = 2 * 2 ** 20;

const ROW = /<tr\b/gi;
const ELEMENT = /<[a-z]/gi;
const IMAGE = /data:image\/[^"')\s]*/gi;

const lengths = (html: string, what: RegExp): readonly number[] =>
  Array.from(html.matchAll(what), ([found]) => found.length);

const longest = (html: string, what: RegExp): number =>
  lengths(html, what).reduce((most, length) => Math.max(most, length), 0);

const LIMITS = [
  { what: 'bytes', most: MAX_HTML_BYTES, measure: (html: string) => Buffer.byteLength(html) },
  {
    what: 'bytes of one image',
    most: MAX_IMAGE_BYTES,
    measure: (html) => longest(html, IMAGE),
  },
  { what: 'table rows', most: MAX_ROWS, measure: (html) => lengths(html, ROW).length },
  { what: 'elements', most: MAX_ELEMENTS, measure: (html) => lengths(html, ELEMENT).length },
] as const satisfies readonly {
  readonly what: string;
  readonly most: number;
  readonly measure: (html: string) => number;
}[];

/** @throws RenderFault that names what there is too much of. */
export function assertPrintable(html: string): void {
  for (const { what, most, measure } of LIMITS) {
    const found = measure(html);
    if (found > most)
      throw new RenderFault(
        `The document was not printed: it has ${found} ${what} of at most ${most}.`,
      );
  }
}
