/** The fonts inside a document: every letter that it has, and little more. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fontsCss } from '../../functions/render/fonts.ts';

const TEMPLATES = new URL('../../templates/', import.meta.url).pathname;

const hasExtended = (text: string): boolean => fontsCss('serif', text).includes('U+0100-02BA');

describe('extended letters', () => {
  test.each([
    ['a name with a letter beyond Latin-1', 'Łukasz'],
    ['a letter with a mark of its own', 'Sa\u0331'],
    ['a letter whose capital is beyond Latin-1', 'Kaÿ'],
    ['a letter that is told by its number', '&#257;'],
    ['a letter that is told by its name', '&Amacr;'],
    ['a sign that is cut with them', '†'],
  ])('come with %s', (_, text) => {
    expect(hasExtended(`<p>${text}</p>`)).toBe(true);
  });

  test.each([
    ['Indonesian', 'Pencanangan Pembangunan Zona Integritas – “WBK” … 1.000 €'],
    ['letters of Latin-1', 'José Ñandú, é'],
    ['what Handlebars writes', '&amp; &lt; &gt; &quot; &#x27; &#x60; &#x3D;'],
  ])('stay away from %s', (_, text) => {
    expect(hasExtended(`<p>${text}</p>`)).toBe(false);
  });
});

test('a sans document has no serif faces, and a serif document has both', () => {
  const families = (set: 'sans' | 'serif') =>
    new Set(fontsCss(set, '').match(/(?<=font-family:')[^']+/g));
  expect(families('sans')).toEqual(new Set(['Source Sans 3']));
  expect(families('serif')).toEqual(new Set(['Source Serif 4', 'Source Sans 3']));
});

const styles = ['documents', 'partials'].flatMap((folder) =>
  readdirSync(join(TEMPLATES, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(hbs|css)$/.test(name))
    .map((name) => ({ name, text: readFileSync(join(TEMPLATES, folder, name), 'utf8') })),
);

test('no document asks for italics, which are not among the faces', () => {
  const asking = /font-style|italic|oblique|<(address|cite|dfn|em|i|var)\b/;
  expect(styles.filter(({ text }) => asking.test(text)).map(({ name }) => name)).toEqual([]);
});

test('no style draws a letter that the choice of faces does not see', () => {
  const sheets = styles.filter(({ name }) => /\.css$|^(print-|sheet)/.test(name));
  const beyond = /[^\0-\x7f]|content:[^;]*\\/;
  expect(sheets.filter(({ text }) => beyond.test(text)).map(({ name }) => name)).toEqual([]);
  expect(sheets.length).toBeGreaterThan(1);
});
