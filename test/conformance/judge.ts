/** What an outside judge is: a program that is not ours and says yes or no to what the demo made. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import type { Exhibit } from './exhibits.ts';

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
  questions(exhibits: readonly Exhibit[]): readonly Question[];
};

/** @returns what is wrong with `file`, which belongs to `exhibit`. */
export type FileCheck = (file: string, exhibit: Exhibit) => Promise<readonly string[]>;

type FilesOf = (exhibit: Exhibit) => readonly string[];

/** The PDFs of a document that people read. */
export const allPdfs: FilesOf = ({ unsigned, sealed, sheet }) => [unsigned, sealed, sheet];

const nameOf = (file: string): string => file.split('/').slice(-2).join('/');

/** Asks about every file that `filesOf` names. */
export const eachFile =
  (filesOf: FilesOf, check: FileCheck): Judge['questions'] =>
  (exhibits) =>
    exhibits.flatMap((exhibit) =>
      filesOf(exhibit).map((file) => ({
        about: nameOf(file),
        objections: () => check(file, exhibit),
      })),
    );

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
    return (await check(copy, exhibit)).length > 0;
  } catch {
    return true;
  } finally {
    await rm(copy);
  }
}

/**
 * Asks about every file, and once more with a digit of it changed: a judge of integrity that says
 * yes to both has judged nothing.
 */
export const eachFileAndForgery =
  (filesOf: FilesOf, check: FileCheck): Judge['questions'] =>
  (exhibits) => [
    ...eachFile(filesOf, check)(exhibits),
    ...exhibits.flatMap((exhibit) =>
      filesOf(exhibit).map((file) => ({
        about: `${nameOf(file)} with one digit changed`,
        objections: async () =>
          (await refuses(file, exhibit, check)) ? [] : ['the change was not noticed'],
      })),
    ),
  ];
