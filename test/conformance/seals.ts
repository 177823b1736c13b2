/** How judges are asked about sealed files: each one as it is, and with one byte changed. */
import type { Region } from './flips.ts';
import { type Exhibition, nameOf, objects, type Question } from './judge.ts';
import type { SealedPdf } from './sealed.ts';

/** A file that claims to be `pdf`. */
export type Task<T = SealedPdf> = { readonly file: string; readonly pdf: T };

/** @returns what is wrong with it. */
export type SealJudgement<T = SealedPdf> = (task: Task<T>) => Promise<readonly string[]>;

/** All that is signed by the seal, and by those who signed before. */
export const SIGNED: ReadonlySet<Region> = new Set([
  'confirmed file',
  'earlier signature',
  'mark',
  'attachment',
  'signature dictionary',
  'seal',
]);

export const EVERYWHERE: ReadonlySet<Region> = new Set([
  ...SIGNED,
  'timestamp of the seal',
  'validation data',
  'dictionary of the document timestamp',
  'document timestamp',
]);

export const allSealed = ({ demo, sealed }: Exhibition): readonly SealedPdf[] => [
  ...demo.map(({ seal }) => seal),
  ...sealed,
];

/** Every file, and every copy of it with a byte changed in a region that the judge sees. */
export const eachSeal = <T extends SealedPdf>(
  pdfs: readonly T[],
  judgement: SealJudgement<T>,
  sees: ReadonlySet<Region>,
): readonly Question[] =>
  pdfs.flatMap((pdf) => [
    { about: nameOf(pdf.file), objections: () => judgement({ file: pdf.file, pdf }) },
    ...pdf.flips
      .filter(({ region }) => sees.has(region))
      .map(({ file, region }) => ({
        about: `${nameOf(pdf.file)} with a byte changed in its ${region}`,
        objections: async () =>
          (await objects(() => judgement({ file, pdf }))) ? [] : ['the change was not noticed'],
      })),
  ]);

/** For judges that are slow to start: asked once about all files, at the first question. */
export function atOnce(
  pdfs: readonly SealedPdf[],
  judge: (tasks: readonly Task[]) => Promise<ReadonlyMap<string, readonly string[]>>,
): SealJudgement {
  const tasks = pdfs.flatMap((pdf) => [pdf, ...pdf.flips].map(({ file }): Task => ({ file, pdf })));
  let verdicts: Promise<ReadonlyMap<string, readonly string[]>> | undefined;
  return async ({ file }) => {
    verdicts ??= judge(tasks);
    return (await verdicts).get(file) ?? ['it was not asked'];
  };
}
