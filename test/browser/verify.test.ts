/** Verification in a real browser: what stays at home, what is sent, and how both are told. */
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bundleOf, type OnRecord, onRecord, sealedWith } from '../functions/on-record.ts';
import { flipped, grown } from '../functions/upload.ts';
import { sha256, startWorld, type TestWorld } from '../functions/world.ts';
import { DESKTOP, expectGoodPage, openBrowser, PHONE } from './browser.ts';
import { serve } from './serve.ts';

const LIMIT_BYTES = 4 * 1024 * 1024;

let world: TestWorld;
let ours: OnRecord;
let browser: Browser;
let server: Awaited<ReturnType<typeof serve>>;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld(), openBrowser()]);
  ours = await onRecord(world, { upgrade: true });
  server = await serve(world.archive);
});
afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await world.stop();
});

type Visit = { readonly page: Page; readonly sent: readonly Request[]; readonly faults: string[] };

/** A page in a browser of its own, with all requests that carry a body. */
async function visit(path: string, how: object = { viewport: PHONE }): Promise<Visit> {
  const context = await browser.newContext(how);
  contexts.push(context);
  const page = await context.newPage();
  const sent: Request[] = [];
  const faults: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET') sent.push(request);
  });
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) faults.push(message.text());
  });
  await page.goto(server.origin + path);
  return { page, sent, faults };
}

const pdf = (bytes: Uint8Array) => ({
  name: 'piagam.pdf',
  mimeType: 'application/pdf',
  buffer: Buffer.from(bytes),
});

const choose = (page: Page, bytes: Uint8Array): Promise<void> =>
  page.locator('input[type=file]').setInputFiles(pdf(bytes));

/** Drops a file on the body of the page, beside the form. */
async function drop(page: Page, bytes: Uint8Array): Promise<void> {
  const base64 = Buffer.from(bytes).toString('base64');
  const files = await page.evaluateHandle(`(() => {
    const files = new DataTransfer();
    const bytes = Uint8Array.from(atob('${base64}'), (char) => char.charCodeAt(0));
    files.items.add(new File([bytes], 'piagam.pdf', { type: 'application/pdf' }));
    return files;
  })()`);
  for (const type of ['dragover', 'drop'])
    await page.dispatchEvent('h1', type, { dataTransfer: files });
}

const step = (page: Page, name: string) => page.locator(`form[data-step="${name}"]`).waitFor();
const result = (page: Page, verdict: string) => page.locator(`.verdict-${verdict}`).waitFor();

describe('a file that we know', () => {
  it('stays at home when it is dropped: its hash alone leaves, and the answer is shown', async () => {
    const { page, sent, faults } = await visit('/verify');
    await drop(page, ours.upgraded);
    await result(page, 'intact');
    expect(page.url()).toBe(`${server.origin}/v1/files/${sha256(ours.upgraded)}`);
    expect(sent).toEqual([]);
    expect(faults).toEqual([]);
    await expectGoodPage(page, 'verify/intact-phone');
    await page.locator('details.levels summary').click();
    await expectGoodPage(page, 'verify/intact-levels-phone');
  });

  it('stays at home when it is chosen on the page of its document, in English', async () => {
    const { page, sent } = await visit(`/verify/${ours.id}?lang=en`);
    await choose(page, ours.sealed);
    await result(page, 'earlier');
    expect(sent).toEqual([]);
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await expectGoodPage(page, 'verify/earlier-phone-en');
  });

  it('can be asked for with the keyboard alone', async () => {
    const { page, sent } = await visit('/verify');
    await page.locator('#id').focus();
    for (const stop of ['button', 'input[type=file]', 'form.upload button']) {
      await page.keyboard.press('Tab');
      await page.locator(`${stop}:focus-visible`).waitFor();
    }
    await page.keyboard.press('Shift+Tab');
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.keyboard.press('Space'),
    ]);
    await chooser.setFiles(pdf(ours.upgraded));
    await result(page, 'intact');
    expect(sent).toEqual([]);
  });

  it('is not sent either when it is larger than what can be sent', async () => {
    const { page, sent } = await visit('/verify');
    await choose(page, new Uint8Array(LIMIT_BYTES + 1));
    await step(page, 'large');
    expect(await page.getByRole('button', { name: 'Periksa berkas' }).isDisabled()).toBe(true);
    expect(sent).toEqual([]);
    await expectGoodPage(page, 'verify/large-phone');
  });
});

