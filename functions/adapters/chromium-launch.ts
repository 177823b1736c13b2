/** Starts Chromium: its flags, its environment, and the folder that one launch has for itself. */
import { access, constants, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import puppeteer, { type Browser, type LaunchOptions } from 'puppeteer-core';
import type { UnpackedChromium } from './chromium-unpack.ts';

const LAUNCH_DEADLINE_MS = 20_000;

/** For a call that nobody waits for; a print has a shorter one of its own. */
const CALL_DEADLINE_MS = 25_000;

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
  // Nobody looks at the screen, and a page that gets a new window needs no new frame: with a window
  // for each document, both together took two fifths off a print's processor time.
  '--disable-threaded-compositing',
  '--disable-features=RenderDocument',
  // A Lambda has no /dev/shm.
  '--disable-dev-shm-usage',
  // A second wall behind the request filter: no name and no address can be reached.
  '--host-resolver-rules=MAP * ~NOTFOUND',
  // The machine's screen and font settings must not show in a document.
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
  '--hide-scrollbars',
];

export type Launch = {
  readonly chromium: UnpackedChromium;
  /** A folder for this launch alone. */
  readonly own: string;
  /** One process for everything, for hosts that refuse Chromium its children. */
  readonly singleProcess: boolean;
};

async function assertVersion(browser: Browser, packaged: string): Promise<void> {
  const [, major] = /\/(\d+)\./.exec(await browser.version()) ?? [];
  if (major !== packaged.split('.')[0])
    throw new Error(`It answers as version ${major}, but the package is ${packaged}.`);
}

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
  protocolTimeout: CALL_DEADLINE_MS,
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

/** @throws when Chromium does not start, in time or at all, or is not the packaged version. */
export async function launch(what: Launch): Promise<Browser> {
  // A file that may not be run would surface as an unhandled 'error' event of the child process.
  await access(what.chromium.executable, constants.X_OK);
  await Promise.all(['home', 'tmp'].map((name) => mkdir(join(what.own, name))));
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), LAUNCH_DEADLINE_MS);
  try {
    const browser = await puppeteer.launch({
      ...launchOptions(what),
      signal: abort.signal,
    });
    await assertVersion(browser, what.chromium.version);
    return browser;
  } catch (error) {
    abort.abort();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
