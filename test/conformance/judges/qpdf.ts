/** qpdf: the syntax of the file and of every stream in it. */
import { allPdfs, eachFile, type FileCheck, type Judge } from '../judge.ts';
import { missing, run } from '../program.ts';

const SOUND = 'No syntax or stream encoding errors found';

const check: FileCheck = async (file) => {
  const told = await run('qpdf', '--check', file);
  return told.includes(SOUND) ? [] : [told];
};

export const qpdf: Judge = {
  name: 'qpdf --check',
  obstacle: () => missing('qpdf'),
  questions: eachFile(allPdfs, check),
};
