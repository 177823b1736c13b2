/** Poppler's pdftotext: what a document has to say can be found and copied as text. */
import { eachPdf, type Judge, type PdfCheck } from '../judge.ts';
import { missing, run } from '../program.ts';

/** A hyphen at the end of a line belongs to the name, as in "O’Neill-Tahitu": none is put there. */
const oneLine = (text: string): string => text.replace(/-\n/g, '-').replace(/\s+/g, ' ');

/** In reading order it drops hyphens at the end of lines, so that only what stood there remains. */
const words = (text: string): readonly string[] => text.replace(/-\s*\n/g, '\n').split(/\s+/);

const textOf = (file: string, ...options: readonly string[]): Promise<string> =>
  run('pdftotext', ...options, '-enc', 'UTF-8', file, '-');

const check: PdfCheck = async ({ file, words: expected }) => {
  // In the order of the content: names beside one another may both fill two lines.
  const written = await textOf(file, '-raw');
  const line = oneLine(written);
  // In reading order gaps count, so that letters set too far apart become words of their own.
  const readable = await textOf(file);
  const brokenWords = words(written).filter((word) => !readable.includes(word));
  return [
    ...expected
      .filter((each) => !line.includes(each))
      .map((each) => `"${each}" is not in the text`),
    ...brokenWords.map((word) => `"${word}" falls apart in reading order`),
  ];
};

export const pdftotext: Judge = {
  name: 'pdftotext',
  obstacle: () => missing('pdftotext'),
  questions: eachPdf(check, 'foreign'),
};
