/** What no archival document is made of: each is refused with a reason a person can read. */
import { PDF } from '@libpdf/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumRenderer } from '../../functions/adapters/chromium-renderer.ts';
import { archivePdf } from '../../functions/adapters/pdf-archive.ts';
import { sharedChromium } from './chromium-fixture.ts';
import { META, PNG, page } from './pdf-archive-fixture.ts';

/** The first print unpacks a browser. */
const PRINTER_START_MS = 60_000;

let printer: ReturnType<typeof chromiumRenderer>;

const archive = async (html: string): Promise<Uint8Array> =>
  archivePdf(await printer.print(html), META);

beforeAll(async () => {
  printer = chromiumRenderer({ directory: await sharedChromium() });
}, PRINTER_START_MS);

afterAll(() => printer.close());

const image = (attributes: string): string =>
  `<img width="9" height="9" src="${PNG}" ${attributes}>`;
/** As the templates have it: nothing to read there, but around it. */
const SPACE =
  '<div style="height:2em"><a href="https://sig.invalid/a" style="display:block;height:2em"></a></div>';
const place = (name: string): string => `<p><a href="https://sig.invalid/${name}">x</a></p>`;

test.each([
  [
    'a character that no font has',
    page('<p>Nama 漢 Budi'),
    'page 1 has a character that is in none of its fonts: "Nama □ Budi"',
  ],
  ['the same, more than once', page('<p>漢字'), '"□□"'],
  [
    'the same, in a group',
    page('<p style="opacity:.5">漢'),
    'a character that is in none of its fonts',
  ],
  ['letters drawn as outlines', page('<p style="-webkit-text-stroke:1px red">x'), 'Type3'],
  ['no language', page('<p>x').replace(' lang="id"', ''), 'names no language'],
  [
    'a language that is none',
    page('<p>x').replace('"id"', '"bahasa"'),
    'names no language (its lang is "bahasa")',
  ],
  [
    'an image without words',
    page(`<p>x${image('')}`),
    'an image on page 1 has no alternative text',
  ],
  ['a figure without words', page('<figure><p>x</figure>'), 'an image has no alternative text'],
  [
    'a skipped level of heading',
    page('<h1>a</h1><h3>b</h3>'),
    'a heading of level 3 follows one of level 1',
  ],
  ['a first heading of a lower level', page('<h2>a</h2>'), 'its first heading is of level 2'],
  [
    'a link hidden from readers',
    page('<p>x<a aria-hidden="true" href="https://a.test">y</a>'),
    'one of its links stands outside of the text',
  ],
  [
    'two places for one signature',
    page(place('a') + place('a')),
    'the place of the signature "a" is broken up, or named twice',
  ],
  [
    'a place for a signature over two pages',
    page(place('a').replace('<a', '<a style="display:block;height:90em"')),
    '"a" is broken up',
  ],
  [
    'a signature apart from its name, on the next page',
    page(`<div id="penanda-1">${SPACE}<p style="break-before:page">Budi</p></div>`),
    'the block of the signature "a" is cut by the end of a page',
  ],
  [
    'a block of a signature that is higher than a page',
    page(
      `<div id="penanda-1" style="break-inside:avoid">${SPACE}<p>${'Budi<br>'.repeat(80)}</div>`,
    ),
    'the block of the signature "a" is cut by the end of a page',
  ],
  ['a signature with a name like a path', page(place('a.b')), 'a signature cannot be named "a.b"'],
  ['nothing to read', page(''), 'it was printed without tags'],
])('a document is refused for %s', async (_, html, reason) => {
  await expect(archive(html)).rejects.toThrow(reason);
  await expect(archive(html)).rejects.toHaveProperty('name', 'ArchiveFault');
});

test('a document is refused for a font that stands in for the own ones', async () => {
  const print = await printer.print(page('<p>x'));
  const meta = { ...META, fonts: ['SourceSans3'] };
  await expect(archivePdf(print, meta)).rejects.toThrow(
    /"\w+\+SourceSerif4-Regular" stands in for an own one on page 1 for a character of "x"/,
  );
});

test.each([
  ['a place is missing', ['a', 'b'], 'the signature "b" has no place'],
  ['a place is nobody’s', [], 'nobody has the signature "a"'],
])('a document is refused when %s', async (_, fields, reason) => {
  const print = await printer.print(page(place('a')));
  await expect(archivePdf(print, { ...META, fields })).rejects.toThrow(reason);
  expect(await archivePdf(print, { ...META, fields: ['a'] })).toBeInstanceOf(Uint8Array);
});

test('a document is refused for a print without tags', async () => {
  const document = PDF.create();
  document.addPage();
  await expect(archivePdf(await document.save(), META)).rejects.toThrow('printed without tags');
});
