/** The fonts of the documents: those that lie beside Chromium, in the faces that there are. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { fonts } from '../../functions/adapters/chromium-fonts.ts';
import { fontNames } from '../../functions/render/fonts.ts';

const TEMPLATES = new URL('../../templates/', import.meta.url).pathname;

const styles = ['documents', 'partials'].flatMap((folder) =>
  readdirSync(join(TEMPLATES, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(hbs|css)$/.test(name))
    .map((name) => ({ name, text: readFileSync(join(TEMPLATES, folder, name), 'utf8') })),
);

test('a sans document has no serif font, and every font that may be there has files', () => {
  expect(fontNames('sans')).not.toContain('SourceSerif4');
  const files = fonts().files.map((file) => basename(file).split('_')[0]);
  expect(new Set(files)).toEqual(new Set(fontNames('serif')));
});

test('every face is a file of a package', () => {
  expect(fonts().files.filter((file) => !existsSync(file))).toEqual([]);
});

test('no document asks for a weight that is not among the faces', () => {
  const weights = styles.flatMap(({ text }) =>
    [...text.matchAll(/font(?:-weight)?:\s*(\d{3})\b/g)].map(([, weight]) => weight),
  );
  expect(new Set(weights)).toEqual(new Set(['400', '600', '700']));
});

test('no document brings a font along', () => {
  const bringing = styles.filter(({ text }) => text.includes('@font-face'));
  expect(bringing.map(({ name }) => name)).toEqual([]);
});

test('only a typed mark asks for italics, of which there is one face', () => {
  const asking = /font-style|italic|oblique|<(address|cite|dfn|em|i|var)\b/;
  expect(styles.filter(({ text }) => asking.test(text)).map(({ name }) => name)).toEqual([
    'marks/style.css',
  ]);
  expect(fonts().files.filter((file) => file.endsWith('_Italic.ttf'))).toHaveLength(1);
});
