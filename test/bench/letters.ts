/** A letter with the words of the charter, made by libraries that draw PDFs without a browser. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { buffer } from 'node:stream/consumers';
import { Document, Font, Page, renderToBuffer, Text } from '@react-pdf/renderer';
import PDFDocument from 'pdfkit';
import { createElement } from 'react';
import type { Ways } from './browsers.ts';
import { NAMES } from './reach.ts';

const MARGIN = 60;
const SIZE = 11;
const TITLE_SIZE = 17;

const require = createRequire(import.meta.url);

/** What is used of it; its published types would bring those of a web page along. */
type Pdfmake = {
  setFonts(
    fonts: Readonly<Record<string, { readonly normal: string; readonly bold: string }>>,
  ): void;
  setUrlAccessPolicy(allows: (url: string) => boolean): void;
  setLocalAccessPolicy(allows: (path: string) => boolean): void;
  createPdf(letter: object): { getBuffer(): Promise<Uint8Array> };
};

const pdfmake: Pdfmake = require('pdfmake');

const fontFile = (face: string): string =>
  require.resolve(`@expo-google-fonts/source-serif-4/${face}/SourceSerif4_${face}.ttf`);

const NORMAL = fontFile('400Regular');
const BOLD = fontFile('700Bold');
const [normalBytes, boldBytes] = [NORMAL, BOLD].map((file) => readFileSync(file));

/** Simplified: no frame, no code, no columns; every block of text is a paragraph. */
const paragraphs = (html: string): readonly string[] =>
  html
    .slice(html.indexOf('<body'))
    .split(/<\/?(?:p|h\d|li|td|th|div|main|section|header|footer)\b[^>]*>/)
    .map((block) => block.replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, ' '))
    .filter((block) => block.trim() !== '');

function byPdfkit(html: string): Promise<Uint8Array> {
  const [title = '', ...text] = paragraphs(html);
  const document = new PDFDocument({ size: 'A4', margin: MARGIN });
  document.registerFont('normal', normalBytes).registerFont('bold', boldBytes);
  document.font('bold').fontSize(TITLE_SIZE).text(title, { align: 'center' });
  document.font('normal').fontSize(SIZE);
  for (const each of text) document.moveDown().text(each, { align: 'justify' });
  document.end();
  return buffer(document);
}

pdfmake.setFonts({ Serif: { normal: NORMAL, bold: BOLD } });
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy(() => true);

function byPdfmake(html: string): Promise<Uint8Array> {
  const [title = '', ...text] = paragraphs(html);
  const letter = pdfmake.createPdf({
    pageSize: 'A4',
    pageMargins: MARGIN,
    defaultStyle: { font: 'Serif', fontSize: SIZE },
    content: [
      { text: title, bold: true, fontSize: TITLE_SIZE, alignment: 'center' },
      ...text.map((each) => ({ text: each, alignment: 'justify', margin: SIZE })),
    ],
  });
  return letter.getBuffer();
}

Font.register({
  family: 'Serif',
  fonts: [{ src: NORMAL }, { src: BOLD, fontWeight: 'bold' }],
});

function byReactPdf(html: string): Promise<Uint8Array> {
  const [title = '', ...text] = paragraphs(html);
  const style = { padding: MARGIN, fontFamily: 'Serif', fontSize: SIZE };
  const heading = { fontWeight: 'bold', fontSize: TITLE_SIZE, textAlign: 'center' } as const;
  const body = text.map((each, key) =>
    createElement(Text, { key, style: { marginTop: SIZE, textAlign: 'justify' } }, each),
  );
  const page = createElement(
    Page,
    { size: 'A4', style },
    createElement(Text, { style: heading }, title),
    ...body,
  );
  return renderToBuffer(createElement(Document, null, page));
}

const LETTERS = {
  [NAMES.pdfkit]: byPdfkit,
  [NAMES.pdfmake]: byPdfmake,
  [NAMES.reactPdf]: byReactPdf,
} as const;

/** One of the libraries alone. */
export const letter = (name: keyof typeof LETTERS): Ways => ({
  prints: { [name]: LETTERS[name] },
  page: (html) => html,
  close: async () => undefined,
});
