/** What an outside judge is: a program that is not ours and says yes or no to what we made. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import type { Exhibit, Pdf } from './exhibits.ts';
import type { SealedExhibit } from './sealed.ts';
import type { Fault, Spoilt } from './spoilt.ts';

/** Everything that is shown to the judges. */
export type Exhibition = {
  /** What the demo left; nothing when only PDFs are judged. */
  readonly demo: readonly Exhibit[];
  readonly gallery: readonly Pdf[];
  /** Made to be judged for their seals. */
  readonly sealed: readonly SealedExhibit[];
  readonly spoilt: Spoilt;
};

export type Question = {
  /** What the judge is shown, in words a person can read. */
  readonly about: string;
  /** @returns why not, or nothing at all when the answer is yes. @throws when it breaks off. */
  objections(): Promise<readonly string[]>;
};

export type Judge = {
  readonly name: string;
  /** Why this machine cannot ask it; undefined when it can. */
  obstacle(): Promise<string | undefined>;
  questions(exhibition: Exhibition): readonly Question[];
};

/** @returns what is wrong with a PDF. */
export type PdfCheck = (pdf: Pdf) => Promise<readonly string[]>;

/** @returns what is wrong with `file`, which belongs to `exhibit`. */
export type FileCheck = (file: string, exhibit: Exhibit) => Promise<readonly string[]>;

export const nameOf = (file: string): string => file.split('/').slice(-2).join('/');

export const allPdfs = ({ demo, gallery, sealed }: Exhibition): readonly Pdf[] => [
  ...demo.flatMap(({ pdfs }) => pdfs),
  ...gallery,
  ...sealed,
];

/** Whether a check has something to say, or breaks off. */
export async function objects(check: () => Promise<readonly string[]>): Promise<boolean> {
  try {
    return (await check()).length > 0;
  } catch {
    return true;
  }
}

/** Asks about every PDF, and about a bad one that has to be noticed. */
export const eachPdf =
  (check: PdfCheck, fault: Fault): Judge['questions'] =>
  (exhibition) => {
    const pdfs = allPdfs(exhibition);
    const [sound] = pdfs;
    const questions = pdfs.map((pdf) => ({
      about: nameOf(pdf.file),
      objections: () => check(pdf),
    }));
    if (sound === undefined) return questions;
    const bad = { ...sound, file: exhibition.spoilt[fault] };
    const noticed = async () =>
      (await objects(() => check(bad))) ? [] : ['nothing was found to be wrong with it'];
    return [...questions, { about: `a bad file (${fault})`, objections: noticed }];
  };

/** A copy in the middle of which one digit is another: its structure stays readable. */
async function damagedCopy(file: string): Promise<string> {
  const bytes = await readFile(file);
  const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
  const place = bytes.findIndex((byte, at) => at > bytes.length / 2 && isDigit(byte));
  bytes[place] = bytes[place] === 0x31 ? 0x32 : 0x31;
  const copy = `${file}.damaged`;
  await writeFile(copy, bytes);
  return copy;
}

async function refuses(file: string, exhibit: Exhibit, check: FileCheck): Promise<boolean> {
  const copy = await damagedCopy(file);
  try {
    return await objects(() => check(copy, exhibit));
  } finally {
    await rm(copy);
  }
}

/**
 * Asks about every file, and once more with a digit of it changed: a judge of integrity that says
 * yes to both has judged nothing.
 */
export const eachFileAndForgery =
  (fileOf: (exhibit: Exhibit) => string, check: FileCheck): Judge['questions'] =>
  ({ demo }) =>
    demo.flatMap((exhibit) => {
      const file = fileOf(exhibit);
      return [
        { about: nameOf(file), objections: () => check(file, exhibit) },
        {
          about: `${nameOf(file)} with one digit changed`,
          objections: async () =>
            (await refuses(file, exhibit, check)) ? [] : ['the change was not noticed'],
        },
      ];
    });
