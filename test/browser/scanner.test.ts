/** A program that checks mail gets to a link first: it follows, runs and presses all it finds. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readInbox } from '../../infra/local/engines/smtp.ts';
import { commitsOf } from '../journey/audit.ts';
import { crowd } from '../journey/event.ts';
import { eventually, lettersTo, linkIn, openStage, type Stage } from '../journey/stage.ts';
import { openBrowser, PHONE } from './browser.ts';
import { enter, sign } from './visitor.ts';

const SCANNER = 'Mozilla/5.0 (compatible; MailScanner/9.1)';
const PRESSES = 2;
/** Long enough for a page of ours to come after a press, if one comes at all. */
const PATIENCE_MS = 2_000;

const PRESSABLE = 'button, summary, input[type=submit], [role=button]';

let stage: Stage;
let browser: Browser;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage(), openBrowser()]);
});
afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
});
afterAll(async () => {
  await browser.close();
  await stage.close();
});

/** A machine that has never been here. */
async function machine(how: object): Promise<Page> {
  const context = await browser.newContext(how);
  contexts.push(context);
  return context.newPage();
}

type Invited = { readonly id: string; readonly link: string; readonly names: readonly string[] };

/** A charter for two, and the link of the first. */
async function invited(change: object = {}): Promise<Invited> {
  // A letter to who has signed before would be taken for the invitation.
  await stage.host.idle();
  const before = new Set((await readInbox(stage.host.inbox)).map(({ id }) => id));
  const event = crowd(2);
  const declared = await stage.api.declare({ ...event, agency: { ...event.agency, ...change } });
  const link = await eventually('the invitation', async () => {
    const letters = await lettersTo(stage.host.inbox, 'orang1@example.test');
    const letter = letters.find(({ id }) => !before.has(id));
    return letter && linkIn(letter);
  });
  await stage.host.idle();
  const names = ['Penandatangan 1', 'Penandatangan 2', 'Kepala Bagian', 'Pemerintah Kota Contoh'];
  return { id: declared.documents[0]?.id ?? '', link, names };
}

const facts = async (id: string): Promise<readonly string[]> =>
  (await commitsOf(stage.host.url, stage.token, id)).flatMap(({ events }) =>
    events.map(({ type }) => type),
  );

/** All that the scanner was ever shown. */
type Seen = string[];

/** Asks for an address as a program does, without a browser. */
async function probe(url: string, seen: Seen): Promise<void> {
  for (const method of ['HEAD', 'GET', 'HEAD', 'GET']) {
    const answer = await fetch(url, { method, headers: { 'user-agent': SCANNER } });
    seen.push(await answer.text());
    expect(answer.headers.get('set-cookie')).toBeNull();
  }
}

/** Presses everything that can be pressed, from the first page each time. */
async function press(page: Page, url: string, seen: Seen): Promise<void> {
  await page.goto(url);
  const count = await page.locator(PRESSABLE).count();
  expect(count).toBeGreaterThan(0);
  for (let each = 0; each < count; each += 1) {
    await page.goto(url);
    for (let times = 0; times < PRESSES; times += 1) {
      const target = page.locator(PRESSABLE).nth(each);
      if ((await target.count()) === 0) continue;
      await target.click({ timeout: PATIENCE_MS }).catch(() => undefined);
      await page.waitForLoadState('networkidle');
      seen.push(await page.content());
    }
  }
}

/** Sends every form as it stands, past what the browser would ask to be filled in. */
async function submit(page: Page, url: string, seen: Seen): Promise<void> {
  await page.goto(url);
  for (let form = 0; form < (await page.locator('form').count()); form += 1) {
    await page.goto(url);
    await Promise.all([
      page.waitForNavigation(),
      page.evaluate(`document.forms[${form}].submit()`),
    ]);
    seen.push(await page.content());
  }
}

async function follow(page: Page, url: string, seen: Seen): Promise<void> {
  const html = await (await fetch(url)).text();
  const found = [...html.matchAll(/<a [^>]*href="([^"]+)"/g)].map(([, href = '']) => href);
  expect(found.length).toBeGreaterThan(0);
  for (const href of found) {
    const target = new URL(href.replaceAll('&#x3D;', '='), url).href;
    await probe(target, seen);
    await page.goto(target);
    seen.push(await page.content());
  }
}

/** Everything a scanner does with a link, twice, as if two of them lay on the way. */
async function scan(link: string): Promise<Seen> {
  const seen: Seen = [];
  for (let scanner = 0; scanner < 2; scanner += 1) {
    const page = await machine({ userAgent: SCANNER });
    await probe(link, seen);
    await follow(page, link, seen);
    await press(page, link, seen);
    await submit(page, link, seen);
    expect(await page.context().cookies()).toEqual([]);
  }
  return seen;
}

async function signs(link: string): Promise<void> {
  const page = await machine({ viewport: PHONE });
  await page.goto(link);
  await enter(page);
  await sign(page);
  await page.getByRole('heading', { name: 'Tanda tangan Anda telah tercatat' }).waitFor();
}

describe('a scanner that runs scripts and presses buttons', () => {
  it('sees nobody, opens nothing and signs nothing; then the human signs as ever', async () => {
    const { id, link, names } = await invited();
    const before = await facts(id);
    const seen = await scan(link);
    expect(seen.length).toBeGreaterThan(10);
    expect(names.filter((name) => seen.join('\n').includes(name))).toEqual([]);
    expect(await facts(id)).toEqual(before);
    await signs(link);
    expect((await facts(id)).slice(before.length)).toEqual(['SessionOpened', 'SignerSigned']);
  });

  it('that ticks boxes as well still sees nobody where the agency asks for a code', async () => {
    const { id, link, names } = await invited({ identity: { mailCode: true } });
    const seen: Seen = [];
    const page = await machine({ userAgent: SCANNER });
    await page.goto(link);
    await enter(page);
    await page.waitForLoadState('networkidle');
    seen.push(await page.content());
    await press(page, link, seen);
    await submit(page, link, seen);
    await probe(`${link}/pdf`, seen);
    expect(names.filter((name) => seen.join('\n').includes(name))).toEqual([]);
    const told = await facts(id);
    expect(told.filter((fact) => ['SessionOpened', 'SignerSigned'].includes(fact))).toEqual([]);
  });
});
