/** Several documents behind one link: a page for each, and nobody else's. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { notify } from '../../functions/notify/notify.ts';
import { eventsOf, lettersTo, signaturesOf, stateOf } from './flow.ts';
import { expectNotice, formActions, heading } from './page.ts';
import { severalFor } from './request.ts';
import {
  at,
  HEAD,
  LEADER,
  lettersToHead,
  pageOf,
  rowsOf,
  seated,
  signsOne,
  tick,
  tokenIn,
} from './several.ts';
import { ORIGIN, signatoryAt } from './signatory.ts';
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

describe('each document', () => {
  test('has its own page, file and forms', async () => {
    const { ids, who } = await seated(world);
    for (const [index, id] of ids.entries()) {
      const query = `?dokumen=${index + 1}`;
      const html = await pageOf(who.get(query));
      const { draft, unsigned } = await stateOf(world, id);
      expect(heading(html)).toBe(draft.title);
      expect(html).toContain(unsigned?.sha256);
      expect(formActions(html).map((action) => action.replace(/^.*\//, ''))).toEqual([
        `read${query}`,
        `sign${query}`,
        `decline${query}`,
      ]);
      const file = Buffer.from(await (await who.get(`/pdf${query}`)).arrayBuffer());
      expect(file.length).toBe(unsigned?.sizeBytes);
    }
  });

  test('is signed by itself, with the next one a tap away, until nothing is left', async () => {
    const { ids, who } = await seated(world);
    let query = '?dokumen=2';
    const signed: string[] = [];
    while (query !== '') {
      expect((await who.sign({}, query)).status).toBe(303);
      signed.push(query);
      const receipt = await pageOf(who.get(query));
      expect(heading(receipt)).toBe('Tanda tangan Anda telah tercatat');
      query = /href="\/s\/[\w-]+(\?dokumen=\d)">Dokumen berikutnya</.exec(receipt)?.[1] ?? '';
    }
    expect(signed).toEqual(['?dokumen=2', '?dokumen=3', '?dokumen=1']);
    for (const id of ids)
      expect(await signaturesOf(world, id)).toMatchObject([{ signer: HEAD, origin: ORIGIN }]);
    const html = await pageOf(who.get());
    expect(html).toMatch(/<strong>3<\/strong> dari <strong>3<\/strong>/);
    expect(html).toContain('Tidak ada yang perlu Anda tanda tangani sekarang');
  });

  test('is never confirmed by the fingerprint of another one', async () => {
    const { ids, who } = await seated(world);
    const { sha256 = '' } = await who.form('?dokumen=1');
    await expectNotice(await who.sign({ sha256 }, '?dokumen=2'), 409, 'wrongFile');
    for (const id of ids) expect(await signaturesOf(world, id)).toEqual([]);
  });

  test('has to be named: a form that does not say which one changes nothing', async () => {
    const { ids, who } = await seated(world);
    const form = await who.form('?dokumen=1');
    await expectNotice(await who.post('/sign', form), 404, 'notFound');
    await expectNotice(await who.decline('x'), 404, 'notFound');
    for (const id of ids) expect((await stateOf(world, id)).status).toBe('signing');
  });

  test('can be declined without an effect on the others', async () => {
    const { ids, who } = await seated(world);
    expect((await who.decline('Data keliru', '?dokumen=2')).status).toBe(303);
    const html = await pageOf(who.get('?dokumen=2'));
    expect(heading(html)).toBe('Penolakan Anda telah tercatat');
    expect(html).toContain('Dokumen berikutnya');
    const statuses = await Promise.all(ids.map(async (id) => (await stateOf(world, id)).status));
    expect(statuses).toEqual(['signing', 'declined', 'signing']);
  });

  test('shows neither page nor file before its turn, and the way back to the list', async () => {
    const { ids, who } = await seated(world);
    await signsOne(world, ids[0], who);
    await notify(world, ids[0]);
    const leader = await at(world, ids[0], LEADER);
    await expectNotice(await leader.get('/pdf?dokumen=2'), 409, 'outOfTurn');
    const html = await pageOf(leader.get('?dokumen=2'));
    expect(heading(html)).toBe('Belum giliran Anda');
    expect(html).toContain('Semua dokumen Anda');
  });

  test('is opened on record: at once with the link, and anew when its turn comes later', async () => {
    const { ids, who } = await seated(world);
    const [charter, commitment] = ids;
    const openings = async (id: string, signer: number) =>
      (await eventsOf(world, id)).filter(
        (event) => event.type === 'SessionOpened' && event.signer === signer,
      );
    for (const id of ids) expect(await openings(id, HEAD)).toHaveLength(1);
    await signsOne(world, charter, who);
    await notify(world, charter);
    const leader = await at(world, charter, LEADER);
    await signsOne(world, commitment, who);
    tick(world);
    expect(await openings(commitment, LEADER)).toEqual([]);
    const closed = await pageOf(leader.get('?dokumen=2'));
    expect(heading(closed)).toBe('Ada dokumen yang menunggu Anda');
    const [action = ''] = formActions(closed);
    expect(action).toMatch(/\/open\?dokumen=2$/);
    const answer = await leader.post(action.replace(/^\/s\/[\w-]+/, ''));
    expect(answer.headers.get('location')).toMatch(/\?dokumen=2$/);
    expect(await openings(commitment, LEADER)).toHaveLength(1);
    // They were faster than the letter: the evidence tells by which invitation they came.
    expect(
      (await eventsOf(world, commitment)).filter(({ type }) => type === 'InvitationShared'),
    ).toEqual([{ type: 'InvitationShared', signer: LEADER, round: 1 }]);
    expect(formActions(await pageOf(leader.get('?dokumen=2')))).not.toContain(action);
  });

  test('ended by a newer declaration says so and cannot be signed', async () => {
    const { ids, who } = await seated(world);
    const form = await who.form('?dokumen=1');
    const by = { declarationId: '0123456789abcdef' };
    await world.execute(ids[0], { type: 'supersede', by }, ADMIN);
    await expectNotice(await who.get('?dokumen=1'), 410, 'superseded');
    await expectNotice(await who.post('/sign?dokumen=1', form), 410, 'superseded');
    expect(rowsOf(await pageOf(who.get())).at(-1)).toBe('ended: Piagam Pencanangan');
  });
});

describe('nobody else’s document is reached', () => {
  test.each(['0', '4', '99', '-1', '1.0', '01', 'x', '', '1 ', '__proto__'])(
    'by a number that is none of theirs: %j',
    async (number) => {
      const { who } = await seated(world);
      const query = `?${new URLSearchParams({ dokumen: number })}`;
      const form = await who.form('?dokumen=1');
      for (const answer of [
        await who.get(query),
        await who.get(`/pdf${query}`),
        await who.post(`/sign${query}`, form),
        await who.decline('x', query),
      ])
        await expectNotice(answer, 404, 'notFound');
    },
  );

  test('by the same number behind another link of the same declaration', async () => {
    const { ids, who } = await seated(world);
    await signsOne(world, ids[0], who);
    await notify(world, ids[0]);
    const leader = await at(world, ids[0], LEADER);
    const html = await pageOf(leader.get('?dokumen=1'));
    expect(html).toContain('Budi Santoso</strong>');
    await leader.sign({}, '?dokumen=1');
    const signers = (await signaturesOf(world, ids[0])).map(
      (event) => 'signer' in event && event.signer,
    );
    expect(signers).toEqual([HEAD, LEADER]);
    for (const id of ids.slice(1)) expect(await signaturesOf(world, id)).toEqual([]);
  });

  test('by the session of another person, or of another declaration', async () => {
    const { ids, who } = await seated(world);
    await signsOne(world, ids[0], who);
    await notify(world, ids[0]);
    const other = await seated(world, severalFor(['event.place', 'Aula Lain']));
    const leaderToken = tokenIn(lettersTo(world, ids[0], LEADER)[0]);
    const otherToken = tokenIn(lettersToHead(world, other.ids)[0]);
    for (const token of [leaderToken, otherToken]) {
      const thief = signatoryAt(world, token);
      thief.setCookie(who.cookie());
      expect(heading(await pageOf(thief.get('?dokumen=1')))).toBe('Ada dokumen yang menunggu Anda');
      await expectNotice(await thief.get('/pdf?dokumen=1'), 403, 'sessionExpired');
      for (const answer of [
        await thief.post('/sign?dokumen=1'),
        await thief.decline('x', '?dokumen=1'),
      ]) {
        expect(answer.status).toBe(403);
        expect(heading(await answer.text())).toBe('Ada dokumen yang menunggu Anda');
      }
    }
  });
});
