/** Poppler's pdffonts: every font is embedded, none is Type 3, and all can be read back as text. */
import { eachPdf, type Judge, type PdfCheck } from '../judge.ts';
import { missing, run } from '../program.ts';

const HEADER_LINES = 2;

/** Name and type, encoding, embedded, subset, to Unicode, object: long names push the columns. */
const FONT = /^(.+?) +\S+ +(yes|no) +(?:yes|no) +(yes|no) +\d+ +\d+$/;

function fault(line: string): string | undefined {
  const [, font = '', embedded, unicode] = FONT.exec(line.trimEnd()) ?? [];
  if (embedded === undefined) return `its line "${line}" is unreadable`;
  if (embedded === 'no') return `${font} is not embedded`;
  if (unicode === 'no') return `${font} has no way back to text`;
  return font.trimEnd().endsWith('Type 3') ? `${font} is Type 3` : undefined;
}

const check: PdfCheck = async ({ file }) => {
  const fonts = (await run('pdffonts', file)).trimEnd().split('\n').slice(HEADER_LINES);
  if (fonts.length === 0) return ['it finds no font'];
  return fonts.map(fault).filter((found) => found !== undefined);
};

export const pdffonts: Judge = {
  name: 'pdffonts',
  obstacle: () => missing('pdffonts'),
  questions: eachPdf(check, 'foreign'),
};
