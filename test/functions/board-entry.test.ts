/** The neutral entry: whoever types an address learns nothing, and its owner gets the same link. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { boardApp } from '../../functions/board/app.ts';
import { linkRequestId } from '../../functions/domain/link-request.ts';
import { sendAgain } from '../../functions/notify/again.ts';
import { admits, asksForLink, openedBoard, tick } from './board-caller.ts';
import { holderOf, lettersTo, linked, notifyAll, signs, tokenOf } from './flow.ts';
import { expectNotice, heading } from './page.ts';
import { later, startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(() => tick(world));

const HEAD = 'kepala@example.test';
const LEADER = 'walikota@example.test';
const STRANGER = 'orang.lain@example.test';
const MINUTE = 60_000;

const sendTo = (documentId: string, signer: number): Promise<void> =>
  sendAgain(world, linkRequestId(holderOf(documentId, signer)));

describe('the page', () => {
  test('names no signatory, and asks for the address alone', async () => {
    const { id } = await openedBoard(world);
    const page = await (await world.board.request(`/masuk/${id}`)).text();
    expect(heading(page)).toBe('Minta surat undangan sekali lagi');
    expect(page).not.toMatch(/Siti Rahmawati|Budi Santoso|example\.test|\/s\//);
    expect(page.match(/<input/g)).toHaveLength(1);
  });

  test('is there only while the board is open', async () => {
    const { id } = await openedBoard(world);
    await admits(world, id, 'board/close');
    await expectNotice(await world.board.request(`/masuk/${id}`), 404, 'boardClosed');
    await expectNotice(await asksForLink(world, id, { email: HEAD }), 404, 'boardClosed');
    await expectNotice(await world.board.request('/masuk/0000000000000000'), 404, 'boardClosed');
  });

  test('asks again for what is no address', async () => {
    const { id } = await openedBoard(world);
    for (const email of ['', 'kepala', 'kepala@', 'a b@c', `${'x'.repeat(65)}@example.test`]) {
      const response = await asksForLink(world, id, { email });
      expect(response.status).toBe(422);
      expect(await response.text()).toContain('Isian ini bukan alamat surel.');
    }
  });
});

describe('the answer', () => {
  test('is the same for a known address and a stranger, in words, headers and delay', async () => {
    const { id } = await openedBoard(world);
    const waited: number[] = [];
    const pause = async (milliseconds: number): Promise<void> => {
      waited.push(milliseconds);
    };
    const board = boardApp({ ...world, pause });
    const answers = [];
    for (const email of [HEAD, STRANGER, HEAD]) {
      const response = await asksForLink({ board }, id, { email });
      const { status, headers } = response;
      answers.push({ status, headers: [...headers], body: await response.text() });
    }
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    expect(answers[0]?.status).toBe(303);
    expect(waited).toEqual([600, 600, 600]);
  });

  test('leads to a page that promises a letter only to whom it may concern', async () => {
    const { id } = await openedBoard(world);
    const response = await asksForLink(world, id, { email: STRANGER });
    const next = response.headers.get('location') ?? '';
    const page = await (await world.board.request(next)).text();
    expect(heading(page)).toBe('Permintaan telah kami terima');
    expect(page).not.toContain(STRANGER);
  });

  test('is 429 for who asks too often from one network, known or not', async () => {
    const { id } = await openedBoard(world);
    const board = boardApp({ ...world, limiter: { take: async () => false } });
    const before = await world.record();
    for (const email of [HEAD, STRANGER]) {
      const response = await asksForLink({ board }, id, { email });
      expect(response.status).toBe(429);
    }
    expect(await world.record()).toEqual(before);
  });

  test('is none to a form of another site', async () => {
    const { id } = await openedBoard(world);
    const before = await world.record();
    const headers = { 'sec-fetch-site': 'cross-site' };
    const response = await asksForLink(world, id, { email: HEAD, headers });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(await world.record()).toEqual(before);
  });
});

describe('the letter', () => {
  test('holds the same link in the same round, so that a page already open goes on', async () => {
    const { id: charter, token, who } = await linked(world);
    await who.open();
    const { declarationId } = holderOf(charter, 1);
    await admits(world, declarationId, 'board/open');
    const letters = lettersTo(world, charter, 1).length;
    await asksForLink(world, declarationId, { email: HEAD });
    await sendTo(charter, 1);
    const all = lettersTo(world, charter, 1);
    expect(all).toHaveLength(letters + 1);
    expect(tokenOf(world, charter, 1)).toBe(token);
    expect(all.at(-1)?.to.address).toBe(HEAD);
    expect((await who.sign()).status).toBe(303);
  });

  test('is no copy of the first one, which a mail program would show only once', async () => {
    const { charter, id } = await openedBoard(world);
    await asksForLink(world, id, { email: HEAD });
    await sendTo(charter, 1);
    const references = lettersTo(world, charter, 1).map(({ reference }) => reference);
    expect(new Set(references).size).toBe(references.length);
  });

  test('leaves once for a request, and once in five minutes for a person', async () => {
    const { charter, id } = await openedBoard(world);
    const count = (): number => lettersTo(world, charter, 1).length;
    const before = count();
    for (let times = 0; times < 3; times += 1) {
      await asksForLink(world, id, { email: HEAD });
      await sendTo(charter, 1);
    }
    expect(count()).toBe(before + 1);
    world.time.now = later(world.time.now, 5 * MINUTE);
    await asksForLink(world, id, { email: HEAD.toUpperCase() });
    await Promise.all([sendTo(charter, 1)]);
    expect(count()).toBe(before + 2);
  });

  test('leaves again when the mail system has refused it', async () => {
    const { charter, id } = await openedBoard(world);
    const before = lettersTo(world, charter, 1).length;
    await asksForLink(world, id, { email: HEAD });
    world.post.closedTo.add(HEAD);
    await expect(sendTo(charter, 1)).rejects.toThrow();
    world.post.closedTo.delete(HEAD);
    await sendTo(charter, 1);
    expect(lettersTo(world, charter, 1)).toHaveLength(before + 1);
  });

  test('goes to nobody who has nothing to sign: not yet, or no more', async () => {
    const { charter, id } = await openedBoard(world);
    await signs(world, charter, 1);
    const letters = world.post.letters.length;
    for (const [email, signer] of [
      [HEAD, 1],
      [LEADER, 2],
    ] as const) {
      await asksForLink(world, id, { email });
      await sendTo(charter, signer);
    }
    expect(world.post.letters).toHaveLength(letters);
    // Their own invitation comes as ever.
    await notifyAll(world, charter);
    expect(lettersTo(world, charter, 2)).toHaveLength(1);
  });

  test('is put on record without the address', async () => {
    const { charter, id } = await openedBoard(world);
    await asksForLink(world, id, { email: HEAD });
    await sendTo(charter, 1);
    const commits = await world.ledger.commits(`REQUEST#${linkRequestId(holderOf(charter, 1))}`);
    expect(commits.flatMap(({ events }) => events.map(({ type }) => type))).toEqual([
      'LinkRequested',
      'LinkSentAgain',
    ]);
    expect(JSON.stringify(commits)).not.toContain('@example');
  });
});
