/** Ghostscript: an interpreter with other eyes draws every page without a word of complaint. */
import { eachPdf, type Judge, type PdfCheck } from '../judge.ts';
import { missing, run } from '../program.ts';

/** Not quiet, which would hide what it repairs on its way. */
const NOWHERE = ['-sDEVICE=nullpage', '-dNOPAUSE', '-dBATCH', '-dSAFER'];

const check: PdfCheck = async ({ file }) => {
  // Its complaints alone.
  const told = (await run('sh', '-c', 'gs "$@" 2>&1 >/dev/null', 'sh', ...NOWHERE, file)).trim();
  return told === '' ? [] : [told];
};

export const ghostscript: Judge = {
  name: 'Ghostscript',
  obstacle: () => missing('gs'),
  questions: eachPdf(check, 'damaged'),
};
