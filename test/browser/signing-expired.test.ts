/** A session that ends in mid-form, in a real browser: nothing written is lost, and it is signed once. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { several } from '../journey/event.ts';
import { openStage, type Stage } from '../journey/stage.ts';
import { openBrowser, PHONE } from './browser.ts';
import { charter, marksOn, typed } from './signed-charter.ts';
import { draw, enter, fillIn, linkOf, press, receiptOn, visitors } from './visitor.ts';

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

/** Presses when the browser has done what it does by itself once the cookie's time is over. */
async function pressTooLate(page: Page, button?: string): Promise<void> {
  await page.context().clearCookies();
  await press(page, button);
  await page.getByRole('alert').waitFor();
}

it('keeps a typed name through the entry, in English and without JavaScript', async () => {
  const { id, link } = await charter(stage, 'waktu');
  const { page } = await visit(`${link}?lang=en`, { viewport: PHONE, javaScriptEnabled: false });
  const open = async () => {
    await page.locator('#recipient').check();
    await press(page, 'Open the document');
  };
  await open();
  await page.locator('#typed').fill('H. Penandatangan');
  await page.locator('#consent').check();
  await pressTooLate(page, 'Sign the document');
  await open();
  expect(await page.locator('#typed').inputValue()).toBe('H. Penandatangan');
  // To agree is a deed of whoever has opened the link now: nobody finds that box ticked.
  expect(await page.locator('#consent').isChecked()).toBe(false);
  await page.locator('#consent').check();
  await press(page, 'Sign the document');
  await page.getByRole('heading', { name: 'Your signature has been recorded' }).waitFor();
  expect(await marksOn(stage, id)).toEqual([typed('H. Penandatangan')]);
});

it('keeps a drawing, which lies on its board again', async () => {
  const { id, link } = await charter(stage, 'gambar');
  const { page } = await visit(link);
  await fillIn(page, 'Penandatangan 1');
  const strokes = await draw(page);
  await pressTooLate(page);
  await enter(page);
  await page.locator('#canvas').waitFor();
  expect(await page.locator('#strokes').inputValue()).toBe(strokes);
  await page.locator('#consent').check();
  await press(page);
  await receiptOn(page);
  const mark = { type: 'drawn', strokes: JSON.parse(strokes) };
  expect(await marksOn(stage, id)).toEqual([{ signer: 1, mark }]);
});

it('leads back to the same one of several documents', async () => {
  const { documents } = await stage.api.declare(several());
  const { page } = await visit(await linkOf(stage, 'kepala1@example.test'));
  await enter(page);
  await page.locator('li[data-standing="sign"] a').nth(1).click();
  const title = await page.locator('h1').textContent();
  await page.locator('#typed').fill('H. Kepala');
  await page.locator('#consent').check();
  await pressTooLate(page);
  await enter(page);
  expect(await page.locator('h1').textContent()).toBe(title);
  expect(await page.locator('#typed').inputValue()).toBe('H. Kepala');
  await page.locator('#consent').check();
  await press(page);
  await receiptOn(page);
  const signed = await Promise.all(
    documents.map(async ({ id, title }) => ({ title, marks: await marksOn(stage, id) })),
  );
  expect(signed.filter(({ marks }) => marks.length > 0)).toMatchObject([
    { title, marks: [{ mark: { type: 'typed', text: 'H. Kepala' } }] },
  ]);
});
