/** Minutes: drafted from the record, when all that they wait for has come to its end. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { declarationWork } from '../../functions/domain/declaration.ts';
import { draftDocuments } from '../../functions/draft/draft.ts';
import { NOW, person, unit } from '../samples/declaration.ts';
import { awaited, ceremonyDrafted, factsOf, minutesOf } from './ceremony.ts';
import {
  type DraftTestWorld,
  declarationState,
  idsOf,
  seal,
  sign,
  startDraftWorld,
} from './draft-world.ts';

let world: DraftTestWorld;
beforeAll(async () => {
  world = await startDraftWorld();
});
afterAll(() => world.stop());

beforeEach(() => {
  world.time.now = NOW;
});

const ADMIN = { type: 'admin', subject: 'rina' } as const;
const DECLINED = { type: 'decline', round: 1, reason: 'salah nama' } as const;
const ORIGIN = { ip: '192.0.2.1', userAgent: 'test' };

const ACTION = {
  area: 'management',
  activity: 'Membentuk tim kerja',
  indicator: 'Surat keputusan',
  target: '1',
  month: '2022-10',
  personInCharge: 'Sekretaris',
  evidence: 'Surat keputusan',
} as const;

test('the last charter or commitment to be sealed brings the minutes, and none before it', async () => {
  const state = await ceremonyDrafted(world);
  expect(state.documents).toHaveLength(5);
  for (const id of awaited(state)) {
    expect(await minutesOf(world, state)).toBeUndefined();
    await seal(world, id);
    await draftDocuments(world, id);
  }
  expect(await minutesOf(world, state)).toMatchObject({ kind: 'minutes', number: 'BA/1/2022' });
  expect(await factsOf(world, state)).toEqual([
    'DeclarationMade',
    'DocumentsDrafted',
    'MinutesDrafted',
  ]);
});

test('a document that all have signed but nobody sealed holds the minutes up', async () => {
  const state = await ceremonyDrafted(world);
  const [last = '', ...others] = awaited(state);
  for (const id of others) await seal(world, id);
  await sign(world, last);
  await draftDocuments(world, state.id);
  expect(await minutesOf(world, state)).toBeUndefined();
});

test('the minutes name the institution of a guest, unless the position names it already', async () => {
  const guest = (name: string, position: string, institution: string) =>
    person(name, { position, institution });
  const state = await ceremonyDrafted(world, {
    witnesses: [
      guest('Hasan', 'Kepala Perwakilan', 'Ombudsman Republik Indonesia'),
      guest('Fritz', 'Kepala Kejaksaan Negeri Ambon', 'Kejaksaan Negeri Ambon'),
    ],
  });
  for (const id of awaited(state)) await seal(world, id);
  await draftDocuments(world, state.id);
  const signed = (await minutesOf(world, state))?.ceremony?.signed ?? [];
  expect(signed[0]?.signedBy.slice(-2)).toEqual([
    { name: 'Hasan', position: 'Kepala Perwakilan, Ombudsman Republik Indonesia' },
    { name: 'Fritz', position: 'Kepala Kejaksaan Negeri Ambon' },
  ]);
});

test('the minutes tell who signed what and when, in the order of signing, and who was present', async () => {
  const leader = person('Wali Kota', { prefix: 'Pj.', position: 'Wali Kota' });
  const state = await ceremonyDrafted(world, {
    leader,
    signatories: [],
    units: [unit('Dinas Satu')],
  });
  const [charter = '', commitment = ''] = awaited(state);
  await seal(world, charter);
  world.time.now = '2026-11-22T03:00:00.000Z';
  await seal(world, commitment);
  await draftDocuments(world, commitment);
  const signedBy = [
    { name: 'Ketua Dinas Satu', position: 'Kepala Ketua Dinas Satu' },
    { name: 'Wali Kota', position: 'Pj. Wali Kota' },
    { name: 'Sekretaris Daerah', position: 'Kepala Sekretaris Daerah' },
  ];
  const [first, second] = await world.ledger.documents([charter, commitment]);
  expect((await minutesOf(world, state))?.ceremony).toEqual({
    signed: [
      {
        title: first?.draft.title,
        number: 'P/1/2022',
        complete: true,
        completedAt: NOW,
        signedBy,
      },
      { title: second?.draft.title, complete: true, completedAt: world.time.now, signedBy },
    ],
    present: [{ name: 'Yohanes', institution: 'Ombudsman' }],
  });
});

test('a document that ended early is told of as incomplete, with those who did sign', async () => {
  const state = await ceremonyDrafted(world);
  const [declined = '', ...others] = awaited(state);
  await sign(world, declined, 1);
  const decline = { ...DECLINED, signer: 2, origin: ORIGIN };
  await world.execute(declined, decline, { type: 'signer', signer: 2 });
  for (const id of others) await seal(world, id);
  await draftDocuments(world, declined);
  const [first, ...rest] = (await minutesOf(world, state))?.ceremony?.signed ?? [];
  expect(first).toMatchObject({ complete: false, signedBy: [{ name: 'Ketua Dinas Satu' }] });
  expect(first?.completedAt).toBeUndefined();
  expect(rest.map(({ complete }) => complete)).toEqual([true, true]);
});

test('pledges and action plans do not hold the minutes up; a plan that all signed is told of', async () => {
  const units = ['Satu', 'Dua'].map((name) => unit(name, { actions: [ACTION] }));
  const state = await ceremonyDrafted(world, { units });
  const [signed = '', unsigned] = idsOf(state, 'action-plan');
  expect(unsigned).toBeDefined();
  await sign(world, signed);
  for (const id of awaited(state)) await seal(world, id);
  await draftDocuments(world, state.id);
  const told = (await minutesOf(world, state))?.ceremony?.signed.map(({ title }) => title);
  const expected = state.documents.filter(({ id }) => id === signed || awaited(state).includes(id));
  expect(told).toEqual(expected.map(({ title }) => title));
});

test('a pledge wakes nothing', async () => {
  const state = await ceremonyDrafted(world, { units: [unit('Satu')] });
  for (const id of awaited(state)) await seal(world, id);
  const [pledge = ''] = idsOf(state, 'pledge');
  await draftDocuments(world, pledge);
  expect(await minutesOf(world, state)).toBeUndefined();
});

test('where nothing was signed to the end there are no minutes, no number, and no more waiting', async () => {
  const state = await ceremonyDrafted(world);
  expect(declarationWork(state)).toBe('draft');
  for (const id of awaited(state))
    await world.execute(id, { type: 'void', reason: 'batal' }, ADMIN);
  await draftDocuments(world, state.id);
  await draftDocuments(world, state.id);
  expect(await minutesOf(world, state)).toBeUndefined();
  expect(await world.ledger.numbersOf(idsOf(state, 'minutes'))).toEqual(new Map());
  expect(await factsOf(world, state)).toEqual([
    'DeclarationMade',
    'DocumentsDrafted',
    'MinutesDropped',
  ]);
  expect(declarationWork(await declarationState(world, state.id))).toBeUndefined();
});

test.each([
  ['the wished day while it is ahead', '2026-12-01', NOW, '2026-12-01T14:59:59.999Z'],
  [
    'the wished day on the day itself',
    '2026-12-01',
    '2026-12-01T14:00:00.000Z',
    '2026-12-01T14:59:59.999Z',
  ],
  [
    'thirty days when it is past',
    '2026-12-01',
    '2026-12-01T15:00:00.000Z',
    '2027-01-01T14:59:59.999Z',
  ],
  [
    'thirty days when none was wished',
    undefined,
    '2027-02-01T00:00:00.000Z',
    '2027-03-03T14:59:59.999Z',
  ],
])('minutes can be signed until %s', async (_, deadline, now, expected) => {
  const state = await ceremonyDrafted(world, { deadline });
  for (const id of awaited(state)) await seal(world, id);
  world.time.now = now;
  await draftDocuments(world, state.id);
  expect((await minutesOf(world, state))?.deadline).toBe(expected);
});
