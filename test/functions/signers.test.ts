/** An admin's commands on signatories: each touches the one it is about, and nobody else. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { DocumentState } from '../../functions/domain/document.ts';
import { progressOf } from '../../functions/domain/document.ts';
import { notify } from '../../functions/notify/notify.ts';
import { getAs, postCommand, problemOf } from './admin-caller.ts';
import { documentsWith, eventsOf, invited, notifyAll, stateOf } from './flow.ts';
import { confirms, DAY_MS, pass, sentTo, swept } from './letters.ts';
import { charterFor, severalFor } from './request.ts';
import { invitedTrio, tokenIn } from './several.ts';
import { signatoryAt } from './signatory.ts';
import { START, startWorld, type TestWorld } from './world.ts';

const NEW = 'siti.rahmawati@example.test';
const OLD = 'kepala@example.test';
const EKO = 'orang1@example.test';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
afterEach(() => {
  world.post.unknown.clear();
  world.time.now = START;
});

const command = (id: string, path: string, body: object = {}, headers = {}) =>
  postCommand(world, `/v1/documents/${id}/${path}`, { body, headers });

/** Everything about the signatories of a document but one. */
const others = ({ draft, progress }: DocumentState, signer: number) =>
  draft.signers.filter(({ number }) => number !== signer).map((one) => [one, progress[one.number]]);

const charter = () => charterFor(['Eko', 'Tri']);

describe('a corrected address', () => {
  test('gets a new link to all of the person’s documents; the old one is dead', async () => {
    const ids = await invitedTrio(world);
    const old = tokenIn((await sentTo(world, ids[0], OLD)).at(-1));
    const before = await Promise.all(ids.map((id) => stateOf(world, id)));
    const answer = await command(ids[0], 'signers/1/correct-address', { email: NEW });
    expect(answer.status).toBe(200);
    for (const id of ids) await notify(world, id);
    const letters = await sentTo(world, ids[0], NEW);
    expect(letters).toHaveLength(1);
    expect(letters[0]?.subject).toContain('3 dokumen');
    expect((await signatoryAt(world, old).open()).status).toBe(410);
    expect((await signatoryAt(world, tokenIn(letters[0])).open()).status).toBe(303);
    for (const [index, id] of ids.entries()) {
      const after = await stateOf(world, id);
      const earlier = before[index];
      expect(earlier && others(earlier, 1)).toEqual(others(after, 1));
      expect(after.unsigned).toEqual(earlier?.unsigned);
    }
  });

  test('repeated changes nothing, and mends what a crash left half done', async () => {
    const ids = await invitedTrio(world);
    let writes = 0;
    const execute: TestWorld['execute'] = (id, asked, by) => {
      writes += 1;
      return writes > 1 ? Promise.reject(new Error('crash')) : world.execute(id, asked, by);
    };
    const { correctAddress } = await import('../../functions/admin/correct-address.ts');
    const by = { type: 'admin', subject: 'rina' } as const;
    const asked = { documentId: ids[0], signer: 1, email: NEW, by };
    await expect(correctAddress({ ...world, execute }, asked)).rejects.toThrow('crash');
    for (let run = 0; run < 2; run += 1) await correctAddress(world, asked);
    for (const id of ids) {
      const state = await stateOf(world, id);
      expect(state.draft.signers[0]?.email).toBe(NEW);
      expect(progressOf(state, 1).round).toBe(2);
      const facts = (await eventsOf(world, id)).filter(({ type }) => type === 'AddressCorrected');
      expect(facts).toHaveLength(1);
    }
  });

  test('leads documents that are drafted later to the same person', async () => {
    const id = await invited(world, severalFor(['minutes', true]));
    const { declarationId } = (await stateOf(world, id)).draft;
    await command(id, 'signers/1/correct-address', { email: NEW });
    const head = await world.ledger.declaration(declarationId);
    const { plansOf } = await import('../../functions/draft/documents.ts');
    const minutes = head && plansOf(head.state).find(({ plan }) => plan.kind === 'minutes');
    expect(minutes?.plan.signers.find(({ name }) => name.startsWith('Siti'))).toMatchObject({
      email: NEW,
      person: 1,
    });
  });

  test('clears a bounce', async () => {
    world.post.unknown.add(EKO);
    const id = await invited(world, charter());
    expect(progressOf(await stateOf(world, id), 1).undelivered?.trouble).toBe('bounced');
    await command(id, 'signers/1/correct-address', { email: 'eko@example.test' });
    await notify(world, id);
    expect(await sentTo(world, id, 'eko@example.test')).toHaveLength(1);
    expect(progressOf(await stateOf(world, id), 1).undelivered).toBeUndefined();
  });

  test('is refused when it is another person’s, or nothing is left to sign', async () => {
    const id = await invited(world, charter());
    const taken = await command(id, 'signers/1/correct-address', { email: 'ORANG2@example.test' });
    expect(await problemOf(taken)).toMatchObject({
      status: 409,
      title: 'Alamat surel milik orang lain',
    });
    await confirms(world, id, 1);
    expect((await command(id, 'signers/1/correct-address', { email: NEW })).status).toBe(409);
    expect((await command(id, 'signers/7/correct-address', { email: NEW })).status).toBe(404);
    expect((await command(id, 'signers/x/correct-address', { email: NEW })).status).toBe(404);
    const bad = await problemOf(await command(id, 'signers/2/correct-address', { email: 'x' }));
    expect(bad.errors.map(({ field }) => field)).toEqual(['email']);
  });
});

