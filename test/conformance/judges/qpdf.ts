/** qpdf: the syntax of the file and of every stream in it. */
import { eachPdf, type Judge, type PdfCheck } from '../judge.ts';
import { missing, run } from '../program.ts';

const SOUND = 'No syntax or stream encoding errors found';

const check: PdfCheck = async ({ file }) => {
  const told = await run('qpdf', '--check', file);
  return told.includes(SOUND) ? [] : [told];
};

export const qpdf: Judge = {
  name: 'qpdf --check',
  obstacle: () => missing('qpdf'),
  questions: eachPdf(check, 'damaged'),
};
