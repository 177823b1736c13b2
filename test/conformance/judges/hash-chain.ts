/** Python: the hash chain of the evidence, recomputed in another language from the format alone. */
import { fileURLToPath } from 'node:url';
import { eachFileAndForgery, type FileCheck, type Judge } from '../judge.ts';
import { run, succeeds } from '../program.ts';

const SCRIPT = fileURLToPath(new URL('chain.py', import.meta.url));

const check: FileCheck = async (file, { unsigned, signatories }) => {
  const told = await run('python3', SCRIPT, file, unsigned, String(signatories));
  return told.split('\n').filter((line) => line !== '');
};

async function obstacle(): Promise<string | undefined> {
  const runs = await succeeds('python3', '-c', 'import hashlib, json');
  return runs ? undefined : 'python3 is not installed';
}

export const hashChain: Judge = {
  name: 'python3 (hash chain)',
  obstacle,
  questions: eachFileAndForgery(({ evidence }) => evidence, check),
};
