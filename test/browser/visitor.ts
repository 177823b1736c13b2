/** A signatory at a real browser: opens the personal link, reads, signs. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { InboxMail } from '../../infra/local/engines/smtp.ts';
import { eventually, lettersTo, linkIn, type Stage } from '../journey/stage.ts';
import { PHONE } from './browser.ts';

/** Touch, narrow, and three dots of the screen to one of the page. */
export const MOBILE = { viewport: PHONE, isMobile: true, hasTouch: true, deviceScaleFactor: 3 };

export type Visit = {
  readonly page: Page;
  /** Whatever a script or the content security policy complains about. */
  readonly faults: readonly string[];
};

/** Pages in browsers of their own, until they are closed together. */
export function visitors(browser: () => Browser) {
  const contexts: BrowserContext[] = [];
  const visit = async (url: string, how: object = MOBILE): Promise<Visit> => {
    const context = await browser().newContext(how);
    contexts.push(context);
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) faults.push(message.text());
    });
    await page.goto(url);
    return { page, faults };
  };
  const close = async (): Promise<void> => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  };
  return { visit, close };
}

/** The newest letter to an address whose text `fits`. */
export const letterTo = (
  { host }: Stage,
  address: string,
  fits: (letter: InboxMail) => boolean = ({ links }) => links.some((url) => url.includes('/s/')),
): Promise<InboxMail> =>
  eventually(`a letter to ${address}`, async () =>
    (await lettersTo(host.inbox, address)).findLast(fits),
  );

export const linkOf = async (stage: Stage, address: string): Promise<string> =>
  linkIn(await letterTo(stage, address));

export const RECEIPT = 'Tanda tangan Anda telah tercatat';

/** Gets past the page that names nobody. */
export async function enter(page: Page): Promise<void> {
  await page.locator('#recipient').check();
  await page.getByRole('button', { name: 'Buka dokumen' }).click();
}

/** Consents and signs. */
export async function sign(page: Page): Promise<void> {
  await page.locator('#consent').check();
  await press(page);
  await receiptOn(page);
}

export const SIGN = 'Tanda tangani dokumen';

/** Opens the page and fills the form in, up to the button. */
export async function fillIn(page: Page, name: string): Promise<Page> {
  await enter(page);
  await page.locator('#typed').fill(name);
  await page.locator('#consent').check();
  return page;
}

export const press = (page: Page, name = SIGN): Promise<void> =>
  page.getByRole('button', { name }).click();

/** Waits for the receipt. @returns when it says that the signature was recorded. */
export async function receiptOn(page: Page): Promise<string> {
  await page.getByRole('heading', { name: RECEIPT }).waitFor();
  return (await page.locator('.status').textContent()) ?? '';
}

/** Opens the drawing board and draws a line on it. @returns the field that holds it. */
export async function draw(page: Page): Promise<string> {
  await page.getByRole('button', { name: /Gambar tanda tangan/ }).click();
  const canvas = page.locator('#canvas');
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  if (box === null) throw new Error('no canvas');
  await page.mouse.move(box.x + 30, box.y + 30);
  await page.mouse.down();
  for (let step = 1; step <= 20; step += 1)
    await page.mouse.move(box.x + 30 + step * 8, box.y + 30 + Math.sin(step) * 20);
  await page.mouse.up();
  return page.locator('#strokes').inputValue();
}

/** Shows the file in the page, and waits until its first page is drawn with its text. */
export async function view(page: Page): Promise<void> {
  await page.locator('#view').click();
  await page.locator('.sheet[data-drawn] .text-layer span').first().waitFor();
}
