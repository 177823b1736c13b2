/** A seat that is not the visitor's any more: given to somebody else by an admin, or out of time. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { DEFAULT_SIGNING_DAYS } from '../../functions/domain/deadline.ts';
import { openStage, type Stage } from '../journey/stage.ts';
import { expectGoodPage, openBrowser } from './browser.ts';
import { charter, marksOn, recorded } from './signed-charter.ts';
import { enter, fillIn, letterTo, linkOf, press, sign, visitors } from './visitor.ts';

const DAY_MS = 86_400_000;

let stage: Stage;
let browser: Browser;
const { visit, close } = visitors(() => browser);

beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage(), openBrowser()]);
});
afterEach(close);
afterEach(() => {
  vi.useRealTimers();
});
afterAll(async () => {
  await browser.close();
  await stage.close();
});

/** An admin puts somebody else on the first seat. */
async function replace(id: string, email: string): Promise<void> {
  const person = { name: 'Rahmat Hidayat', position: 'Pelaksana Tugas Kepala Bagian 1', email };
  const answer = await fetch(`${stage.host.url}/v1/documents/${id}/signers/1/replace`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stage.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ person, reason: 'Pergantian pejabat' }),
  });
  expect(answer.status).toBe(200);
}

describe('a seat that an admin gives to somebody else', () => {
  it('refuses the form of the one before, kindly, and is signed by the one after', async () => {
    const { id, link } = await charter(stage, 'ganti');
    const { page } = await visit(link);
    await fillIn(page, 'Pejabat Lama');
    await replace(id, 'pengganti@example.test');
    await press(page);
    await page.getByRole('heading', { name: 'Penandatanganan telah dialihkan' }).waitFor();
    await expectGoodPage(page, 'signing/replaced-phone');
    const heir = await visit(await linkOf(stage, 'pengganti@example.test'));
    await enter(heir.page);
    await expect.poll(() => heir.page.getByText('Rahmat Hidayat').first().isVisible()).toBe(true);
    await sign(heir.page);
    expect(await marksOn(stage, id)).toHaveLength(1);
  });
});

describe('a document whose time has run out', () => {
  it('is signed no more by an open form, says so, and tells by letter', async () => {
    const { id, address, link } = await charter(stage, 'lewat');
    const { page } = await visit(link);
    await fillIn(page, 'Terlambat');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + (DEFAULT_SIGNING_DAYS + 1) * DAY_MS });
    await press(page);
    // The session is long over as well: the way leads through the entry.
    await enter(page);
    await page.getByRole('heading', { name: 'Batas waktu telah lewat' }).waitFor();
    await expectGoodPage(page, 'signing/out-of-time-phone');
    const { handler: sweep } = await import('../../functions/sweep/handler.ts');
    await sweep();
    const told = await letterTo(stage, address, ({ subject }) => /batas waktu/i.test(subject));
    expect(told.text).toContain('telah berakhir sebelum Bapak/Ibu menandatanganinya');
    // The admin's token is of today.
    vi.useRealTimers();
    expect(await recorded(stage, id, 'SignerSigned')).toEqual([]);
    expect(await recorded(stage, id, 'DocumentExpired')).toHaveLength(1);
  });
});
