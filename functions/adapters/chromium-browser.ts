/** One running Chromium: its pages, the memory it takes, and its end with nothing left behind. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, CDPSession } from 'puppeteer-core';
import { launch } from './chromium-launch.ts';
import { openPage, type WarmPage } from './chromium-page.ts';
import { makeScratch, removeScratch } from './chromium-scratch.ts';
import { ChromiumFault, unpackChromium } from './chromium-unpack.ts';

export type ChromiumOptions = {
  /** Folder on a local disk into which Chromium is unpacked and where it keeps its own files. */
  readonly directory: string;
  /** One process for everything, for hosts that refuse Chromium its children. Default: false. */
  readonly singleProcess?: boolean;
};

/** A running browser. */
export type Chromium = {
  print(html: string): Promise<Uint8Array>;
  /** @returns the memory that its processes share with nobody, in bytes. */
  memoryBytes(): Promise<number>;
  /** Ends the browser in order; a print under way is lost. */
  close(): Promise<void>;
  /** Ends the browser at once, however stuck it is. */
  kill(): Promise<void>;
  /** Settles when the browser has ended, for whatever reason, and its files are removed. */
  readonly gone: Promise<void>;
};

/** How long an orderly end may take before the processes are killed. */
const CLOSE_GRACE_MS = 3_000;

/** Size of a page of memory on x86-64. */
const MEMORY_PAGE_BYTES = 4_096;

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

/** Resident memory without what is mapped from files, as proc_pid_statm(5) tells it. */
async function ownMemoryOf(pid: number): Promise<number> {
  const statm = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '');
  const [, resident = 0, shared = 0] = statm.split(' ').map(Number);
  return (resident - shared) * MEMORY_PAGE_BYTES;
}

async function memoryOf(session: CDPSession): Promise<number> {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const each = await Promise.all(processInfo.map(({ id }) => ownMemoryOf(id)));
  return each.reduce((sum, bytes) => sum + bytes, 0);
}

function running(browser: Browser, own: string): Chromium {
  const main = browser.process();
  if (main === null) throw new Error('This Chromium is not a child of this process.');
  const gone = untilGone(main, own);
  let session: Promise<CDPSession> | undefined;
  const idle: WarmPage[] = [];
  const kill = (): Promise<void> => {
    killGroup(main);
    return gone;
  };
  return {
    async print(html) {
      const page = idle.pop() ?? (await openPage(browser, () => killGroup(main)));
      const pdf = await page.print(html);
      idle.push(page);
      return pdf;
    },
    async memoryBytes() {
      session ??= browser.target().createCDPSession();
      return memoryOf(await session);
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
