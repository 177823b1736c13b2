/** Rendering: our warm printer against the usual tutorial and a warm browser with fresh pages. */
import { PDF } from '@libpdf/core';
import puppeteer, { type Browser, type LaunchOptions } from 'puppeteer-core';
import { chromiumRenderer } from '../../functions/adapters/chromium-renderer.ts';
import { unpackChromium } from '../../functions/adapters/chromium-unpack.ts';
import { CHROMIUM, charterHtml } from './charter.ts';
import { type Contestant, race, timed } from './race.ts';
import type { Measurement } from './results.ts';

const ROUNDS = 15;

type Print = (html: string) => Promise<Uint8Array>;

/** As tutorials launch it, with what this binary needs where there is no GPU. */
async function tutorialOptions(): Promise<LaunchOptions> {
  const { executable, libraries, fontConfig } = await unpackChromium(CHROMIUM);
  return {
    executablePath: executable,
    headless: 'shell',
    args: ['--no-sandbox', '--disable-gpu', '--disable-software-rasterizer'],
    env: { ...process.env, LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: fontConfig },
  };
}

/** 'load' in place of the tutorials' 'networkidle0', which never comes after setContent. */
async function printOnNewPage(browser: Browser, html: string): Promise<Uint8Array> {
  const page = await browser.newPage();
  await page.setContent(html, { waitUntil: 'load' });
  const pdf = await page.pdf({ format: 'A4', printBackground: true });
  await page.close();
  return pdf;
}

async function printAsTutorial(options: LaunchOptions, html: string): Promise<Uint8Array> {
  const browser = await puppeteer.launch(options);
  const pdf = await printOnNewPage(browser, html);
  await browser.close();
  return pdf;
}

/** @returns the pages of a print. @throws when they differ: that would not be the same work. */
async function commonPages(prints: readonly Print[], html: string): Promise<number> {
  const pages = prints.map(async (print) => (await PDF.load(await print(html))).getPageCount());
  const [count = 0, ...others] = await Promise.all(pages);
  if (others.some((other) => other !== count))
    throw new Error(`the prints have ${[count, ...others].join(', ')} pages`);
  return count;
}

const contestant = (name: string, print: Print): Contestant => ({
  name,
  run: async (round) => {
    const html = await charterHtml(round);
    return timed(() => print(html));
  },
});

export async function benchRender(tell: (line: string) => void): Promise<readonly Measurement[]> {
  const options = await tutorialOptions();
  const renderer = chromiumRenderer({ directory: CHROMIUM });
  const browser = await puppeteer.launch(options);
  try {
    const ways = {
      'Piagam: warm browser, warm pages': (html: string) => renderer.print(html),
      'warm browser, a new page per document': (html: string) => printOnNewPage(browser, html),
      'tutorial: a new browser per document': (html: string) => printAsTutorial(options, html),
    };
    const pages = await commonPages(Object.values(ways), await charterHtml(0));
    const contestants = Object.entries(ways).map(([name, print]) => contestant(name, print));
    const standings = await race(contestants, ROUNDS, (line) => tell(`render: ${line}`));
    return [{ what: `Printing one charter of ${pages} pages`, rounds: ROUNDS, standings }];
  } finally {
    await Promise.all([renderer.close(), browser.close()]);
  }
}
