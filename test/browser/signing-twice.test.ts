/** Whoever presses twice, goes back, or has the link open elsewhere: one signature, one receipt. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage } from '../journey/stage.ts';
import { DESKTOP, openBrowser } from './browser.ts';
import { charter, marksOn, recorded, typed } from './signed-charter.ts';
import { enter, fillIn, letterTo, MOBILE, press, receiptOn, SIGN, visitors } from './visitor.ts';

/** A tap comes again before the first answer is there. */
const SLOW = { offline: false, latency: 600, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const SECOND_TAP_MS = 200;

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

const filled = async (link: string, name: string, how: object = MOBILE): Promise<Page> =>
  fillIn((await visit(link, how)).page, name);

/** Taps a button twice on a slow network. @returns how often the form was sent. */
async function tapTwice(page: Page, name: string): Promise<number> {
  let sent = 0;
  page.on('request', (request) => {
    if (request.method() === 'POST') sent += 1;
  });
  const button = page.getByRole('button', { name });
  await button.scrollIntoViewIfNeeded();
  const box = await button.boundingBox();
  if (box === null) throw new Error(`no button ${name}`);
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', SLOW);
  // By the mouse alone: a locator would wait until the first tap has led somewhere.
  const tap = () => page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await tap();
  await delay(SECOND_TAP_MS);
  await tap();
  await page.waitForResponse((response) => response.request().method() === 'POST');
  return sent;
}

describe('a double tap on a slow network', () => {
  it('signs once', async () => {
    const { id, link } = await charter(stage, 'ketuk');
    const page = await filled(link, 'H. Penandatangan');
    expect(await tapTwice(page, SIGN)).toBe(2);
    await receiptOn(page);
    expect(await marksOn(stage, id)).toEqual([typed('H. Penandatangan')]);
  });

  it('opens a link once', async () => {
    const { id, link } = await charter(stage, 'buka');
    const { page } = await visit(link);
    await page.locator('#recipient').check();
    expect(await tapTwice(page, 'Buka dokumen')).toBe(2);
    await page.getByRole('button', { name: SIGN }).waitFor();
    expect(await recorded(stage, id, 'SessionOpened')).toHaveLength(1);
  });

  it('does not use up the mailed code', async () => {
    const rules = { identity: { mailCode: true } };
    const { id, link, address } = await charter(stage, 'kode', { rules });
    const { page } = await visit(link);
    await enter(page);
    await press(page, 'Kirim kode');
    const letter = await letterTo(stage, address, ({ subject }) => subject.startsWith('Kode '));
    await page.locator('#mail-code').fill(/\d{6}/.exec(letter.subject)?.[0] ?? '');
    expect(await tapTwice(page, 'Lanjutkan')).toBe(2);
    await page.locator('#consent').check();
    await press(page);
    await receiptOn(page);
    expect(await recorded(stage, id, 'IdentityProven')).toHaveLength(1);
    expect(await recorded(stage, id, 'SignerSigned')).toHaveLength(1);
  });
});

describe('the way back', () => {
  it('from the receipt leads to the receipt, past the signing page and the entry', async () => {
    const { link } = await charter(stage, 'mundur');
    const page = await filled(link, 'Penandatangan 1');
    await press(page);
    const receipt = await receiptOn(page);
    for (const _ of ['signing page', 'entry']) {
      await page.goBack();
      expect(await receiptOn(page)).toBe(receipt);
    }
  });

  it('to a page that the browser has kept, and the button again, leads to the receipt', async () => {
    const { id, link } = await charter(stage, 'simpan');
    const page = await filled(link, 'H. Penandatangan');
    // Some browsers show a page as it was, whatever it says of being kept.
    const kept = await page.request.get(link);
    await press(page);
    const receipt = await receiptOn(page);
    await page.route(link, (route) => route.fulfill({ response: kept }), { times: 1 });
    await page.goBack();
    await page.locator('#typed').fill('Nama Lain');
    await page.locator('#consent').check();
    await press(page);
    expect(await receiptOn(page)).toBe(receipt);
    expect(await marksOn(stage, id)).toEqual([typed('H. Penandatangan')]);
  });
});

describe('one link', () => {
  it('in two tabs: signed in one, pressed in the other when the document is complete', async () => {
    const { id, link } = await charter(stage, 'tab', { count: 1 });
    const page = await filled(link, 'H. Penandatangan');
    const tab = await page.context().newPage();
    await tab.goto(link);
    await tab.locator('#typed').fill('Nama Lain');
    await tab.locator('#consent').check();
    await press(page);
    const receipt = await receiptOn(page);
    await press(tab);
    expect(await receiptOn(tab)).toBe(receipt);
    expect(await marksOn(stage, id)).toEqual([typed('H. Penandatangan')]);
  });

  it('on two devices: signed on one, pressed on the other, looked at on a third', async () => {
    const { id, link } = await charter(stage, 'gawai');
    const phone = await filled(link, 'H. Penandatangan');
    const desktop = await filled(link, 'Nama Lain', { viewport: DESKTOP });
    await press(phone);
    const receipt = await receiptOn(phone);
    await press(desktop);
    expect(await receiptOn(desktop)).toBe(receipt);
    const { page: third } = await visit(link, { viewport: DESKTOP });
    await enter(third);
    expect(await receiptOn(third)).toBe(receipt);
    expect(await marksOn(stage, id)).toEqual([typed('H. Penandatangan')]);
  });

  it('on two devices at the same moment', async () => {
    const { id, link } = await charter(stage, 'serentak');
    const phone = await filled(link, 'Dari Ponsel');
    const desktop = await filled(link, 'Dari Meja', { viewport: DESKTOP });
    await Promise.all([press(phone), press(desktop)]);
    expect(await receiptOn(phone)).toBe(await receiptOn(desktop));
    const either = [[typed('Dari Ponsel')], [typed('Dari Meja')]];
    expect(either).toContainEqual(await marksOn(stage, id));
  });
});

it('the address at which a form was answered, loaded anew, leads back to the document', async () => {
  const { link } = await charter(stage, 'alamat');
  const page = await filled(link, '山'); // cannot be printed
  await press(page);
  await page.getByRole('alert').waitFor();
  expect(page.url()).toBe(`${link}/sign`);
  await page.goto(page.url());
  expect(page.url()).toBe(link);
  await page.getByRole('button', { name: SIGN }).waitFor();
});
