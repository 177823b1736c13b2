/** The list of a person with several documents: what is theirs to sign first, and how all stand. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { notify } from '../../functions/notify/notify.ts';
import { signingApp } from '../../functions/signing/app.ts';
import { ROWS_IN_SIGHT } from '../../functions/signing/list.ts';
import { documentsWith, drafted, lettersTo } from './flow.ts';
import { formActions, heading, otherLanguage } from './page.ts';
import { leaderAlone } from './request.ts';
import {
  at,
  invitedTrio,
  LEADER,
  lettersToHead,
  pageOf,
  printed,
  rowsOf,
  seated,
  signsOne,
  tokenIn,
} from './several.ts';
import { signatoryAt } from './signatory.ts';
import { START, startWorld, type TestWorld } from './world.ts';

const ADMIN = { type: 'admin', subject: 'rina' } as const;

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
afterEach(() => {
  world.time.now = START;
});

describe('the list', () => {
  test('is behind the POST that opens the session, and names nobody before', async () => {
    const ids = await invitedTrio(world);
    const token = tokenIn(lettersToHead(world, ids)[0]);
    for (const query of ['', '?dokumen=1', '?dokumen=99']) {
      const html = await pageOf(signatoryAt(world, token).get(query));
      expect(heading(html)).toBe('Ada dokumen yang menunggu Anda');
      expect(html).not.toMatch(/Siti|Piagam Pencanangan Pembangunan|Kota Contoh/);
    }
  });

  test('shows each document with role and standing, and what is next', async () => {
    const { who } = await seated(world);
    const html = await pageOf(who.get());
    expect(heading(html)).toBe('Dokumen Anda');
    expect(rowsOf(html)).toEqual([
      'sign: Piagam Pencanangan',
      'sign: Komitmen Bersama',
      'sign: Pakta Integritas',
    ]);
    expect(html).toMatch(/<strong>0<\/strong> dari <strong>3<\/strong>/);
    expect(html).toMatch(/class="button wide" href="\/s\/[\w-]+\?dokumen=1"/);
  });

  test('follows what happens: signed, waiting for others, ended', async () => {
    const { ids, who } = await seated(world);
    const [charter, , pledge] = ids;
    await signsOne(world, charter, who);
    await notify(world, charter);
    await world.execute(pledge, { type: 'void', reason: 'salah' }, ADMIN);
    expect(rowsOf(await pageOf(who.get()))).toEqual([
      'sign: Komitmen Bersama',
      'signed: Piagam Pencanangan',
      'ended: Pakta Integritas',
    ]);
    const leader = await at(world, charter, LEADER);
    const html = await pageOf(leader.get());
    expect(rowsOf(html)).toEqual([
      'sign: Piagam Pencanangan',
      'wait: Komitmen Bersama',
      'ended: Pakta Integritas',
    ]);
    expect(html).toMatch(/<strong>0<\/strong> dari <strong>2<\/strong>/);
    expect(html).toContain('Dokumen telah dibatalkan oleh instansi');
  });

  test('folds what is beyond the first rows, and reads the ledger once for all', async () => {
    const units = Array.from({ length: 25 }, (_, index) => ({ name: `Dinas ${index + 1}` }));
    const first = await drafted(world, leaderAlone(units));
    await printed(world, documentsWith(first));
    await notify(world, documentsWith(first).at(-1) ?? '');
    const who = await at(world, first, 1);
    let reads = 0;
    const documents: TestWorld['ledger']['documents'] = (ids) => {
      reads += 1;
      return world.ledger.documents(ids);
    };
    const counted = signatoryAt(
      { signing: signingApp({ ...world, ledger: { ...world.ledger, documents } }) },
      tokenIn(lettersTo(world, first, 1)[0]),
    );
    counted.setCookie(who.cookie());
    const html = await pageOf(counted.get());
    const [shown = '', folded = ''] = html.split('<details>');
    expect(rowsOf(shown)).toHaveLength(ROWS_IN_SIGHT);
    expect(rowsOf(folded)).toHaveLength(25 - ROWS_IN_SIGHT);
    expect(reads).toBe(1);
  });
});

describe('the language', () => {
  test('and the document are kept by every link, form and redirect', async () => {
    const { who } = await seated(world);
    const list = await pageOf(who.get('?lang=en'));
    expect(heading(list)).toBe('Your documents');
    expect(list).toContain('?dokumen=2&lang=en"');
    const page = await pageOf(who.get('?dokumen=2&lang=en'));
    expect(page).toContain('/disown?dokumen=2&lang=en"');
    for (const action of formActions(page)) expect(action).toMatch(/\?dokumen=2&lang=en$/);
    const answer = await who.sign({}, '?dokumen=2&lang=en');
    expect(answer.headers.get('location')).toMatch(/\?dokumen=2&lang=en$/);
    const other = otherLanguage(await pageOf(who.get('?dokumen=2')), '/s/x');
    expect(other).toBe('/s/x?dokumen=2&lang=en');
  });
});
