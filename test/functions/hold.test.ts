/** A planned event becomes held: what is sent replaces what was planned, and the documents follow. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { draftDocuments } from '../../functions/draft/draft.ts';
import { declareAs, postCommand, postDeclaration, problemOf, putAgency } from './admin-caller.ts';
import { altered, planOf, requestBy, sampleProfile } from './request.ts';
import { START, startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const EVENT = { status: 'held', date: '2022-09-21', weekday: 'Rabu', place: 'Balai Kota' };

const hold = (id: string, body: unknown = { event: EVENT }, headers = {}) =>
  postCommand(world, `/v1/declarations/${id}/hold`, { body, headers });

const planned = async (body: unknown = planOf(2)): Promise<string> =>
  (await declareAs(world, body)).id;

const Answer = z.object({
  id: z.string(),
  documents: z.array(z.object({ id: z.string(), kind: z.string(), title: z.string() })),
  warnings: z.array(z.object({ severity: z.string(), code: z.string() })),
});
const told = async (response: Response) => {
  if (response.status !== 200) throw new Error(await response.text());
  return Answer.parse(await response.json());
};
const declarationOf = async (id: string) => (await world.ledger.declaration(id))?.state.declaration;

describe('a plan that has been held', () => {
  test('of 30 units begets 30 charters and one commitment', async () => {
    const id = await planned(planOf(30));
    const { documents } = await told(await hold(id));
    const kinds = documents.map(({ kind }) => kind);
    expect(kinds).toEqual([...Array(30).fill('charter'), 'commitment']);
    expect(new Set(documents.map(({ id: one }) => one)).size).toBe(31);
    await draftDocuments(world, id);
    expect(await world.ledger.documents(documents.map((entry) => entry.id))).toHaveLength(31);
  });

  test('keeps every member that is not sent, and takes every one that is', async () => {
    const id = await planned();
    const before = await declarationOf(id);
    const leader = { name: 'Nur Aini', position: 'Wali Kota', email: 'nur@example.test' };
    await told(await hold(id, { event: EVENT, leader, commitment: false }));
    expect(await declarationOf(id)).toMatchObject({
      ...before,
      event: { ...EVENT, ceremony: true },
      leader,
      commitment: false,
    });
  });

  test('may name its units anew', async () => {
    const id = await planned(planOf(30));
    const { units } = planOf(3);
    const { documents } = await told(await hold(id, { event: EVENT, units }));
    expect(documents.filter(({ kind }) => kind === 'charter')).toHaveLength(3);
  });

  test('keeps the version of the profile it was planned with, unless the profile is sent', async () => {
    await putAgency(world, 'kota-rencana', { body: sampleProfile() });
    const plan = requestBy('kota-rencana', ['event', { status: 'planned' }]);
    const [kept, renewed] = [await planned(plan), await planned(plan)];
    const body = { ...sampleProfile(), city: 'Kota Baru' };
    await putAgency(world, 'kota-rencana', { body, ifMatch: '"1"' });
    await told(await hold(kept));
    await told(await hold(renewed, { event: EVENT, profile: 'kota-rencana' }));
    expect((await declarationOf(kept))?.profile).toEqual({ id: 'kota-rencana', version: 1 });
    expect((await declarationOf(renewed))?.profile).toEqual({ id: 'kota-rencana', version: 2 });
    expect((await declarationOf(renewed))?.agency.city).toBe('Kota Baru');
  });

  test('claims the numbers that the plan was given', async () => {
    const number = 'RENCANA-1';
    const id = await planned(
      altered(['event', { status: 'planned' }], ['numbers', { charter: number }]),
    );
    const { documents } = await told(await hold(id));
    const register = 'pemerintah kota contoh';
    expect(await world.ledger.holderOf({ register, number })).toBe(documents[0]?.id);
  });

  test('tells the warnings of what was held', async () => {
    const { warnings } = await told(await hold(await planned()));
    expect(warnings.map(({ code }) => code)).toContain('noPublication');
    expect(warnings.map(({ code }) => code)).not.toContain('plannedOnly');
  });
});

describe('the same request again', () => {
  test.each([
    ['without a key', {}],
    ['with a key', { 'idempotency-key': 'hold' }],
  ])('is answered alike, and nothing is written: %s', async (_, headers) => {
    const number = `SEKALI-${Object.keys(headers).length}`;
    const id = await planned(altered(['event', { status: 'planned' }]));
    const body = { event: EVENT, numbers: { charter: number } };
    const first = await told(await hold(id, body, headers));
    const before = await world.record();
    expect(await told(await hold(id, body, headers))).toEqual(first);
    expect(await world.record()).toEqual(before);
  });

  test('names the profile as before, although it has changed since', async () => {
    await putAgency(world, 'kota-ulang', { body: sampleProfile() });
    const id = await planned(requestBy('kota-ulang', ['event', { status: 'planned' }]));
    const body = { event: EVENT, profile: 'kota-ulang' };
    await told(await hold(id, body));
    const changed = { ...sampleProfile(), city: 'Kota Baru' };
    await putAgency(world, 'kota-ulang', { body: changed, ifMatch: '"1"' });
    await told(await hold(id, body));
  });

  test('is the same after the deadline has passed', async () => {
    const id = await planned();
    const body = { event: EVENT, deadline: '2046-11-30' };
    await told(await hold(id, body));
    world.time.now = '2046-12-24T00:00:00.000Z';
    try {
      await told(await hold(id, body));
    } finally {
      world.time.now = START;
    }
  });

  test('ten times at once is held once', async () => {
    const id = await planned(altered(['event', { status: 'planned' }]));
    const body = { event: EVENT, numbers: { charter: 'SEREMPAK-1' } };
    const answers = await Promise.all(Array.from({ length: 10 }, () => hold(id, body)));
    const first = await Promise.all(answers.map(told));
    expect(new Set(first.map(({ documents }) => documents[0]?.id)).size).toBe(1);
    const events = (await world.ledger.commits(`DECL#${id}`)).flatMap((commit) => commit.events);
    expect(events.filter(({ type }) => type === 'DeclarationHeld')).toHaveLength(1);
  });
});

describe('what cannot be held is refused, and nothing is written:', () => {
  const expectRefused = async (response: Response | Promise<Response>, status: number) => {
    const answer = await response;
    expect(answer.status).toBe(status);
    return problemOf(answer);
  };

  test('an event that is held already, otherwise', async () => {
    const id = await planned();
    await told(await hold(id));
    const before = await world.record();
    const other = { event: { ...EVENT, place: 'Aula' } };
    const { type } = await expectRefused(hold(id, other), 409);
    expect(type).toBe('urn:piagam:problem:alreadyHeld');
    expect(await world.record()).toEqual(before);
  });

  test('an event that was declared as held', async () => {
    const { id } = await declareAs(world);
    await expectRefused(hold(id, { event: { ...EVENT, place: 'Aula' } }), 409);
  });

  test.each(['0000000000000000', 'x'])('an event that does not exist: %s', async (id) => {
    await expectRefused(hold(id), 404);
  });

  test('what is not JSON', async () => {
    const id = await planned();
    const response = world.admin.request(`/v1/declarations/${id}/hold`, {
      method: 'POST',
      headers: { authorization: 'Bearer admin' },
      body: 'event: held',
    });
    await expectRefused(response, 400);
  });

  test('a key that is none', async () => {
    await expectRefused(hold(await planned(), { event: EVENT }, { 'idempotency-key': '' }), 400);
  });

  test.each<readonly [string, unknown, readonly string[]]>([
    ['without its event', {}, ['event']],
    ['a list', [], ['']],
    ['an event still planned', { event: { status: 'planned' } }, ['event.status']],
    ['an event without a place', { event: { ...EVENT, place: undefined } }, ['event.place']],
    ['a date without its year', { event: { ...EVENT, date: '21/09' } }, ['event.date']],
    ['a weekday that does not fit', { event: { ...EVENT, weekday: 'Kamis' } }, ['event.weekday']],
    ['an unknown member', { event: EVENT, catatan: 'x' }, ['catatan']],
    ['no unit that declares', { event: EVENT, units: [] }, ['leader', 'units']],
    [
      'another agency',
      { event: EVENT, agency: { ...sampleProfile(), name: 'Kabupaten Lain' } },
      ['agency'],
    ],
    ['a profile that nobody has stored', { event: EVENT, profile: 'tidak-ada' }, ['profile']],
    [
      'everything amiss at once',
      { event: { ...EVENT, weekday: 'Kamis' }, deadline: '2046-01-01', target: ['WBX'] },
      ['event.weekday', 'deadline', 'target.0'],
    ],
  ])('%s', async (_, body, fields) => {
    const id = await planned();
    const before = await world.record();
    const { errors } = await expectRefused(hold(id, body), 422);
    expect(errors.map(({ field }) => field).sort()).toEqual([...fields].sort());
    expect(await world.record()).toEqual(before);
  });

  test('a number that another document has', async () => {
    const taken = altered(['numbers', { charter: 'DIPAKAI-1' }]);
    expect((await postDeclaration(world, taken)).status).toBe(201);
    const id = await planned(altered(['event', { status: 'planned' }]));
    const before = await world.record();
    const body = { event: EVENT, numbers: { charter: 'DIPAKAI-1' } };
    const { errors } = await expectRefused(hold(id, body), 422);
    expect(errors).toMatchObject([{ field: 'numbers.charter', code: 'numberTaken' }]);
    expect(await world.record()).toEqual(before);
  });

  test.each(['archivist', 'viewer', 'stranger'])(
    'by somebody else than an admin: %s',
    async (as) => {
      const path = `/v1/declarations/${await planned()}/hold`;
      expect((await postCommand(world, path, { as, body: { event: EVENT } })).status).toBe(403);
    },
  );
});
