/** Poppler's pdftotext: what a document has to say can be found and copied as text. */
import type { Exhibit } from '../exhibits.ts';
import { allPdfs, eachFile, type FileCheck, type Judge } from '../judge.ts';
import { missing, run } from '../program.ts';

/** The evidence tells of the signing, so it has the hashes in place of the event's date. */
const expectedIn = (file: string, exhibit: Exhibit): readonly string[] => [
  exhibit.title,
  exhibit.id,
  ...exhibit.names,
  ...(file === exhibit.sheet ? [exhibit.sha256, exhibit.chainHash] : [exhibit.dateInWords]),
];

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

/** It joins words that are hyphenated at the end of a line in one of its orders only. */
const words = (text: string): ReadonlySet<string> =>
  new Set(text.replace(/-\s*\n/g, '').split(/\s+/));

const textOf = (file: string, ...options: readonly string[]): Promise<string> =>
  run('pdftotext', ...options, '-enc', 'UTF-8', file, '-');

const check: FileCheck = async (file, exhibit) => {
  const { names, signatories } = exhibit;
  // In the order of the content: names beside one another may both fill two lines.
  const written = await textOf(file, '-raw');
  const line = oneLine(written);
  // In reading order gaps count, so that letters set too far apart become words of their own.
  const readable = words(await textOf(file));
  const brokenWords = [...words(written)].filter((word) => !readable.has(word));
  return [
    ...(names.length === signatories
      ? []
      : [`the table counts ${signatories} signatories, the evidence ${names.length}`]),
    ...expectedIn(file, exhibit)
      .filter((expected) => !line.includes(expected))
      .map((expected) => `"${expected}" is not in the text`),
    ...brokenWords.map((word) => `"${word}" falls apart in reading order`),
  ];
};

export const pdftotext: Judge = {
  name: 'pdftotext',
  obstacle: () => missing('pdftotext'),
  questions: eachFile(allPdfs, check),
};
