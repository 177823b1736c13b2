/**
 * `npm run conformance` asks outside judges about every file that the demo makes, about the gallery
 * and about seals; `-- pdf` asks those that know PDF about the gallery alone, and `-- seal` those
 * that know signatures about seals of every level and about copies that were changed.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeExhibits } from './exhibits.ts';
import { makeGallery } from './gallery.ts';
import type { Exhibition, Judge, Question } from './judge.ts';
import { bareMachine } from './judges/bare-machine.ts';
import { cutBack } from './judges/cut-back.ts';
import { dss } from './judges/dss.ts';
import { ghostscript } from './judges/ghostscript.ts';
import { hashChain } from './judges/hash-chain.ts';
import { openssl } from './judges/openssl.ts';
import { opensslTs } from './judges/openssl-ts.ts';
import { ownCheck } from './judges/own-check.ts';
import { pdffonts } from './judges/pdffonts.ts';
import { pdfinfo } from './judges/pdfinfo.ts';
import { pdfsig } from './judges/pdfsig.ts';
import { pdftotext } from './judges/pdftotext.ts';
import { pyhanko } from './judges/pyhanko.ts';
import { qpdf } from './judges/qpdf.ts';
import { sameBytes } from './judges/same-bytes.ts';
import { verapdf } from './judges/verapdf.ts';
import { zbarimg } from './judges/zbarimg.ts';
import { makeSealed } from './sealed.ts';
import { makeSpoilt } from './spoilt.ts';

const PDF_JUDGES: readonly Judge[] = [qpdf, pdfinfo, pdffonts, pdftotext, ghostscript, verapdf];

const SEAL_JUDGES: readonly Judge[] = [ownCheck, pdfsig, openssl, opensslTs, pyhanko, dss];

/** Who is asked when an argument says what is to be judged. */
const JUDGES = {
  pdf: PDF_JUDGES,
  seal: [...SEAL_JUDGES, qpdf, verapdf],
  all: [...SEAL_JUDGES, cutBack, hashChain, ...PDF_JUDGES, zbarimg, sameBytes, bareMachine],
} as const satisfies Readonly<Record<string, readonly Judge[]>>;

type Subject = keyof typeof JUDGES;

type Score = { readonly asked: number; readonly failed: number; readonly verdict: string };

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

async function answer({ about, objections }: Question, judge: string): Promise<boolean> {
  const found = await objections().catch((error: unknown) => [messageOf(error)]);
  for (const objection of found) console.log(`no: ${judge}: ${about}: ${objection}`);
  return found.length === 0;
}

async function ask(judge: Judge, exhibition: Exhibition): Promise<Score> {
  const { name } = judge;
  const obstacle = await judge.obstacle();
  if (obstacle !== undefined) {
    console.log(`not asked: ${name}: ${obstacle}`);
    return { asked: 0, failed: 0, verdict: 'not asked' };
  }
  const questions = judge.questions(exhibition);
  tell(`  asking   ${name}: ${questions.length}`);
  let failed = 0;
  for (const question of questions) if (!(await answer(question, name))) failed += 1;
  return { asked: questions.length, failed, verdict: failed === 0 ? 'yes' : `no (${failed})` };
}

async function conformance(folder: string, subject: Subject): Promise<void> {
  const exhibition = {
    demo: subject === 'all' ? await makeExhibits(folder) : [],
    gallery: subject === 'seal' ? [] : await makeGallery(folder),
    sealed: subject === 'pdf' ? [] : await makeSealed(folder),
    spoilt: await makeSpoilt(folder),
  };
  const scores: Record<string, Score> = {};
  for (const judge of JUDGES[subject]) scores[judge.name] = await ask(judge, exhibition);
  const total = (count: (score: Score) => number): number =>
    Object.values(scores).reduce((sum, score) => sum + count(score), 0);
  const failed = total((score) => score.failed);
  console.table(
    Object.entries(scores).map(([judge, { asked, verdict }]) => ({
      judge,
      questions: asked,
      verdict,
    })),
  );
  console.log(`${total((score) => score.asked) - failed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

const isSubject = (word: string): word is Subject => Object.hasOwn(JUDGES, word);

const [subject = 'all', ...rest] = process.argv.slice(2);
if (rest.length > 0 || !isSubject(subject)) {
  console.error('usage: npm run conformance [-- pdf|seal]');
  process.exit(1);
}
const folder = await mkdtemp(join(tmpdir(), 'piagam-conformance-'));
try {
  await conformance(folder, subject);
} catch (error) {
  console.log(`no: ${messageOf(error)}`);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true });
}
