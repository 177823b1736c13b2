/** What else happens at a signatory's door: declining, handing on, codes, several at once, lost time. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { crowd, several } from '../journey/event.ts';
import { openStage, type Stage } from '../journey/stage.ts';
import { DESKTOP, expectGoodPage, openBrowser, PHONE } from './browser.ts';
import { enter, letterTo, linkOf, MOBILE, sign, visitors } from './visitor.ts';

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

/** Two people at addresses of their own, of an agency with these rules. */
const pair = (key: string, rules: object = {}) => {
  const body = crowd(2);
  return {
    ...body,
    agency: { ...body.agency, ...rules },
    contact: `pengelola-${key}@example.test`,
    signatories: body.signatories.map((one, index) => ({
      ...one,
      email: `${key}${index + 1}@example.test`,
    })),
  };
};

/** A page behind the link of somebody, opened. */
async function opened(address: string, how: object = MOBILE): Promise<Page> {
  const { page } = await visit(await linkOf(stage, address), how);
  await enter(page);
  return page;
}

/** Unfolds one of the ways in which somebody does not sign. */
const unfold = (page: Page, name: string) => page.getByText(name, { exact: true }).first().click();

/** As far as the page that asks once more. */
async function disowning(page: Page): Promise<void> {
  await unfold(page, 'Saya bukan orang ini');
  await page.getByRole('link', { name: 'Saya bukan orang ini' }).click();
  await page.getByRole('heading', { name: 'Benarkah Anda bukan orang ini?' }).waitFor();
}

