import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readInbox } from '../../infra/local/engines/smtp.ts';
import { city } from '../journey/event.ts';
import {
  eventually,
  lettersTo,
  linkIn,
  openStage,
  type Stage,
  untilStatus,
} from '../journey/stage.ts';
import { DESKTOP, expectGoodPage, openBrowser, PHONE } from './browser.ts';
import { enter } from './visitor.ts';

describe('the life of a charter in a browser', () => {
  let stage: Stage;
  let browser: Browser;
  let declarationId: string;
  let documentId: string;
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
      const [letter] = await lettersTo(stage.host.inbox, address);
      return letter && linkIn(letter);
    });

  beforeAll(async () => {
    [stage, browser] = await Promise.all([openStage(), openBrowser()]);
    const declared = await stage.api.declare(city(1, 0));
    declarationId = declared.id;
    documentId = declared.documents[0]?.id ?? '';
  });
  afterAll(async () => {
    await browser.close();
    await stage.close();
  });

  it('the unit head signs on a phone, after reading in Indonesian and English', async () => {
    const page = await visit(await invitation('kepala1@example.test'), { viewport: PHONE });
    await expectGoodPage(page, 'phone/1-entry');
    expect(await page.content()).not.toContain('Kepala Ke-1');
    await page.getByRole('link', { name: 'English' }).click();
    await expectGoodPage(page, 'phone/2-entry-english');
    await page.getByRole('link', { name: 'Bahasa Indonesia' }).click();
    await enter(page);
    await expectGoodPage(page, 'phone/3-sign');
    expect(await page.content()).toContain('Kepala Ke-1');
    await page.locator('#consent').check();
    await page
      .getByRole('button', { name: /tanda ?tangani/i })
      .first()
      .click();
    await page.waitForURL(/\/s\/[^/]+$/);
    await expectGoodPage(page, 'phone/4-receipt');
    await page.goBack();
    await page.reload();
    expect(await page.locator('form[action$="/sign"]').count()).toBe(0);
  });

  it('the leader signs on a desktop without JavaScript', async () => {
    const link = await invitation('walikota@example.test');
    const page = await visit(link, { viewport: DESKTOP, javaScriptEnabled: false });
    await enter(page);
    await page.locator('#consent').check();
    await page
      .getByRole('button', { name: /tanda ?tangani/i })
      .first()
      .click();
    await page.waitForURL(/\/s\/[^/]+$/);
    expect(await page.content()).toContain('Nur Aini');
    const again = await visit(link, { viewport: DESKTOP });
    await enter(again);
    await expectGoodPage(again, 'desktop/1-receipt-of-leader');
  });

  it('the witness sees who has signed, signs, and the charter is sealed', async () => {
    const page = await visit(await invitation('sekda@example.test'), { viewport: DESKTOP });
    await enter(page);
    await expectGoodPage(page, 'desktop/2-sign');
    await page.locator('#consent').check();
    await page
      .getByRole('button', { name: /tanda ?tangani/i })
      .first()
      .click();
    await untilStatus(stage.api, declarationId, 'sealed');
    await page.reload();
    await expectGoodPage(page, 'desktop/3-receipt-sealed');
  });

  it('anyone can verify: by the page of the QR code, and by the file', async () => {
    const page = await visit(`${stage.host.url}/verify/${documentId}`, { viewport: PHONE });
    await expectGoodPage(page, 'phone/5-verify');
    const sealed = Buffer.from(await stage.api.pdf(documentId, 'sealed'));
    const changed = Buffer.from(sealed);
    const middle = changed.indexOf('/Type /Page');
    changed.writeUInt8(changed.readUInt8(middle) ^ 1, middle);
    const files = { intact: sealed, changed, unknown: Buffer.from('%PDF-1.7 milik orang lain') };
    for (const [verdict, buffer] of Object.entries(files)) {
      await page.goto(`${stage.host.url}/verify`);
      const file = { name: 'piagam.pdf', mimeType: 'application/pdf', buffer };
      await page.locator('input[type=file]').setInputFiles(file);
      // What we know is told by its hash alone; the rest has to be sent.
      if (verdict !== 'intact')
        await page.getByRole('button', { name: 'Kirim dan periksa' }).click();
      await page.locator(`.verdict-${verdict}`).waitFor();
      await expectGoodPage(page, `phone/6-verdict-${verdict}`);
    }
  });

  it.each(['/', '/verify', '/verify/0000000000000000', '/docs', '/s/unknown', '/local/mail'])(
    '%s is a good page on phone and desktop, in both languages',
    async (path) => {
      for (const [screen, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP }))
        for (const lang of ['id', 'en']) {
          const page = await visit(`${stage.host.url}${path}?lang=${lang}`, { viewport });
          const name = path.replaceAll('/', '-').slice(1) || 'home';
          await expectGoodPage(page, `${screen}/page-${name}-${lang}`);
          expect(await page.locator('html').getAttribute('lang')).toBe(lang);
        }
    },
  );

  it('every letter is a good page too', async () => {
    for (const letter of (await readInbox(stage.host.inbox)).slice(-1)) {
      const page = await visit('about:blank', { viewport: PHONE });
      await page.setContent(letter.html);
      await expectGoodPage(page, 'phone/7-letter');
    }
  });
});
