/** EU DSS, the European Commission's validator: every seal is at the level it claims. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isBelow, type SealLevel } from '../../../functions/domain/seal-level.ts';
import { CACHE, sha256OfFolder } from '../cache.ts';
import type { Judge } from '../judge.ts';
import { missing, run, succeeds } from '../program.ts';
import type { SealedPdf } from '../sealed.ts';
import { allSealed, atOnce, EVERYWHERE, eachSeal, type Task } from '../seals.ts';

const VERSION = '6.4';
const JARS = join(CACHE, `dss-${VERSION}`);
const SHA256 = 'ee9a1a63c4fc4b58f6e9390d8a1863eea8574f1a6b62384f7baa89fcfeb4a170';

const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
/** It runs too shortly for the machine code and the threads that a server would be given. */
const SHORT = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];
const RUNNER = [...SHORT, '-cp', join(JARS, '*'), beside('DssJudge.java')];

/** Maven takes them from Maven Central, or from where the machine's own settings say. */
async function fetchJars(): Promise<string | undefined> {
  const lacking = await missing('mvn');
  if (lacking !== undefined) return `${lacking}, to fetch DSS ${VERSION} into ${JARS}`;
  await rm(JARS, { recursive: true, force: true });
  await mkdir(JARS, { recursive: true });
  const copy = ['-f', beside('dss.pom.xml'), `-DoutputDirectory=${JARS}`];
  const fetched = await succeeds('mvn', '-q', '-B', 'dependency:copy-dependencies', ...copy);
  return fetched ? undefined : `mvn could not fetch DSS ${VERSION}`;
}

async function obstacle(): Promise<string | undefined> {
  const lacking = await missing('java', 'javac');
  if (lacking !== undefined) return lacking;
  if ((await sha256OfFolder(JARS)) !== SHA256) {
    const hindrance = await fetchJars();
    if (hindrance !== undefined) return hindrance;
    if ((await sha256OfFolder(JARS)) !== SHA256) return `DSS ${VERSION} is not as it should be`;
  }
  return (await succeeds('java', ...RUNNER)) ? undefined : 'java is too old for it';
}

/** Why it is not decided when only the answers about revocation are missing (EN 319 102-1). */
const REVOCATION_OPEN: ReadonlySet<string> = new Set([
  'TRY_LATER',
  'CERTIFICATE_CHAIN_GENERAL_FAILURE',
]);

/** What it says of one signature or timestamp. */
type Word = {
  readonly kind: string;
  readonly what: string;
  readonly indication: string;
  readonly why: string;
};

/** The file brings along all that is needed: nobody shall be asked. */
const isComplete = (level: SealLevel): boolean => !isBelow(level, 'B-LT');

function faultsOf(words: readonly Word[], { level, others, stamps, revoked }: SealedPdf) {
  const signatures = words.filter(({ kind }) => kind === 'signature');
  const seal = signatures.at(-1);
  const found = words.length - signatures.length;
  // Without anybody to ask, all else can be good and the revocation stays open.
  const canPass = isComplete(level) || revoked !== undefined;
  const isGood = ({ indication, why }: Word): boolean =>
    /^(TOTAL_)?PASSED$/.test(indication) || (!canPass && REVOCATION_OPEN.has(why));
  const claimed = `PAdES-BASELINE-${level.slice('B-'.length)}`;
  return [
    ...(signatures.length === others + 1 ? [] : [`it counts ${signatures.length} signatures`]),
    ...(found === stamps ? [] : [`it counts ${found} timestamps and not ${stamps}`]),
    ...(seal?.what === claimed ? [] : [`it says ${seal?.what} and not ${claimed}`]),
    ...words
      .filter((word) => !isGood(word))
      .map(({ kind, what, indication, why }) => `${kind} ${what}: ${indication} ${why}`),
  ];
}

/** All files at once, for it takes longer to start than to judge a file. */
async function judge(tasks: readonly Task[]) {
  const args = tasks.flatMap(({ file, pdf: { authority, level, revoked = '-' } }) => [
    file,
    authority,
    isComplete(level) ? '-' : revoked,
  ]);
  const told = (await run('java', ...RUNNER, ...args)).split('\n');
  const lines = told.map((line) => line.split('\t'));
  const wordsOn = (wanted: string): readonly Word[] =>
    lines.flatMap(([file, kind = '', what = '', indication = '', why = '']) =>
      file === wanted ? [{ kind, what, indication, why }] : [],
    );
  return new Map(tasks.map(({ file, pdf }) => [file, faultsOf(wordsOn(file), pdf)]));
}

export const dss: Judge = {
  name: 'EU DSS',
  obstacle,
  questions: (exhibition) => {
    const pdfs = allSealed(exhibition);
    return eachSeal(pdfs, atOnce(pdfs, judge), EVERYWHERE);
  },
};
