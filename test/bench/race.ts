/** Measures several ways side by side: all of them in every round, so that each meets the same load. */

export type Contestant = {
  readonly name: string;
  /** Does the work of one round. @returns the milliseconds that count. */
  run(round: number): Promise<number>;
};

export type Standing = {
  readonly name: string;
  readonly medianMs: number;
  readonly minMs: number;
  /** Median over the rounds of this one's time divided by the first one's in the same round. */
  readonly ratio: number;
};

const DECIMALS = 2;

const rounded = (value: number): number => Number(value.toFixed(DECIMALS));

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}

/** @returns milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Another one goes first in every round, and nobody always comes after the same one. */
function inOrder<T>(list: readonly T[], round: number): readonly T[] {
  const by = round % list.length;
  const rotated = [...list.slice(by), ...list.slice(0, by)];
  return round % 2 === 0 ? rotated : rotated.toReversed();
}

/**
 * Lets all contestants run in every round, and once before the first one that counts.
 * @param progress is told of every round.
 */
export async function race(
  contestants: readonly Contestant[],
  rounds: number,
  progress: (line: string) => void,
): Promise<readonly Standing[]> {
  const times = contestants.map((): number[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    progress(round === 0 ? 'warming up' : `round ${round} of ${rounds}`);
    for (const contestant of inOrder(contestants, round)) {
      const ms = await contestant.run(round);
      if (round > 0) times[contestants.indexOf(contestant)]?.push(ms);
    }
  }
  const [first = []] = times;
  return contestants.map(({ name }, index) => {
    const own = times[index] ?? [];
    return {
      name,
      medianMs: rounded(median(own)),
      minMs: rounded(Math.min(...own)),
      ratio: rounded(median(own.map((ms, round) => ms / (first[round] ?? ms)))),
    };
  });
}
