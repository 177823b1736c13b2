/** pyHanko: the seal as another maker of PAdES signatures sees it, up to the demo's authority. */
import { fileURLToPath } from 'node:url';
import { eachFileAndForgery, type FileCheck, type Judge } from '../judge.ts';
import { run, succeeds } from '../program.ts';

const SCRIPT = fileURLToPath(new URL('pades.py', import.meta.url));

const check: FileCheck = async (file, { authority }) => {
  const told = await run('python3', SCRIPT, file, authority);
  return told.split('\n').filter((line) => line !== '');
};

async function obstacle(): Promise<string | undefined> {
  const imports = 'import pyhanko.keys, pyhanko.sign.validation';
  return (await succeeds('python3', '-c', imports)) ? undefined : 'pyhanko is not installed';
}

export const pyhanko: Judge = {
  name: 'pyHanko',
  obstacle,
  questions: eachFileAndForgery(({ sealed }) => sealed, check),
};
