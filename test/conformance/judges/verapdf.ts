/** veraPDF, the reference validator of the PDF Association: PDF/A-3a and PDF/UA-1, no rule broken. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CACHE, sha256Of } from '../cache.ts';
import { allPdfs, eachPdf, type Judge, type PdfCheck } from '../judge.ts';
import { missing, run, succeeds } from '../program.ts';

const VERSION = '1.30.2';
const ARTIFACT = `org.verapdf.apps:cli:${VERSION}`;
const SHA256 = '287cc9c9757f99dcff4a2d39b68268245b48103fb6af443162d5a29df2afa332';

const FLAVOURS = ['3a', 'ua1'] as const;

const JAR = join(CACHE, `cli-${VERSION}.jar`);

/** Maven takes it from Maven Central, or from where the machine's own settings say. */
async function fetchJar(): Promise<string | undefined> {
  const lacking = await missing('mvn');
  if (lacking !== undefined) return `${lacking}, to fetch ${ARTIFACT} into ${CACHE}`;
  await mkdir(CACHE, { recursive: true });
  const copy = [`-Dartifact=${ARTIFACT}`, `-DoutputDirectory=${CACHE}`];
  const fetched = await succeeds('mvn', '-q', '-B', 'dependency:copy', ...copy);
  return fetched ? undefined : `mvn could not fetch ${ARTIFACT}`;
}

async function obstacle(): Promise<string | undefined> {
  const lacking = await missing('java');
  if (lacking !== undefined) return lacking;
  if ((await sha256Of(JAR)) !== SHA256) {
    const hindrance = await fetchJar();
    if (hindrance !== undefined) return hindrance;
    if ((await sha256Of(JAR)) !== SHA256) return `${ARTIFACT} is not the file that it should be`;
  }
  return (await succeeds('java', '-jar', JAR, '--version')) ? undefined : 'java is too old for it';
}

type Verdicts = ReadonlyMap<string, readonly string[]>;

/**
 * Asks about all files at once, for it takes longer to start than to judge a file; the flavours it
 * takes from what the files claim.
 */
async function judge(files: readonly string[]): Promise<Verdicts> {
  // It ends with code 1 when a file does not conform.
  const script = 'java -jar "$@" || [ $? -eq 1 ]';
  const told = await run('sh', '-c', script, 'sh', JAR, '--format', 'text', '-v', ...files);
  const lines = told.split('\n').map((line) => line.trim());
  const objectionsTo = (file: string): readonly string[] =>
    FLAVOURS.filter((flavour) => !lines.includes(`PASS ${file} ${flavour}`)).map((flavour) => {
      const start = lines.indexOf(`FAIL ${file} ${flavour}`);
      if (start < 0) return `it was not judged as ${flavour}, which it may not claim to be`;
      const rules = lines.slice(start + 1);
      const end = rules.findIndex((line) => !/^FAIL [\d.]+-\d+$/.test(line));
      return `it is not ${flavour}: ${rules.slice(0, end).join(', ')}`;
    });
  return new Map(files.map((file) => [file, objectionsTo(file)]));
}

export const verapdf: Judge = {
  name: 'veraPDF',
  obstacle,
  questions: (exhibition) => {
    const files = [...allPdfs(exhibition).map(({ file }) => file), exhibition.spoilt.unarchived];
    let verdicts: Promise<Verdicts> | undefined;
    const check: PdfCheck = async ({ file }) => {
      verdicts ??= judge(files);
      return (await verdicts).get(file) ?? ['it was not asked'];
    };
    return eachPdf(check, 'unarchived')(exhibition);
  },
};
