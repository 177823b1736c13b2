/** Printers for the tests, each in a folder of its own, and a look at their processes. */
import { mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PDF } from '@libpdf/core';
import { expect, type TestContext, vi } from 'vitest';
import type { ChromiumOptions } from '../../functions/adapters/chromium-browser.ts';
import { chromiumRenderer } from '../../functions/adapters/chromium-renderer.ts';
import { unpackChromium } from '../../functions/adapters/chromium-unpack.ts';

export const ROOT = join(import.meta.dirname, '../..');

/** What is registered with a test is undone when it has finished. */
export type Undo = Pick<TestContext, 'onTestFinished'>;

/** The folder of the Chromium that all tests share. */
export async function sharedChromium(): Promise<string> {
  return dirname((await unpackChromium(join(ROOT, '.piagam/chromium'))).executable);
}

/** A printer with a folder of its own, in which the shared Chromium is at hand as `version`. */
export async function setUp({ onTestFinished }: Undo, options: Partial<ChromiumOptions> = {}) {
  const shared = await sharedChromium();
  const version = basename(shared);
  const directory = await mkdtemp(join(ROOT, '.piagam/chromium-test-'));
  await symlink(shared, join(directory, version));
  const renderer = chromiumRenderer({ directory, ...options });
  onTestFinished(async () => {
    await renderer.close();
    await rm(directory, { recursive: true });
  });
  return { directory, renderer, version };
}

type Process = { readonly pid: number; readonly group: number; readonly command: string };

/** A living process, or undefined for a zombie and for one that has ended meanwhile. */
async function processAt(pid: string): Promise<Process | undefined> {
  const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');
  const [stat, command] = await Promise.all([read('stat'), read('cmdline')]);
  const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (command === '' || state === 'Z') return undefined;
  return { pid: Number(pid), group: Number(group), command };
}

async function processes(): Promise<readonly Process[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return (await Promise.all(pids.map(processAt))).filter((found) => found !== undefined);
}

const pidsWhere = async (wanted: (one: Process) => boolean): Promise<readonly number[]> =>
  (await processes()).filter(wanted).map(({ pid }) => pid);

/** The main processes of the browsers that run in `directory`. */
export const browsersIn = (directory: string) =>
  pidsWhere(({ command }) =>
    ['--remote-debugging-pipe', directory].every((part) => command.includes(part)),
  );

/** The first of them. */
export async function browserIn(directory: string): Promise<number> {
  const [browser] = await browsersIn(directory);
  if (browser === undefined) throw new Error(`no browser runs in ${directory}`);
  return browser;
}

/** A browser's process and its children, or what is left of them. */
export const groupOf = (browser: number, part = '') =>
  pidsWhere(({ group, command }) => group === browser && command.includes(part));

/** Waits until nothing is left of a browser; killed processes take a moment to end. */
export const ended = (browser: number) =>
  vi.waitFor(async () => expect(await groupOf(browser)).toEqual([]), {
    timeout: 15_000,
    interval: 20,
  });

export function kill(pids: readonly number[], signal = 'SIGKILL'): void {
  for (const pid of pids) process.kill(pid, signal);
}

export const page = (body: string, head = '') =>
  `<!doctype html><html lang="id"><head><title>Piagam</title>${head}</head><body>${body}</body>`;

/** A document that keeps Chromium busy for about a second. */
export const heavyPage = page(`<div>${'<p>Nama<b>Jabatan</b>Unit</p>'.repeat(8_000)}</div>`);

export async function textOf(pdf: Uint8Array): Promise<string> {
  const pages = (await PDF.load(pdf)).getPages();
  return pages.map((each) => each.extractText().text).join('\n');
}
