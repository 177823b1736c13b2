/** Rendering: our warm printer against the usual ways, other libraries, and Chromium's own floor. */
import { PDF } from '@libpdf/core';
import { chromiumRenderer } from '../../functions/adapters/chromium-renderer.ts';
import { archivePdf } from '../../functions/adapters/pdf-archive.ts';
import type { Renderer } from '../../functions/ports.ts';
import { sha256 } from '../../functions/runtime/digest.ts';
import { floor, tutorials, type Ways } from './browsers.ts';
import {
  CHROMIUM,
  charterHtml,
  numbered,
  type Prepared,
  pdfOf,
  pledge,
  prepared,
} from './charter.ts';
import { benchCold } from './cold.ts';
import { letters } from './letters.ts';
import { programs } from './programs.ts';
import { type Contestant, race, timed } from './race.ts';
import { NAMES, tableOf } from './reach.ts';
import type { Measurement, Result } from './results.ts';

const ROUNDS = 9;
const SERIES = 12;
const SETTLE = 3;
/** Before the first round that counts: code that runs for the first times is not compiled yet. */
const WARM_UP = 24;
const BATCH_ROUNDS = 9;
const BATCH = 24;

type Tell = (line: string) => void;

/** Gets ready what is not counted. @returns the work that is. */
type Prepare = (number: number) => Promise<() => Promise<unknown>>;

/** As it is while one document follows another: the first ones of a series do not count. */
const steady = (name: string, prepare: Prepare): Contestant => ({
  name,
  async run(round) {
    const times: number[] = [];
    const series = round === 0 ? WARM_UP : SERIES;
    for (let number = 0; number < series; number += 1)
      times.push(await timed(await prepare(round * SERIES + number)));
    return times.slice(SETTLE).reduce((sum, ms) => sum + ms, 0) / (series - SETTLE);
  },
});

/** From the filled page to the hash of the archival file. */
async function made(renderer: Renderer, { html, meta }: Prepared): Promise<string> {
  return sha256(await archivePdf(await renderer.print(html), meta));
}

const ours = (renderer: Renderer): readonly Contestant[] => [
  steady(NAMES.ours, async (number) => {
    const page = await prepared(numbered(number));
    return () => made(renderer, page);
  }),
  steady('the same, names with rare letters', async (number) => {
    const page = await prepared(numbered(number, 'rare'));
    return () => made(renderer, page);
  }),
  steady('the same, and filling the template before', async (number) => {
    return async () => made(renderer, await prepared(numbered(number)));
  }),
  steady(NAMES.print, async (number) => {
    const { html } = await prepared(numbered(number));
    return () => renderer.print(html);
  }),
  steady(NAMES.pass, async (number) => {
    const { html, meta } = await prepared(numbered(number));
    const print = await renderer.print(html);
    return async () => sha256(await archivePdf(print, meta));
  }),
];

const others = ({ prints, page }: Ways): readonly Contestant[] =>
  Object.entries(prints).map(([name, print]) =>
    steady(name, async (number) => {
      const html = await page(await charterHtml(number));
      return () => print(html);
    }),
  );

/** @returns the sheets of a print. @throws when they differ: that would not be the same work. */
async function commonSheets(renderer: Renderer, ways: readonly Ways[]): Promise<number> {
  const html = await charterHtml(0);
  const sheetsOf = async (pdf: Uint8Array) => (await PDF.load(pdf)).getPageCount();
  const sheets = [await sheetsOf(await pdfOf(numbered(0), renderer))];
  for (const { prints, page } of ways)
    for (const print of Object.values(prints))
      sheets.push(await sheetsOf(await print(await page(html))));
  if (new Set(sheets).size > 1) throw new Error(`the prints have ${sheets.join(', ')} sheets`);
  return sheets[0] ?? 0;
}

async function benchWarm(renderer: Renderer, tell: Tell): Promise<Measurement> {
  const chromium = [await tutorials(), await floor()];
  const outside = await programs((name) => tell(`${name} is not installed here`));
  const ways = [...chromium, letters, outside];
  try {
    const sheets = await commonSheets(renderer, chromium);
    const contestants = [...ours(renderer), ...ways.flatMap(others)];
    const standings = await race(contestants, ROUNDS, (line) => tell(`warm: ${line}`));
    return { what: `Making one charter of ${sheets} sheets`, rounds: ROUNDS, standings };
  } finally {
    for (const { close } of ways) await close();
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
    const warm = await benchWarm(renderer, tell);
    const together = await benchBatch(renderer, tell);
    const { length } = await pdfOf(pledge, renderer);
    const measurements = [warm, together, await benchCold(tell)];
    return { measurements, table: tableOf(measurements, length) };
  } finally {
    await renderer.close();
  }
}
