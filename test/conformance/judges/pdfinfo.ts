/** Poppler's pdfinfo: tagged, on A4, with the title of the table, and nothing that runs. */
import { allPdfs, eachFile, type FileCheck, type Judge } from '../judge.ts';
import { missing, run } from '../program.ts';

const check: FileCheck = async (file, { title }) => {
  const told = await run('pdfinfo', '-enc', 'UTF-8', file);
  const value = (field: string): string =>
    new RegExp(`^${field}:\\s*(.*)$`, 'm').exec(told)?.[1] ?? '';
  const expectations = [
    ['Title', value('Title').endsWith(title)],
    ['Tagged', value('Tagged') === 'yes'],
    ['Page size', value('Page size').endsWith('(A4)')],
    ['JavaScript', value('JavaScript') === 'no'],
    ['Encrypted', value('Encrypted') === 'no'],
  ] as const;
  return expectations.flatMap(([field, met]) => (met ? [] : [`${field} is "${value(field)}"`]));
};

export const pdfinfo: Judge = {
  name: 'pdfinfo',
  obstacle: () => missing('pdfinfo'),
  questions: eachFile(allPdfs, check),
};
