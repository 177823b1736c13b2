/** Rendering: our warm printer against the usual ways, other libraries, and Chromium's own floor. */
import { chromiumRenderer } from '../../functions/adapters/chromium-renderer.ts';
import type { Renderer } from '../../functions/ports.ts';
import { CHROMIUM, made, numbered, type Prepared, pdfOf, pledge, prepared } from './charter.ts';
import { benchCold } from './cold.ts';
import { type Contestant, race, timed } from './race.ts';
import { tableOf } from './reach.ts';
import type { Measurement, Result } from './results.ts';
import { type Remote, SIDES, startSide } from './sides.ts';

const ROUNDS = 15;
const BATCH_ROUNDS = 9;
const BATCH = 24;

type Tell = (line: string) => void;

/** @returns the sheets of all prints. @throws when they differ: that would not be the same work. */
function commonSheets(sides: readonly Remote[]): number {
  const [sheets = 0, ...others] = new Set(sides.flatMap((side) => side.sheets));
  if (others.length > 0) throw new Error(`the prints have ${[sheets, ...others]} sheets`);
  return sheets;
}

async function benchWarm(tell: Tell): Promise<Measurement> {
  const sides = await Promise.all(SIDES.map(startSide));
  try {
    const sheets = commonSheets(sides);
    const contestants = sides.flatMap((side) => side.contestants);
    const standings = await race(contestants, ROUNDS, (line) => tell(`warm: ${line}`));
    return { what: `Making one charter of ${sheets} sheets`, rounds: ROUNDS, standings };
  } finally {
    await Promise.all(sides.map((side) => side.close()));
  }
}

/** A batch as the worker would be given it: `lanes` documents are under way at any time. */
function batch(renderer: Renderer, lanes: number): Contestant {
  const lane = async (waiting: Prepared[]): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
      await made(renderer, next);
  };
  const run = async (): Promise<number> => {
    const numbers = Array.from({ length: BATCH }, (_, number) => number);
    const waiting = await Promise.all(numbers.map((number) => prepared(numbered(number))));
    return timed(() => Promise.all(Array.from({ length: lanes }, () => lane(waiting))));
  };
  return { name: `${lanes} at a time`, run };
}

async function benchBatch(renderer: Renderer, tell: Tell): Promise<Measurement> {
  const contestants = [1, 2, 3].map((lanes) => batch(renderer, lanes));
  const standings = await race(contestants, BATCH_ROUNDS, (line) => tell(`batch: ${line}`));
  return { what: `Making ${BATCH} charters`, rounds: BATCH_ROUNDS, standings };
}

export async function benchRender(tell: Tell): Promise<Result> {
  const renderer = chromiumRenderer({ directory: CHROMIUM });
  try {
    const warm = await benchWarm(tell);
    const together = await benchBatch(renderer, tell);
    const { length } = await pdfOf(pledge, renderer);
    const measurements = [warm, together, await benchCold(tell)];
    return { measurements, table: tableOf(measurements, length) };
  } finally {
    await renderer.close();
  }
}
