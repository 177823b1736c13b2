/** pyHanko: the seals as another maker of PAdES signatures sees them, up to their authority. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CACHE } from '../cache.ts';
import type { Judge } from '../judge.ts';
import { missing, run, succeeds } from '../program.ts';
import { allSealed, atOnce, EVERYWHERE, eachSeal, type Task } from '../seals.ts';

const VERSION = '0.38.0';
const PACKAGES = [`pyhanko==${VERSION}`, 'pyhanko-certvalidator==0.33.0'];
const FOLDER = join(CACHE, `pyhanko-${VERSION}`);
const PYTHON = join(FOLDER, 'bin/python');
const SCRIPT = fileURLToPath(new URL('pades.py', import.meta.url));

/** The script itself, about nothing. */
const runs = (): Promise<boolean> => succeeds(PYTHON, SCRIPT);

/** pip takes it from the Python Package Index, or from where the machine's own settings say. */
async function install(): Promise<string | undefined> {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(CACHE, { recursive: true });
  if (!(await succeeds('python3', '-m', 'venv', FOLDER))) return 'python3 can make no venv';
  const installed = await succeeds(PYTHON, '-m', 'pip', 'install', '--quiet', ...PACKAGES);
  return installed ? undefined : `pip could not fetch pyHanko ${VERSION}`;
}

async function obstacle(): Promise<string | undefined> {
  const lacking = await missing('python3');
  if (lacking !== undefined) return lacking;
  if (await runs()) return undefined;
  const hindrance = await install();
  if (hindrance !== undefined) return hindrance;
  return (await runs()) ? undefined : `pyHanko ${VERSION} does not run with this python3`;
}

const ASKED = 'asked';

/** All files at once, for it takes longer to start than to judge a file. */
async function judge(tasks: readonly Task[]) {
  const args = tasks.flatMap(({ file, pdf }) => [
    file,
    pdf.authority,
    pdf.level,
    String(pdf.others + 1),
    String(pdf.stamps),
  ]);
  const told = (await run(PYTHON, SCRIPT, ...args)).split('\n');
  const lines = told.map((line) => line.split('\t'));
  const wordsOn = (file: string): readonly string[] =>
    lines.flatMap(([about, word = '']) => (about === file ? [word] : []));
  return new Map(
    tasks.map(({ file }) => {
      const words = wordsOn(file);
      const wrong = words.filter((word) => word !== ASKED);
      return [file, words.includes(ASKED) ? wrong : ['it gave no answer']];
    }),
  );
}

export const pyhanko: Judge = {
  name: 'pyHanko',
  obstacle,
  questions: (exhibition) => {
    const pdfs = allSealed(exhibition);
    return eachSeal(pdfs, atOnce(pdfs, judge), EVERYWHERE);
  },
};
