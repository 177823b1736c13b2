/** A ceremony in a real browser: the board of the hall, the entry by phone, and the public page. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { localDate } from '../../functions/domain/deadline.ts';
import { signLink } from '../../infra/local/demo/signatory.ts';
import { city } from '../journey/event.ts';
import { eventually, lettersTo, linkIn, openStage, type Stage } from '../journey/stage.ts';
import { expectGoodPage, openBrowser, PHONE } from './browser.ts';

/** A projector of today, one of yesterday, and the phone of somebody in the hall. */
const SCREENS = {
  '1920': { width: 1920, height: 1080 },
  '1280': { width: 1280, height: 720 },
  '360': PHONE,
} as const;

/** Looks at the state until a signature shows: the first one may be answered from a moment before. */
const MOST_LOOKS = 2;
const MINUTES_AWAY_MS = 5 * 60_000;

const HEADS = 6;
const head = (n: number): string => `Kepala Ke-${n}, S.Sos.`;

describe('the board of a ceremony', () => {
  let stage: Stage;
  let browser: Browser;
  let id: string;
  let documentId: string;
  const contexts: BrowserContext[] = [];

  const visit = async (path: string, how: BrowserContextOptions = {}): Promise<Page> => {
    const context = await browser.newContext({ viewport: SCREENS['1280'], ...how });
    contexts.push(context);
    const page = await context.newPage();
    await page.goto(`${stage.host.url}${path}`);
    return page;
  };
  const admin = async (verb: string, body: object = {}): Promise<void> => {
    const response = await fetch(`${stage.host.url}/v1/declarations/${id}/${verb}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${stage.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
  };
  const signs = async (key: string): Promise<void> => {
    const address = `${key}@example.test`;
    const link = await eventually(`an invitation to ${address}`, async () => {
      const [letter] = await lettersTo(stage.host.inbox, address);
      return letter && linkIn(letter);
    });
    expect((await signLink(link)).signed).toBe(1);
  };
  const tile = (page: Page, name: string) =>
    page.locator('[data-state="all"]').filter({ hasText: name }).first();
  const signed = async (page: Page): Promise<string | null> =>
    page.locator('.figures [data-field="signed"]').textContent();

  beforeAll(async () => {
    [stage, browser] = await Promise.all([openStage(), openBrowser()]);
    const { weekday: _, ...event } = city(HEADS, 0).event;
    const date = localDate(new Date().toISOString(), 'WIT');
    const declared = await stage.api.declare({
      ...city(HEADS, 0),
      charterMode: 'joint',
      event: { ...event, date },
    });
    id = declared.id;
    documentId = declared.documents[0]?.id ?? '';
    await stage.host.idle();
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  });
  afterAll(async () => {
    await browser.close();
    await stage.close();
  });

  it('is a kind page without any name before it is opened', async () => {
    const page = await visit(`/acara/${id}`, { viewport: PHONE });
    await expectGoodPage(page, 'board/closed-360');
    expect(await page.content()).not.toContain(head(1));
    await admin('board/open');
  });

  it('lights up a name soon after the signature, and says so', async () => {
    const page = await visit(`/acara/${id}`);
    const looks: number[] = [];
    await page.waitForResponse((response) => response.url().endsWith('/state'));
    await signs('kepala1');
    page.on('response', (response) => {
      if (response.url().endsWith('/state')) looks.push(response.status());
    });
    await tile(page, head(1)).waitFor();
    expect(looks.length).toBeLessThanOrEqual(MOST_LOOKS);
    expect(await signed(page)).toBe('1');
    expect(await page.locator('.board-latest').textContent()).toContain(head(1));
  });

  it('is answered 304 while nobody signs', async () => {
    const page = await visit(`/acara/${id}`);
    const quiet = await page.waitForResponse(
      (response) => response.url().endsWith('/state') && response.status() !== 200,
    );
    expect(quiet.status()).toBe(304);
  });

  it('keeps every name lit while the network is cut, says so quietly, and catches up', async () => {
    const page = await visit(`/acara/${id}`);
    await tile(page, head(1)).waitFor();
    await page.context().setOffline(true);
    await page.getByText('Sambungan terputus, mencoba lagi').waitFor();
    await signs('kepala2');
    await signs('kepala3');
    await expectGoodPage(page, 'board/cut-1280');
    expect(await tile(page, head(1)).isVisible()).toBe(true);
    expect(await signed(page)).toBe('1');
    await page.context().setOffline(false);
    await tile(page, head(2)).waitFor();
    await tile(page, head(3)).waitFor();
    await page.getByText('Sambungan terputus, mencoba lagi').waitFor({ state: 'hidden' });
    expect(await signed(page)).toBe('3');
  });

  it('asks nothing while nobody looks, and catches up when it is shown again', async () => {
    const context = await browser.newContext();
    contexts.push(context);
    const page = await context.newPage();
    await page.clock.install();
    await page.goto(`${stage.host.url}/acara/${id}`);
    const show = (hidden: boolean): Promise<unknown> =>
      page.evaluate(
        `Object.defineProperty(document, 'hidden', { value: ${hidden}, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'))`,
      );
    await page.waitForResponse((response) => response.url().endsWith('/state'));
    await show(true);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.clock.runFor(MINUTES_AWAY_MS);
    expect(asked).toEqual([]);
    await signs('kepala4');
    await show(false);
    await tile(page, head(4)).waitFor();
  });

  it('is a page without JavaScript too, which reloads by itself', async () => {
    const page = await visit(`/acara/${id}`, { javaScriptEnabled: false });
    expect(await page.content()).toContain(head(1));
    await page.getByRole('link', { name: 'Muat ulang sekarang' }).waitFor();
    await signs('kepala5');
    await tile(page, head(5)).waitFor();
  });

  it.each(Object.entries(SCREENS))('is a good page, %s pixels wide', async (width, viewport) => {
    for (const lang of ['id', 'en']) {
      const page = await visit(`/acara/${id}?lang=${lang}`, { viewport });
      await tile(page, head(5)).waitFor();
      await expectGoodPage(page, `board/board-${width}-${lang}`);
    }
  });

  it('fits on the screen of a projector without scrolling', async () => {
    for (const width of ['1920', '1280'] as const) {
      const page = await visit(`/acara/${id}`, { viewport: SCREENS[width] });
      const height = await page.evaluate('document.documentElement.scrollHeight');
      expect(height).toBe(SCREENS[width].height);
    }
  });

  it('moves nothing for who has asked for less motion', async () => {
    for (const [reducedMotion, expected] of [
      ['reduce', /^0s/],
      ['no-preference', /0\.9s/],
    ] as const) {
      const page = await visit(`/acara/${id}`, { reducedMotion });
      const duration = await page.evaluate(
        "getComputedStyle(document.querySelector('.person')).transitionDuration",
      );
      expect(duration).toMatch(expected);
    }
  });

  it('leads to an entry, where a phone asks for the letter and gets the same link', async () => {
    const address = 'kepala6@example.test';
    const [first] = await lettersTo(stage.host.inbox, address);
    const page = await visit(`/masuk/${id}`, { viewport: PHONE });
    await expectGoodPage(page, 'board/entry-360');
    await page.getByLabel('Alamat surel Anda').fill('kepala6');
    await page.getByRole('button').click();
    await page.getByText('Isian ini bukan alamat surel').waitFor();
    await expectGoodPage(page, 'board/entry-invalid-360');
    await page.getByLabel('Alamat surel Anda').fill(address);
    await page.getByRole('button').click();
    await page.getByRole('heading', { name: 'Permintaan telah kami terima' }).waitFor();
    await expectGoodPage(page, 'board/entry-sent-360');
    const again = await eventually('the letter again', async () => {
      const letters = await lettersTo(stage.host.inbox, address);
      return letters.length === 2 && letters.at(-1);
    });
    expect(first && linkIn(again)).toBe(first && linkIn(first));
  });

  it('is complete when the last one has signed, without being reloaded', async () => {
    const page = await visit(`/acara/${id}`, { viewport: SCREENS['1920'] });
    for (const key of ['kepala6', 'walikota', 'sekda']) await signs(key);
    await page.getByText('Seluruh tanda tangan telah lengkap').waitFor();
    expect(await page.locator('[data-tally^="person-"]:not([data-state="all"])').count()).toBe(0);
    await expectGoodPage(page, 'board/complete-1920');
  });

  it('goes dark in the hall when it is closed', async () => {
    const page = await visit(`/acara/${id}`);
    await admin('board/close');
    await page.getByRole('heading', { name: 'Papan acara tidak dibuka' }).waitFor();
    expect(await page.content()).not.toContain(head(1));
  });

  it('leaves a public page, which is found once it is published and explained once withdrawn', async () => {
    const path = `/pencanangan/${id}`;
    await expectGoodPage(await visit(path, { viewport: PHONE }), 'board/unpublished-360');
    await admin('publish');
    for (const [width, viewport] of Object.entries(SCREENS)) {
      const page = await visit(path, { viewport });
      await expectGoodPage(page, `board/public-${width}`);
      await page.locator(`a[href*="/verify/${documentId}"]`).waitFor();
    }
    const paper = await visit(path);
    await paper.emulateMedia({ media: 'print' });
    await expectGoodPage(paper, 'board/public-print');
    await admin('unpublish', { reason: 'Data unit kerja sedang diperbaiki.' });
    // The page is kept for a minute by who has seen it; another visitor sees what is so now.
    const page = await visit(path, { viewport: PHONE });
    await page.getByText('Data unit kerja sedang diperbaiki.').waitFor();
    await expectGoodPage(page, 'board/withdrawn-360');
  });
});
