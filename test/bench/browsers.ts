/** Other ways of having Chromium print the same HTML, and what it takes at the least. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer, { type Browser, type CDPSession, type LaunchOptions } from 'puppeteer-core';
import { launch } from '../../functions/adapters/chromium-launch.ts';
import { unpackChromium } from '../../functions/adapters/chromium-unpack.ts';
import { CHROMIUM } from './charter.ts';
import { NAMES } from './reach.ts';

type Print = (html: string) => Promise<Uint8Array>;

/** Ways by their names, and the end of whatever they keep. */
export type Ways = {
  readonly prints: Readonly<Record<string, Print>>;
  /** The page that they are given, made of ours; this is not counted. */
  page(html: string): string | Promise<string>;
  close(): Promise<void>;
};

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

async function printOnNewPage(browser: Browser, html: string): Promise<Uint8Array> {
  const page = await browser.newPage();
  await page.setContent(html, { waitUntil: 'load' });
  const pdf = await page.pdf({ format: 'A4', printBackground: true, preferCSSPageSize: true });
  await page.close();
  return pdf;
}

/** From a file: 'networkidle0' never comes after setContent, whatever the tutorials say. */
async function printAsTutorial(options: LaunchOptions, html: string): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const file = join(folder, 'letter.html');
  await writeFile(file, html);
  const browser = await puppeteer.launch(options);
  const page = await browser.newPage();
  await page.goto(pathToFileURL(file).href, { waitUntil: 'networkidle0' });
  const pdf = await page.pdf({ format: 'A4', printBackground: true, preferCSSPageSize: true });
  await browser.close();
  await rm(folder, { recursive: true });
  return pdf;
}

/** The tutorials', with one browser for all documents, and with one for each. */
export async function tutorials(): Promise<Ways> {
  const options = await tutorialOptions();
  const warm = await puppeteer.launch(options);
  return {
    prints: {
      [NAMES.newPage]: (html) => printOnNewPage(warm, html),
      [NAMES.tutorial]: (html) => printAsTutorial(options, html),
    },
    page: (html) => html,
    close: () => warm.close(),
  };
}

const PDF = { preferCSSPageSize: true, printBackground: true, generateTaggedPDF: true } as const;

async function printed(session: CDPSession): Promise<Uint8Array> {
  const { data } = await session.send('Page.printToPDF', PDF);
  return Buffer.from(data, 'base64');
}

/** A page of our own browser without filter, wait, or cleaning. */
export async function floor(): Promise<Ways> {
  const own = await mkdtemp(join(tmpdir(), 'bench-'));
  const chromium = await unpackChromium(CHROMIUM);
  const browser = await launch({ chromium, own, singleProcess: false });
  const page = await browser.newPage();
  const session = await page.createCDPSession();
  const { frameTree } = await session.send('Page.getFrameTree');
  const set = (html: string) =>
    session.send('Page.setDocumentContent', { frameId: frameTree.frame.id, html });
  return {
    prints: {
      [NAMES.floor]: async (html) => {
        await set(html);
        return printed(session);
      },
    },
    // On a page that still holds the one before, each takes longer than the last.
    async page(html) {
      await session.send('Page.navigate', { url: 'about:blank' });
      return html;
    },
    async close() {
      await browser.close();
      await rm(own, { recursive: true, maxRetries: 8 });
    },
  };
}
