/** The signatory's pages in a real browser: five people sign one charter, each in another way. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { crowd } from '../journey/event.ts';
import { openStage, type Stage, untilStatus } from '../journey/stage.ts';
import { DESKTOP, expectGoodPage, openBrowser, PHONE } from './browser.ts';
import { draw, enter, linkOf, MOBILE, sign, view, visitors } from './visitor.ts';

const TURNED = { width: PHONE.height, height: PHONE.width };

/** Everything a page costs before the file itself is asked for. */
const BUDGET_BYTES = 100 * 1024;

/** As browsers' own tools emulate a slow third generation network. */
const SLOW_3G = {
  offline: false,
  latency: 400,
  downloadThroughput: (400 * 1024) / 8,
  uploadThroughput: (400 * 1024) / 8,
};

let stage: Stage;
let browser: Browser;
const { visit, close } = visitors(() => browser);

beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage(), openBrowser()]);
});
afterEach(close);
afterAll(async () => {
  await browser.close();
  await stage.close();
});

describe('a charter of five', () => {
  let declarationId: string;
  let documentId: string;
  beforeAll(async () => {
    const declared = await stage.api.declare(crowd(5));
    declarationId = declared.id;
    documentId = declared.documents[0]?.id ?? '';
  });

  it('is read in the page and signed on a desktop', async () => {
    const { page, faults } = await visit(await linkOf(stage, 'orang1@example.test'), {
      viewport: DESKTOP,
    });
    await expectGoodPage(page, 'signing/1-entry-desktop');
    await enter(page);
    await expectGoodPage(page, 'signing/2-sign-desktop');
    await view(page);
    expect(await page.locator('.text-layer').first().textContent()).toContain('PIAGAM');
    await expectGoodPage(page, 'signing/3-viewer-desktop');
    await sign(page);
    await expectGoodPage(page, 'signing/4-receipt-desktop');
    expect(faults).toEqual([]);
  });

  it('is read with keys alone', async () => {
    const { page } = await visit(await linkOf(stage, 'orang2@example.test'), { viewport: DESKTOP });
    await enter(page);
    await page.locator('#view').focus();
    await page.keyboard.press('Enter');
    await page.locator('#viewer-pages:focus').waitFor();
    await page.locator('.sheet[data-drawn]').first().waitFor();
    const before = (await page.locator('.sheet').first().boundingBox())?.width ?? 0;
    await page.keyboard.press('+');
    await expect
      .poll(async () => (await page.locator('.sheet').first().boundingBox())?.width)
      .toBeGreaterThan(before);
    await page.keyboard.press('Shift+Tab');
    await page.locator('[data-do="larger"]:focus-visible').waitFor();
  });

  it('is signed with a drawing on a phone that is turned over it', async () => {
    const { page, faults } = await visit(await linkOf(stage, 'orang2@example.test'), MOBILE);
    await enter(page);
    await expectGoodPage(page, 'signing/5-sign-phone');
    await view(page);
    await expectGoodPage(page, 'signing/6-viewer-phone');
    const strokes = await draw(page);
    expect(JSON.parse(strokes)[0].length).toBeGreaterThan(20);
    await expectGoodPage(page, 'signing/7-drawn-phone');
    await page.setViewportSize(TURNED);
    await expectGoodPage(page, 'signing/8-drawn-turned');
    expect(await page.locator('#strokes').inputValue()).toBe(strokes);
    await sign(page);
    expect(faults).toEqual([]);
  });

  it('is signed without JavaScript', async () => {
    const { page } = await visit(await linkOf(stage, 'orang3@example.test'), {
      viewport: PHONE,
      javaScriptEnabled: false,
    });
    await enter(page);
    expect(await page.locator('#view').isVisible()).toBe(false);
    expect(await page.locator('#draw').isVisible()).toBe(false);
    await sign(page);
  });

  it('costs less than 100 kB before the file, and opens on a slow network', async () => {
    const { page, faults } = await visit('about:blank', MOBILE);
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', SLOW_3G);
    let bytes = 0;
    session.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    await page.goto(await linkOf(stage, 'orang4@example.test'));
    await enter(page);
    await page.locator('#view').waitFor();
    await page.waitForLoadState('networkidle');
    expect(bytes).toBeLessThan(BUDGET_BYTES);
    await view(page);
    await sign(page);
    expect(faults).toEqual([]);
  });

  it('is sealed after the fifth, whose page then gives the sealed file', async () => {
    const { page } = await visit(await linkOf(stage, 'orang5@example.test'), MOBILE);
    await enter(page);
    await page.locator('#typed').fill('H. Penandatangan Kelima');
    await sign(page);
    await untilStatus(stage.api, declarationId, 'sealed');
    await page.reload();
    await expectGoodPage(page, 'signing/9-receipt-sealed-phone');
    const sealed = Buffer.from(await stage.api.pdf(documentId, 'sealed'));
    const href = await page.getByRole('link', { name: 'Unduh dokumen' }).getAttribute('href');
    const shown = await page.request.get(new URL(href ?? '', page.url()).href);
    expect((await shown.body()).equals(sealed)).toBe(true);
  });
});
