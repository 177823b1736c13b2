/** The letters as mail programs show them: narrow and wide, light and dark, readable and accessible. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compile } from '../templates/filling.ts';
import { CASES } from '../templates/samples.ts';
import { expectGoodPage, openBrowser } from './browser.ts';

/** A small phone, and the column that Gmail gives a letter on a desk. */
const WIDTHS = [360, 600];
const SCHEMES = ['light', 'dark'] as const;

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const letters = CASES.filter(({ path }) => /^mails\/[\w-]+\/html\.hbs$/.test(path)).map(
  ({ path, models }) => ({
    name: path.split('/')[1] ?? '',
    html: compile(path)(models.at(-1) ?? {}),
  }),
);

test.each(letters)(
  '$name reads well everywhere, with one link and nothing to fetch',
  async ({ name, html }) => {
    const context = await browser.newContext({ offline: true });
    const page = await context.newPage();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    for (const width of WIDTHS)
      for (const colorScheme of SCHEMES) {
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia({ colorScheme });
        await page.setContent(html);
        await expectGoodPage(page, `mails/${name}-${width}-${colorScheme}`);
      }
    expect(await page.locator('a').count()).toBeLessThanOrEqual(1);
    expect(await page.locator('img').count()).toBe(0);
    expect(requests).toEqual([]);
    await context.close();
  },
);
