/** One running Chromium that prints documents without network, script or local file. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { access, constants, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import puppeteer, {
  type Browser,
  type HTTPRequest,
  type LaunchOptions,
  type Page,
  type PDFOptions,
} from 'puppeteer-core';
import { makeScratch, removeScratch } from './chromium-scratch.ts';
import { ChromiumFault, type UnpackedChromium, unpackChromium } from './chromium-unpack.ts';

export type ChromiumOptions = {
  /** Folder on a local disk into which Chromium is unpacked and where it keeps its own files. */
  readonly directory: string;
  /** One process for everything, for hosts that refuse Chromium its children. Default: false. */
  readonly singleProcess?: boolean;
};

/** A running browser. */
export type Chromium = {
  print(html: string): Promise<Uint8Array>;
  /** Ends the browser in order; a print under way is lost. */
  close(): Promise<void>;
  /** Ends the browser at once, however stuck it is. */
  kill(): Promise<void>;
  /** Settles when the browser has ended, for whatever reason, and its files are removed. */
  readonly gone: Promise<void>;
};

const LAUNCH_DEADLINE_MS = 20_000;

/** How long an orderly end may take before the processes are killed. */
const CLOSE_GRACE_MS = 3_000;

const FLAGS = [
  '--remote-debugging-pipe',
  // Errors alone: its notes on a page quote from that page.
  '--enable-logging=stderr',
  '--log-level=2',
  // Neither root nor a Lambda can have Chromium's own sandbox.
  '--no-sandbox',
  '--no-zygote',
  // The software GPU is not unpacked: printing draws without it.
  '--disable-gpu',
  '--disable-software-rasterizer',
  // A Lambda has no /dev/shm.
  '--disable-dev-shm-usage',
  // A second wall behind the request filter: no name and no address can be reached.
  '--host-resolver-rules=MAP * ~NOTFOUND',
  // The machine's screen and font settings must not show in a document.
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
  '--hide-scrollbars',
];

const PDF: PDFOptions = {
  // For a document that names no page size of its own.
  format: 'A4',
  preferCSSPageSize: true,
  printBackground: true,
  tagged: true,
  outline: true,
};

async function assertVersion(browser: Browser, packaged: string): Promise<void> {
  const [, major] = /\/(\d+)\./.exec(await browser.version()) ?? [];
  if (major !== packaged.split('.')[0])
    throw new Error(`It answers as version ${major}, but the package is ${packaged}.`);
}

type Launch = {
  readonly chromium: UnpackedChromium;
  /** A folder for this launch alone. */
  readonly own: string;
  readonly singleProcess: boolean;
};

const launchOptions = ({ chromium, own, singleProcess }: Launch): LaunchOptions => ({
  executablePath: chromium.executable,
  pipe: true,
  ignoreDefaultArgs: true,
  args: [
    ...FLAGS,
    ...(singleProcess ? ['--single-process'] : []),
    `--user-data-dir=${join(own, 'profile')}`,
  ],
  // Nothing of our own environment: on a Lambda it holds credentials. The packed libraries go
  // before the machine's, so that every machine runs the same ones, also where it has none.
  env: {
    HOME: join(own, 'home'),
    TMPDIR: join(own, 'tmp'),
    LD_LIBRARY_PATH: chromium.libraries,
    FONTCONFIG_FILE: chromium.fontConfig,
  },
  waitForInitialPage: false,
  defaultViewport: null,
  downloadBehavior: { policy: 'deny' },
  // Which library is missing is told on standard error alone.
  dumpio: true,
  // Puppeteer's handlers swallow SIGTERM; the closing pipe ends the browser by itself.
  handleSIGINT: false,
  handleSIGTERM: false,
  handleSIGHUP: false,
});

async function launch(what: Launch): Promise<Browser> {
  // A file that may not be run would surface as an unhandled 'error' event of the child process.
  await access(what.chromium.executable, constants.X_OK);
  await Promise.all(['home', 'tmp'].map((name) => mkdir(join(what.own, name))));
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), LAUNCH_DEADLINE_MS);
  try {
    const browser = await puppeteer.launch({ ...launchOptions(what), signal: abort.signal });
    await assertVersion(browser, what.chromium.version);
    return browser;
  } catch (error) {
    abort.abort();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function filterRequest(request: HTTPRequest): void {
  // 'aborted' leaves a refused navigation where it was; other codes show an error page instead.
  const answer = request.url().startsWith('data:') ? request.continue() : request.abort('aborted');
  // The page may have ended meanwhile; whoever prints on it learns that by itself.
  answer.catch(() => undefined);
}

async function openPage(browser: Browser, onCrash: () => void): Promise<Page> {
  const page = await browser.newPage();
  page.on('error', onCrash);
  page.on('request', filterRequest);
  await page.setJavaScriptEnabled(false);
  await page.setRequestInterception(true);
  return page;
}

async function printOn(page: Page, html: string): Promise<Uint8Array> {
  // setContent alone keeps the window, and with it the CSP of the document before.
  await page.goto('about:blank');
  await page.setContent(html);
  return page.pdf(PDF);
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // All of its processes have ended already.
  }
}

/** @returns a promise that settles when the browser has ended and its folder is removed. */
async function untilGone(main: ChildProcess, own: string): Promise<void> {
  if (main.exitCode === null && main.signalCode === null) await once(main, 'exit');
  // The children of a crashed browser would end a little later than it does.
  killGroup(main);
  await removeScratch(own);
}

function running(browser: Browser, own: string): Chromium {
  const main = browser.process();
  if (main === null) throw new Error('This Chromium is not a child of this process.');
  const gone = untilGone(main, own);
  const idle: Page[] = [];
  const kill = (): Promise<void> => {
    killGroup(main);
    return gone;
  };
  return {
    async print(html) {
      // After a renderer's death every further call on its page would hang.
      const page = idle.pop() ?? (await openPage(browser, () => killGroup(main)));
      const pdf = await printOn(page, html);
      idle.push(page);
      return pdf;
    },
    async close() {
      const grace = delay(CLOSE_GRACE_MS, undefined, { ref: false });
      await Promise.race([browser.close().catch(() => undefined), grace]);
      await kill();
    },
    kill,
    gone,
  };
}

/**
 * Unpacks Chromium where needed and starts it in a folder of its own.
 *
 * It ends with this process, even when this process is killed.
 * @throws ChromiumFault
 */
export async function startChromium(options: ChromiumOptions): Promise<Chromium> {
  const { directory, singleProcess = false } = options;
  const chromium = await unpackChromium(directory);
  const own = await makeScratch(directory);
  try {
    return running(await launch({ chromium, own, singleProcess }), own);
  } catch (cause) {
    await removeScratch(own);
    throw new ChromiumFault('Chromium did not start, or ended as soon as it had.', { cause });
  }
}
