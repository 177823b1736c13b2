/** A real browser for the pages: the packed Chromium, driven by playwright-core. */
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { unpackChromium } from '../../functions/adapters/chromium-unpack.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/** Kept to be looked at; git does not keep them. */
const SCREENSHOTS = join(PROJECT, 'out/screenshots');

export const PHONE = { width: 360, height: 740 };
export const DESKTOP = { width: 1280, height: 900 };

/** The narrowest screen must never scroll sideways. */
const SLACK_PX = 1;

export async function openBrowser(): Promise<Browser> {
  const packed = await unpackChromium(join(PROJECT, '.piagam/chromium'));
  return chromium.launch({
    executablePath: packed.executable,
    args: ['--no-sandbox', '--disable-gpu'],
    env: { LD_LIBRARY_PATH: packed.libraries, FONTCONFIG_FILE: packed.fontConfig },
  });
}

async function keep(page: Page, name: string): Promise<void> {
  const path = join(SCREENSHOTS, `${name}.png`);
  await mkdir(dirname(path), { recursive: true });
  await page.screenshot({ path, fullPage: true });
}

/** What holds for every page: accessible by axe's rules, no sideways scrolling, a picture to look at. */
export async function expectGoodPage(page: Page, name: string): Promise<void> {
  const [scroll, client] = (await page.evaluate(
    'Promise.resolve([document.documentElement.scrollWidth, document.documentElement.clientWidth])',
  )) as [number, number];
  expect(scroll, `${name} scrolls sideways`).toBeLessThanOrEqual(client + SLACK_PX);
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate('axe.run()')) as {
    violations: { id: string; nodes: { html: string }[] }[];
  };
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
    name,
  ).toEqual([]);
  await keep(page, name);
}
