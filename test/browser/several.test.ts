/** Several documents behind one link, in a real browser: the list, the way on, and a tall pile. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { pile, several } from '../journey/event.ts';
import { eventually, lettersTo, linkIn, openStage, type Stage } from '../journey/stage.ts';
import { DESKTOP, expectGoodPage, openBrowser, PHONE } from './browser.ts';
import { enter, sign } from './visitor.ts';

/** More documents than the list shows unfolded. */
const PILE = 12;

const SCREENS = { phone: PHONE, desktop: DESKTOP } as const;

describe('a person with several documents', () => {
  let stage: Stage;
  let browser: Browser;
  const contexts: BrowserContext[] = [];

  const visit = async (url: string, how: object): Promise<Page> => {
    const context = await browser.newContext(how);
    contexts.push(context);
    const page = await context.newPage();
    await page.goto(url);
    return page;
  };
  const invitation = (address: string): Promise<string> =>
    eventually(`an invitation to ${address}`, async () => {
      const letter = (await lettersTo(stage.host.inbox, address)).at(-1);
      return letter && linkIn(letter);
    });

  beforeAll(async () => {
    [stage, browser] = await Promise.all([openStage(), openBrowser()]);
    await stage.api.declare(several());
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  });
  afterAll(async () => {
    await browser.close();
    await stage.close();
  });

  it('gets one letter that is a good page', async () => {
    await invitation('kepala1@example.test');
    const letters = await lettersTo(stage.host.inbox, 'kepala1@example.test');
    expect(letters).toHaveLength(1);
    const page = await visit('about:blank', { viewport: PHONE });
    await page.setContent(letters[0]?.html ?? '');
    await expectGoodPage(page, 'several/letter');
  });

  it.each(['light', 'dark'] as const)('sees them all in one list, %s', async (colorScheme) => {
    const link = await invitation('kepala1@example.test');
    for (const [screen, viewport] of Object.entries(SCREENS)) {
      const page = await visit(link, { viewport, colorScheme });
      await enter(page);
      expect(await page.locator('[data-standing="sign"]').count()).toBe(3);
      await expectGoodPage(page, `several/list-${screen}-${colorScheme}`);
      await page.getByRole('link', { name: 'English' }).click();
      await expectGoodPage(page, `several/list-${screen}-${colorScheme}-english`);
    }
  });

  it('signs one after the other on a phone, each next one a tap away', async () => {
    const link = await invitation('kepala1@example.test');
    const page = await visit(link, { viewport: PHONE });
    await enter(page);
    await page.getByRole('link', { name: 'Baca dan tanda tangani' }).click();
    await expectGoodPage(page, 'several/sign-phone');
    for (let left = 3; left > 0; left -= 1) {
      await sign(page);
      const next = page.getByRole('link', { name: 'Dokumen berikutnya' });
      expect(await next.count()).toBe(left > 1 ? 1 : 0);
      if (left === 3) await expectGoodPage(page, 'several/receipt-phone');
      if (left > 1) await next.click();
    }
    await page.getByRole('link', { name: 'Semua dokumen Anda' }).click();
    await expectGoodPage(page, 'several/list-all-signed-phone');
    expect(await page.locator('[data-standing="signed"]').count()).toBe(3);
  });

  it('finds what waits for others told apart, with a way back from it', async () => {
    const page = await visit(await invitation('walikota@example.test'), { viewport: PHONE });
    await enter(page);
    await expectGoodPage(page, 'several/list-leader-phone');
    const link = await invitation('walikota@example.test');
    const plain = await visit(link, { viewport: DESKTOP, javaScriptEnabled: false });
    await enter(plain);
    await plain.getByRole('link', { name: 'Baca dan tanda tangani' }).click();
    await plain.locator('details.decline summary').click();
    await plain.locator('textarea').fill('Data belum benar.');
    await plain.locator('form[action*="/decline"] button').click();
    const again = await visit(link, { viewport: DESKTOP });
    await enter(again);
    await expectGoodPage(again, 'several/list-ended-desktop');
    await again.locator('[data-standing="ended"] a').click();
    await expectGoodPage(again, 'several/declined-desktop');
  });

  it(`has a usable list with ${PILE} documents to sign`, async () => {
    await stage.api.declare(pile(PILE));
    const link = await invitation('pimpinan@example.test');
    const page = await visit(link, { viewport: PHONE });
    await enter(page);
    await page.locator('details summary').first().click();
    await expectGoodPage(page, 'several/pile-phone');
    expect(await page.locator('[data-standing="sign"]').count()).toBe(PILE);
  });
});