describe('a reminder by hand', () => {
  test('is about all that the person may sign, and no more than one a day', async () => {
    const ids = await invitedTrio(world);
    pass(world, 2 * DAY_MS);
    for (let run = 0; run < 3; run += 1) {
      expect((await command(ids[0], 'signers/1/remind')).status).toBe(200);
      await notifyAll(world, ids[0]);
    }
    const letters = await sentTo(world, ids[0], OLD);
    expect(letters.map(({ about }) => about?.purpose)).toEqual(['invitation', 'reminder']);
    expect(letters[1]?.subject).toContain('3 dokumen');
  });

  test('is refused to those whose turn it is not, and to those whom no letter reaches', async () => {
    const id = await invited(world);
    expect((await command(id, 'signers/2/remind')).status).toBe(409);
    world.post.unknown.add(EKO);
    const other = await invited(world, charter());
    const refused = await problemOf(await command(other, 'signers/1/remind'));
    expect(refused.title).toBe('Alamat surel tidak dapat dijangkau');
  });
});

describe('more time', () => {
  test('lets a document that ran out of it be signed, by the same link', async () => {
    const id = await invited(world, charter());
    pass(world, 60 * DAY_MS);
    await swept(world, id);
    expect((await stateOf(world, id)).status).toBe('expired');
    expect((await command(id, 'extend', { deadline: '2047-03-01' })).status).toBe(200);
    for (const signer of [1, 2]) await confirms(world, id, signer);
    expect((await stateOf(world, id)).status).toBe('signed');
  });

  test.each([
    ['2046-12-01', 422],
    ['2049-01-01', 422],
    ['1 Maret', 422],
  ])('is not given until %s', async (deadline, status) => {
    const id = await invited(world, charter());
    expect((await command(id, 'extend', { deadline })).status).toBe(status);
  });

  test('the same twice is given once', async () => {
    const id = await invited(world, charter());
    for (let run = 0; run < 2; run += 1)
      expect((await command(id, 'extend', { deadline: '2047-03-01' })).status).toBe(200);
    const facts = (await eventsOf(world, id)).filter(({ type }) => type === 'DeadlineExtended');
    expect(facts).toHaveLength(1);
  });
});

const Told = z.object({
  signers: z.array(z.looseObject({})).default([]),
  letters: z.looseObject({}).exactOptional(),
});

describe('how letters fared', () => {
  test('is shown to admins alone', async () => {
    world.post.unknown.add(EKO);
    const id = await invited(world, charter());
    const { declarationId } = (await stateOf(world, id)).draft;
    const document = async (as: string) =>
      Told.parse(await (await getAs(world.archive, `/v1/documents/${id}`, as)).json()).signers;
    expect(await document('admin')).toMatchObject([
      { delivery: 'bounced', undelivered: { code: '550 5.1.1' } },
      { delivery: 'invited' },
    ]);
    for (const as of ['archivist', 'viewer'])
      for (const signer of await document(as)) expect(signer).not.toHaveProperty('delivery');
    const progress = async (as: string) =>
      Told.parse(
        await (await getAs(world.admin, `/v1/declarations/${declarationId}/progress`, as)).json(),
      );
    expect((await progress('admin')).letters).toMatchObject({
      counts: { bounced: 1, invited: 1 },
      unreachable: [{ name: 'Eko', trouble: 'bounced' }],
    });
    expect(await progress('viewer')).not.toHaveProperty('letters');
    expect(documentsWith(id)).toHaveLength(1);
  });
});
