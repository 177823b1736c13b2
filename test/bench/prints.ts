/** Everyone who takes part in the race of prints, by name: ours, the usual ways, other libraries. */
import { PDF } from '@libpdf/core';
import { chromiumRenderer } from '../../functions/adapters/chromium-renderer.ts';
import { archivePdf } from '../../functions/adapters/pdf-archive.ts';
import { sha256 } from '../../functions/runtime/digest.ts';
import { floor, tutorials, type Ways } from './browsers.ts';
import { CHROMIUM, charterHtml, made, numbered, pdfOf, prepared } from './charter.ts';
import { letter } from './letters.ts';
import { programs } from './programs.ts';
import { type Contestant, timed } from './race.ts';
import { NAMES } from './reach.ts';
import type { Side } from './sides.ts';

/** Documents in a row, of which the first ones do not count: they find everything cold. */
const SERIES = { length: 24, settle: 8 } as const;
/** Of those who begin anew with every document, and take long. */
const SHORT_SERIES = { length: 2, settle: 0 } as const;
/** Before the first round that counts: code that runs for the first times is not compiled yet. */
const WARM_UP = 48;

/** Each starts a program for every document. */
const ANEW: ReadonlySet<string> = new Set([NAMES.tutorial, NAMES.weasyPrint, NAMES.wkhtmltopdf]);

/** Gets ready what is not counted. @returns the work that is. */
type Prepare = (number: number) => Promise<() => Promise<unknown>>;

/** Those who take part with one process. */
export type Team = {
  readonly contestants: readonly Contestant[];
  /** Sheets of the first charter, printed in each way that is given our page. */
  readonly sheets: readonly number[];
  close(): Promise<void>;
};

/** As it is while one document follows another. */
function steady(name: string, prepare: Prepare): Contestant {
  const { length, settle } = ANEW.has(name) ? SHORT_SERIES : SERIES;
  return {
    name,
    async run(round) {
      const times: number[] = [];
      const series = round === 0 && settle > 0 ? WARM_UP : length;
      for (let number = 0; number < series; number += 1)
        times.push(await timed(await prepare(round * length + number)));
      return times.slice(settle).reduce((sum, ms) => sum + ms, 0) / (series - settle);
    },
  };
}

const sheetsOf = async (pdf: Uint8Array): Promise<number> => (await PDF.load(pdf)).getPageCount();

async function ours(): Promise<Team> {
  const renderer = chromiumRenderer({ directory: CHROMIUM });
  const contestants = [
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
  const sheets = [await sheetsOf(await pdfOf(numbered(0), renderer))];
  return { contestants, sheets, close: () => renderer.close() };
}

async function others({ prints, page, close }: Ways, own: boolean): Promise<Team> {
  const sheets: number[] = [];
  const contestants: Contestant[] = [];
  for (const [name, print] of Object.entries(prints)) {
    if (own) sheets.push(await sheetsOf(await print(await page(await charterHtml(0)))));
    const prepare: Prepare = async (number) => {
      const html = await page(await charterHtml(number));
      return () => print(html);
    };
    contestants.push(steady(name, prepare));
  }
  return { contestants, sheets, close };
}

export const TEAMS = {
  ours,
  tutorials: async () => others(await tutorials(), true),
  floor: async () => others(await floor(), true),
  pdfkit: async () => others(letter(NAMES.pdfkit), false),
  pdfmake: async () => others(letter(NAMES.pdfmake), false),
  reactPdf: async () => others(letter(NAMES.reactPdf), false),
  programs: async () => others(await programs(), false),
} as const satisfies Readonly<Record<Side, () => Promise<Team>>>;
