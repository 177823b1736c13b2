/** A host that is killed under a form: the browser sends it again, and it is signed once. */
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { adminApi } from '../../infra/local/demo/api.ts';
import { freePort } from '../../infra/local/engines/free-port.ts';
import { commitsOf } from '../journey/audit.ts';
import { kill, type Place, start, tokenOf, urlOf } from '../journey/child-host.ts';
import { crowd } from '../journey/event.ts';
import { eventually, lettersTo, linkIn } from '../journey/stage.ts';
import { expectGoodPage, openBrowser } from './browser.ts';
import { fillIn, press, RECEIPT, visitors } from './visitor.ts';

const RELOAD_MS = 50;
const FAULT = 'Terjadi gangguan';

let place: Place;
let host: ChildProcess;
let browser: Browser;
const { visit } = visitors(() => browser);

beforeAll(async () => {
  place = { data: await mkdtemp(join(tmpdir(), 'piagam-outage-')), port: await freePort() };
  [host, browser] = await Promise.all([start(place), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await kill(host);
  await rm(place.data, { recursive: true, force: true });
});

/** Reloads until the receipt is there, with a look at the page that says that nothing works yet. */
async function reloaded(page: Page): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  await eventually('the receipt', async () => {
    await page.reload().catch(() => undefined);
    // The browser's own page for a refused connection may be on its way somewhere else.
    const headings: readonly string[] = await page
      .locator('h1')
      .allTextContents()
      .catch(() => []);
    if (headings.includes(FAULT) && !seen.has(FAULT))
      await expectGoodPage(page, 'signing/outage-phone');
    for (const heading of headings) seen.add(heading);
    await delay(RELOAD_MS);
    return seen.has(RECEIPT);
  });
  return seen;
}

async function comeBack(): Promise<void> {
  host = await start(place);
}

it('a form that nobody answered is sent again by a reload, with all that was written', async () => {
  const api = adminApi(urlOf(place), await tokenOf(place));
  const { documents } = await api.declare(crowd(2));
  const letter = await eventually('the invitation', async () =>
    (await lettersTo(join(place.data, 'inbox'), 'orang1@example.test')).at(0),
  );
  const { page } = await visit(linkIn(letter));
  await fillIn(page, 'H. Penandatangan');
  await kill(host);
  await press(page);
  // Awaited whatever happens, else nobody ends it.
  const [seen] = await Promise.allSettled([reloaded(page), comeBack()]);
  expect(seen).toEqual({ status: 'fulfilled', value: new Set([FAULT, RECEIPT]) });
  const commits = await commitsOf(urlOf(place), await tokenOf(place), documents[0]?.id ?? '');
  const signed = commits.flatMap(({ events }) => events.filter((e) => e.type === 'SignerSigned'));
  expect(signed).toMatchObject([{ signer: 1, mark: { type: 'typed', text: 'H. Penandatangan' } }]);
});
