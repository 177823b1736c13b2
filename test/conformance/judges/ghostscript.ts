/** Ghostscript: an interpreter with other eyes draws every page without a word of complaint. */
import { allPdfs, eachFile, type FileCheck, type Judge } from '../judge.ts';
import { missing, run } from '../program.ts';

const NOWHERE = ['-sDEVICE=nullpage', '-dNOPAUSE', '-dBATCH', '-dSAFER', '-dQUIET'];

const check: FileCheck = async (file) => {
  // It complains on either stream.
  const told = (await run('sh', '-c', 'gs "$@" 2>&1', 'sh', ...NOWHERE, file)).trim();
  return told === '' ? [] : [told];
};

export const ghostscript: Judge = {
  name: 'Ghostscript',
  obstacle: () => missing('gs'),
  questions: eachFile(allPdfs, check),
};