describe('a file that we do not know', () => {
  it('is sent only after it has been said, and then judged in full', async () => {
    const { page, sent, faults } = await visit('/verify');
    await choose(page, grown(ours.sealed, ' '));
    await step(page, 'unknown');
    expect(sent).toEqual([]);
    await expectGoodPage(page, 'verify/unknown-asked-phone');
    expect(await page.getByRole('status').textContent()).toContain('tidak disimpan');
    await page.getByRole('button', { name: 'Kirim dan periksa' }).click();
    await result(page, 'appended');
    expect(sent.map((request) => new URL(request.url()).pathname)).toEqual(['/v1/verify']);
    expect(faults).toEqual([]);
    await expectGoodPage(page, 'verify/appended-phone');
  });

  it('names the signatures of others, on a desktop and in English', async () => {
    const { page } = await visit('/verify?lang=en', { viewport: DESKTOP });
    await drop(page, await sealedWith(await bundleOf('Orang Lain'), ours.sealed));
    await step(page, 'unknown');
    await expectGoodPage(page, 'verify/unknown-asked-desktop-en');
    await page.getByRole('button', { name: 'Send and check' }).click();
    await result(page, 'appended');
    expect(await page.locator('.others li').count()).toBe(1);
    await expectGoodPage(page, 'verify/others-desktop-en');
  });

  it('gives way to another one that is chosen after it', async () => {
    const { page, sent } = await visit('/verify');
    await choose(page, flipped(ours.sealed, 10));
    await step(page, 'unknown');
    await choose(page, ours.upgraded);
    await result(page, 'intact');
    expect(sent).toEqual([]);
  });

  it('can be checked again after coming back from the answer', async () => {
    const { page } = await visit('/verify');
    await choose(page, Buffer.from('%PDF-1.7 milik orang lain'));
    await step(page, 'unknown');
    await page.getByRole('button', { name: 'Kirim dan periksa' }).click();
    await result(page, 'unknown');
    await page.goBack();
    await step(page, '');
    await choose(page, ours.unsigned);
    await result(page, 'unsealed');
    await expectGoodPage(page, 'verify/unsealed-phone');
  });

  it('can still be sent when we cannot be asked', async () => {
    const { page } = await visit('/verify');
    await page.route('**/v1/files/**', (route) => route.abort());
    await choose(page, ours.upgraded);
    await step(page, 'unasked');
    await page.getByRole('button', { name: 'Kirim dan periksa' }).click();
    await result(page, 'intact');
  });
});

describe('without JavaScript', () => {
  it.each(['id', 'en'])('a file is sent by the plain form: %s', async (lang) => {
    const how = { viewport: PHONE, javaScriptEnabled: false };
    const { page, sent } = await visit(`/verify?lang=${lang}`, how);
    expect(await page.locator('#home-hint').isVisible()).toBe(false);
    await choose(page, ours.upgraded);
    await page.locator('form.upload button').click();
    await result(page, 'intact');
    expect(sent).toHaveLength(1);
    expect(await page.locator('html').getAttribute('lang')).toBe(lang);
  });
});

it.each(['light', 'dark'] as const)(
  'the pages are good on phone and desktop, in both languages, %s',
  async (colorScheme) => {
    for (const [screen, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP }))
      for (const lang of ['id', 'en'])
        for (const [name, path] of Object.entries({
          form: '/verify',
          page: `/verify/${ours.id}`,
        })) {
          const { page } = await visit(`${path}?lang=${lang}`, { viewport, colorScheme });
          await expectGoodPage(page, `verify/${name}-${screen}-${lang}-${colorScheme}`);
        }
  },
);