describe('somebody who does not sign', () => {
  it('declines with a reason', async () => {
    await stage.api.declare(pair('tolak'));
    const page = await opened('tolak1@example.test');
    await unfold(page, 'Saya tidak bersedia menandatangani');
    await page.locator('#reason').fill('Nama unit keliru.');
    await expectGoodPage(page, 'signing/decline-phone');
    await page.getByRole('button', { name: 'Kirim penolakan' }).click();
    await page.getByRole('heading', { name: 'Penolakan Anda telah tercatat' }).waitFor();
    await expectGoodPage(page, 'signing/declined-phone');
    expect((await letterTo(stage, 'pengelola-tolak@example.test', () => true)).text).toContain(
      'Nama unit keliru.',
    );
  });

  it('hands the seat on, after a first try with too little, without JavaScript', async () => {
    await stage.api.declare(pair('alih', { delegation: true }));
    const page = await opened('alih1@example.test', { viewport: PHONE, javaScriptEnabled: false });
    await unfold(page, 'Alihkan kepada orang lain yang berwenang');
    await page.locator('#heir-name').fill('Rahmat Hidayat');
    await page.locator('#heir-position').fill('=?utf-8?B?eA==?=');
    await page.locator('#heir-email').fill('rahmat@example.test');
    await page.locator('#heir-reason').fill('Perjalanan dinas');
    await page.getByRole('button', { name: 'Alihkan penandatanganan' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.locator('#heir-name').inputValue()).toBe('Rahmat Hidayat');
    await page.locator('#heir-position').fill('Sekretaris Dinas');
    await page.getByRole('button', { name: 'Alihkan penandatanganan' }).click();
    await page.getByRole('heading', { name: 'Penandatanganan telah dialihkan' }).waitFor();
    const heir = await opened('rahmat@example.test', { viewport: DESKTOP });
    await expectGoodPage(heir, 'signing/heir-desktop');
    await sign(heir);
  });

  it('is another person: asked once more, the link shows nothing any more, and whoever declared is told', async () => {
    await stage.api.declare(pair('bukan'));
    const page = await opened('bukan1@example.test');
    await disowning(page);
    await page.getByRole('link', { name: 'Tidak, kembali' }).click();
    await disowning(page);
    await expectGoodPage(page, 'signing/disown-phone');
    await page.getByRole('link', { name: 'English' }).click();
    await page.getByRole('button', { name: 'End this link' }).waitFor();
    await expectGoodPage(page, 'signing/disown-phone-english');
    await page.goBack();
    await page.getByRole('button', { name: 'Akhiri tautan ini' }).click();
    await page.getByRole('heading', { name: 'Terima kasih atas pemberitahuan Anda' }).waitFor();
    await expectGoodPage(page, 'signing/disowned-phone');
    await page.goto(await linkOf(stage, 'bukan1@example.test'));
    await page.getByRole('heading', { name: 'Tautan telah diakhiri' }).waitFor();
    await expectGoodPage(page, 'signing/disowned-later-phone');
    const told = await letterTo(stage, 'pengelola-bukan@example.test', () => true);
    expect(told.text).toContain('Penandatangan 1');
  });

  it('is another person, without JavaScript', async () => {
    await stage.api.declare(pair('bukan-polos'));
    const plain = { viewport: PHONE, javaScriptEnabled: false };
    const page = await opened('bukan-polos1@example.test', plain);
    await disowning(page);
    await page.getByRole('button', { name: 'Akhiri tautan ini' }).click();
    await page.getByRole('heading', { name: 'Terima kasih atas pemberitahuan Anda' }).waitFor();
  });
});

describe('a one-time code', () => {
  it('comes by mail and opens the document, on a phone', async () => {
    await stage.api.declare(pair('kode', { identity: { mailCode: true } }));
    const page = await opened('kode1@example.test');
    await expectGoodPage(page, 'signing/code-ask-phone');
    await page.getByRole('button', { name: 'Kirim kode' }).click();
    await page.locator('#mail-code').waitFor();
    await expectGoodPage(page, 'signing/code-enter-phone');
    const letter = await letterTo(stage, 'kode1@example.test', ({ subject }) =>
      subject.startsWith('Kode penandatanganan'),
    );
    const code = /\d{6}/.exec(letter.subject)?.[0] ?? '';
    await page.locator('#mail-code').fill(code === '000000' ? '111111' : '000000');
    await page.getByRole('button', { name: 'Lanjutkan' }).click();
    await page.getByRole('alert').waitFor();
    await expectGoodPage(page, 'signing/code-wrong-phone');
    await page.locator('#mail-code').fill(code);
    await page.getByRole('button', { name: 'Lanjutkan' }).click();
    await sign(page);
    const mail = await visit('about:blank');
    await mail.page.setContent(letter.html);
    await expectGoodPage(mail.page, 'signing/code-letter-phone');
  });
});

describe('an access code', () => {
  it.each(['light', 'dark'] as const)(
    'is asked for in either language, %s',
    async (colorScheme) => {
      await stage.api.declare(pair(`akses-${colorScheme}`, { identity: { accessCode: true } }));
      const page = await opened(`akses-${colorScheme}1@example.test`, { ...MOBILE, colorScheme });
      await expectGoodPage(page, `signing/access-phone-${colorScheme}`);
      await page.getByRole('link', { name: 'English' }).click();
      await page.getByLabel('Access code').fill('melati 4821');
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('alert').waitFor();
      await expectGoodPage(page, `signing/access-unset-phone-${colorScheme}`);
    },
  );
});

it.each(['light', 'dark'] as const)(
  'the signing page is good with all of its ways unfolded, in English, %s',
  async (colorScheme) => {
    await stage.api.declare(pair(`lipat-${colorScheme}`, { delegation: true }));
    const { page } = await visit(await linkOf(stage, `lipat-${colorScheme}1@example.test`), {
      viewport: DESKTOP,
      colorScheme,
    });
    await enter(page);
    await page.getByRole('link', { name: 'English' }).click();
    for (const fold of await page.locator('summary').all()) await fold.click();
    await expectGoodPage(page, `signing/unfolded-desktop-${colorScheme}`);
    await page.locator('#heir-name').fill('Rahmat Hidayat');
    await page.locator('#heir-position').fill('Sekretaris Dinas');
    await page.locator('#heir-email').fill(`rahmat-${colorScheme}@example.test`);
    await page.locator('#heir-reason').fill('Perjalanan dinas');
    await page.getByRole('button', { name: 'Hand on' }).click();
    await page.getByRole('heading', { name: 'Your signature has been handed on' }).waitFor();
    await expectGoodPage(page, `signing/delegated-desktop-${colorScheme}`);
  },
);

describe('several documents', () => {
  it('are read one by one and signed with one consent', async () => {
    await stage.api.declare(several());
    const page = await opened('kepala1@example.test');
    for (let left = 3; left > 0; left -= 1) {
      const unread = page.locator('li[data-standing="sign"]:not(:has(.mark-read)) a').first();
      await unread.click();
      await page.getByRole('button', { name: 'Tandai sudah dibaca' }).click();
      await page.getByRole('heading', { name: 'Dokumen Anda', exact: true }).waitFor();
    }
    await expectGoodPage(page, 'signing/together-list-phone');
    await page.locator('#consent').check();
    await page.getByRole('button', { name: 'Tanda tangani semuanya' }).click();
    await page.getByRole('heading', { name: '3 dari 3 dokumen ditandatangani' }).waitFor();
    await expectGoodPage(page, 'signing/together-phone');
    await page.getByRole('link', { name: 'Semua dokumen Anda' }).click();
    expect(await page.locator('[data-standing="signed"]').count()).toBe(3);
  });
});

describe('time and taps', () => {
  it('a session that ends in mid-form loses nothing that was typed', async () => {
    await stage.api.declare(pair('waktu'));
    const page = await opened('waktu1@example.test');
    await page.locator('#typed').fill('H. Penandatangan');
    await page.context().clearCookies();
    await page.locator('#consent').check();
    await page.getByRole('button', { name: 'Tanda tangani dokumen' }).click();
    await page.getByRole('alert').waitFor();
    await expectGoodPage(page, 'signing/expired-phone');
    await enter(page);
    expect(await page.locator('#typed').inputValue()).toBe('H. Penandatangan');
    await sign(page);
  });

  it('a double tap, a second tab and the way back end at the same receipt', async () => {
    await stage.api.declare(pair('ganda'));
    const link = await linkOf(stage, 'ganda1@example.test');
    const page = await opened('ganda1@example.test');
    const tab = await page.context().newPage();
    await tab.goto(link);
    await page.locator('#consent').check();
    await page.getByRole('button', { name: 'Tanda tangani dokumen' }).dblclick();
    await page.getByRole('heading', { name: 'Tanda tangan Anda telah tercatat' }).waitFor();
    await sign(tab);
    const receipt = await page.locator('.status').textContent();
    expect(await tab.locator('.status').textContent()).toBe(receipt);
    await page.goBack();
    await page.getByRole('heading', { name: 'Tanda tangan Anda telah tercatat' }).waitFor();
  });
});
