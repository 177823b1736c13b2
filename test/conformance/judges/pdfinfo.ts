/** Poppler's pdfinfo: tagged, on its paper, with its title, and nothing that runs. */
import { eachPdf, type Judge, type PdfCheck } from '../judge.ts';
import { missing, run } from '../program.ts';

/** As it names them, or in points; upright or on its side. */
const PAPER = {
  A4: /\(A4\)$/,
  F4: /^(609\.\d+ x 935\.\d+|935\.\d+ x 609\.\d+) pts$/,
} as const;

const check: PdfCheck = async ({ file, title, paper }) => {
  const told = await run('pdfinfo', '-enc', 'UTF-8', file);
  const value = (field: string): string =>
    new RegExp(`^${field}:\\s*(.*)$`, 'm').exec(told)?.[1] ?? '';
  const expectations = [
    ['Title', value('Title').endsWith(title)],
    ['Tagged', value('Tagged') === 'yes'],
    ['Page size', PAPER[paper].test(value('Page size'))],
    ['JavaScript', value('JavaScript') === 'no'],
    ['Encrypted', value('Encrypted') === 'no'],
  ] as const;
  return expectations.flatMap(([field, met]) => (met ? [] : [`${field} is "${value(field)}"`]));
};

export const pdfinfo: Judge = {
  name: 'pdfinfo',
  obstacle: () => missing('pdfinfo'),
  questions: eachPdf(check, 'foreign'),
};
