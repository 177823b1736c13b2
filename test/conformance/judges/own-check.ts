/** Our own check, which decides what is recorded: it finds the level, and every change. */
import { readFile } from 'node:fs/promises';
import type { Judge } from '../judge.ts';
import type { SealedExhibit } from '../sealed.ts';
import { EVERYWHERE, eachSeal, type Task } from '../seals.ts';

async function check({ file, pdf }: Task<SealedExhibit>): Promise<readonly string[]> {
  const found = await pdf.check(await readFile(file));
  if (!found.ok) return [found.fault];
  return found.level === pdf.level ? [] : [`it finds ${found.level} and not ${pdf.level}`];
}

export const ownCheck: Judge = {
  name: 'Piagam (own check)',
  obstacle: async () => undefined,
  questions: ({ sealed }) => eachSeal(sealed, check, EVERYWHERE),
};
