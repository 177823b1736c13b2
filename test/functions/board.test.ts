/** The ceremony board over HTTP: open only between two commands, and cheap to ask again. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { boardApp } from '../../functions/board/app.ts';
import { declareAs, getAs, postCommand, problemOf } from './admin-caller.ts';
import { admits, declarationOf, openedBoard, tick } from './board-caller.ts';
import { drafted, invited, signs } from './flow.ts';
import { expectNotice } from './page.ts';
import { planOf } from './request.ts';
import { startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(() => tick(world));

const UNKNOWN = '0000000000000000';

const State = z.object({
  layout: z.string(),
  tallies: z.record(
    z.string(),
    z.object({ state: z.string(), signed: z.number(), total: z.number(), at: z.string() }),
  ),
  latest: z.object({ name: z.string(), position: z.string(), at: z.string() }).nullable(),
});

const ask = (id: string, etag?: string): Response | Promise<Response> =>
  world.board.request(`/acara/${id}/state`, {
    headers: etag === undefined ? {} : { 'if-none-match': etag },
  });

async function stateOfBoard(id: string) {
  const response = await ask(id);
  expect(response.status).toBe(200);
  const etag = response.headers.get('etag') ?? '';
  return { etag, state: State.parse(await response.json()) };
}

describe('a board that is not open', () => {
  const notOpen = {
    'of no declaration': async () => UNKNOWN,
    'of no shape of an identifier': async () => 'acara',
    'not opened yet': async () => declarationOf(world, await drafted(world)),
    'closed again': async () => {
      const { id } = await openedBoard(world);
      await admits(world, id, 'board/close');
      return id;
    },
  } as const;

  test.each(Object.entries(notOpen))('%s is not there, page nor state', async (_, make) => {
    const id = await make();
    await expectNotice(await world.board.request(`/acara/${id}`), 404, 'boardClosed');
    const state = await ask(id);
    expect([state.status, await state.json()]).toEqual([404, { closed: true }]);
  });

  test('cannot be opened for a plan, nor by anyone but an admin', async () => {
    const { id } = await declareAs(world, planOf(1));
    const path = `/v1/declarations/${id}/board/open`;
    const refused = await postCommand(world, path);
    expect([refused.status, (await problemOf(refused)).type]).toEqual([
      409,
      'urn:piagam:problem:notHeld',
    ]);
    for (const [as, status] of [
      ['viewer', 403],
      ['archivist', 403],
      [undefined, 401],
    ] as const)
      expect((await postCommand(world, path, { as: as ?? '' })).status).toBe(status);
    expect((await postCommand(world, `/v1/declarations/${UNKNOWN}/board/open`)).status).toBe(404);
  });
});

describe('an open board', () => {
  test('is opened once, and its address is told to the admin', async () => {
    const { id } = await openedBoard(world);
    const before = await world.record();
    const again = await postCommand(world, `/v1/declarations/${id}/board/open`);
    const told = z.object({ board: z.object({ url: z.string(), openedAt: z.string() }) });
    expect(told.parse(await again.json()).board.url).toBe(`${world.publicUrl}/acara/${id}`);
    expect(await world.record()).toEqual(before);
    const listed = await getAs(world.admin, `/v1/declarations/${id}`);
    expect(z.object({ board: z.object({ openedAt: z.string() }) }).parse(await listed.json()));
  });

  test('names everybody who signs, and holds no address, number or link', async () => {
    const { id } = await openedBoard(world);
    const page = await (await world.board.request(`/acara/${id}`)).text();
    for (const name of ['Siti Rahmawati, S.Sos.', 'Budi Santoso', 'Ahmad Ma', 'Dewi Lestari'])
      expect(page).toContain(name);
    const state = await (await ask(id)).text();
    for (const text of [page, state])
      expect(text).not.toMatch(/@|example\.test|197001011990032001|\/s\//);
  });

  test('is kept by no search engine and no cache, and runs only our own script', async () => {
    const { id } = await openedBoard(world);
    const { headers } = await world.board.request(`/acara/${id}`);
    expect(headers.get('x-robots-tag')).toBe('noindex');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-security-policy')).toContain("script-src 'self'");
  });

  test('lights up who has signed, with the time in the zone of the agency', async () => {
    const { charter, id } = await openedBoard(world);
    const before = await stateOfBoard(id);
    expect(before.state.latest).toBeNull();
    await signs(world, charter, 1);
    tick(world);
    const { state } = await stateOfBoard(id);
    expect(state.layout).toBe(before.state.layout);
    expect(state.tallies['total']).toMatchObject({ state: 'some', signed: 1 });
    expect(state.tallies['person-1']).toMatchObject({ state: 'all', signed: 1, total: 1 });
    expect(state.latest?.name).toBe('Siti Rahmawati, S.Sos.');
    expect(state.latest?.at).toMatch(/ WIT$/);
  });

  test('shows on the page what it tells in its state', async () => {
    const { charter, id } = await openedBoard(world);
    await signs(world, charter, 1);
    tick(world);
    const { state } = await stateOfBoard(id);
    const page = await (await world.board.request(`/acara/${id}`)).text();
    expect(page).toContain(`data-layout="${state.layout}"`);
    const shown = [...page.matchAll(/data-tally="([\w-]+)" data-state="(\w+)"/g)];
    expect(shown.length).toBeGreaterThan(4);
    for (const [, key = '', standing] of shown) expect(state.tallies[key]?.state).toBe(standing);
  });

  test('reloads by itself where no script runs', async () => {
    const { id } = await openedBoard(world);
    const page = await (await world.board.request(`/acara/${id}`)).text();
    expect(page).toMatch(/<noscript><meta http-equiv="refresh" content="10">/);
  });
});

describe('asking again', () => {
  test('is answered 304 while nothing has changed, and anew after a signature', async () => {
    const { charter, id } = await openedBoard(world);
    const { etag } = await stateOfBoard(id);
    expect(etag).toMatch(/^"[0-9a-f]{64}"$/);
    tick(world);
    const same = await ask(id, etag);
    expect([same.status, await same.text(), same.headers.get('etag')]).toEqual([304, '', etag]);
    await signs(world, charter, 1);
    tick(world);
    const changed = await ask(id, etag);
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(etag);
  });

  test('may be kept, but is never shown without asking', async () => {
    const { id } = await openedBoard(world);
    const { etag } = await stateOfBoard(id);
    for (const response of [await ask(id), await ask(id, etag)])
      expect(response.headers.get('cache-control')).toBe('no-cache');
  });

  test('costs one reading for a moment, however many ask, and another one after it', async () => {
    const id = await declarationOf(world, await invited(world));
    await admits(world, id, 'board/open');
    let readings = 0;
    const documents: TestWorld['ledger']['documents'] = (ids) => {
      readings += 1;
      return world.ledger.documents(ids);
    };
    const board = boardApp({ ...world, ledger: { ...world.ledger, documents } });
    const viewers = Array.from({ length: 50 }, () => board.request(`/acara/${id}/state`));
    for (const response of await Promise.all(viewers)) expect(response.status).toBe(200);
    expect(readings).toBe(1);
    tick(world);
    await board.request(`/acara/${id}/state`);
    expect(readings).toBe(2);
  });

  test('is read anew when a reading has failed', async () => {
    const { id } = await openedBoard(world);
    let failures = 1;
    const documents: TestWorld['ledger']['documents'] = async (ids) => {
      failures -= 1;
      if (failures >= 0) throw new Error('no ledger');
      return world.ledger.documents(ids);
    };
    const board = boardApp({ ...world, ledger: { ...world.ledger, documents } });
    expect((await board.request(`/acara/${id}/state`)).status).toBe(500);
    expect((await board.request(`/acara/${id}/state`)).status).toBe(200);
  });
});
