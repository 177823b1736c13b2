/** Runs the sides of a race in processes of their own. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Contestant } from './race.ts';

const SCRIPT = join(import.meta.dirname, 'side.ts');

/** The first contestant of the first side is what all others are compared with. */
export const SIDES = [
  'ours',
  'tutorials',
  'floor',
  'pdfkit',
  'pdfmake',
  'reactPdf',
  'programs',
] as const;

export type Side = (typeof SIDES)[number];

/** What a side is told: whose turn it is. */
export type Turn = { readonly contestant: number; readonly round: number };

/** What a side tells: first of itself, then of every turn. */
export type Answer =
  | { readonly names: readonly string[]; readonly sheets: readonly number[] }
  | { readonly ms: number };

/** Those who take part with one process; `close` ends it. */
export type Remote = {
  readonly contestants: readonly Contestant[];
  readonly sheets: readonly number[];
  close(): Promise<void>;
};

/** @throws when the process ends by itself. */
export async function startSide(side: Side): Promise<Remote> {
  const child = fork(SCRIPT, [side]);
  const gone = once(child, 'exit');
  const early = gone.then((): never => {
    throw new Error(`the side "${side}" has ended`);
  });
  early.catch(() => undefined);
  const heard = async (): Promise<Answer> =>
    (await Promise.race([once(child, 'message'), early]))[0];
  const first = await heard();
  if (!('names' in first)) throw new Error(`the side "${side}" does not say who it is`);
  const run = async (turn: Turn): Promise<number> => {
    child.send(turn);
    const answer = await heard();
    return 'ms' in answer ? answer.ms : Number.NaN;
  };
  return {
    contestants: first.names.map((name, contestant) => ({
      name,
      run: (round) => run({ contestant, round }),
    })),
    sheets: first.sheets,
    async close() {
      if (child.connected) child.disconnect();
      await gone;
    },
  };
}
