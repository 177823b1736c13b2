/** Numbers given elsewhere: each is one document's in its register, whatever it looks like. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MAX_GIVEN_NUMBERS } from '../../functions/domain/number.ts';
import { declareAs, declared, postDeclaration, problemOf, putAgency } from './admin-caller.ts';
import { altered, type Change, requestBy, SAMPLE_REGISTER, sampleProfile } from './request.ts';
import { startWorld, type TestWorld } from './world.ts';

const PROFILE = 'kota-contoh';

let world: TestWorld;
let given = 0;
beforeAll(async () => {
  world = await startWorld();
  await putAgency(world, PROFILE, { body: sampleProfile() });
});
afterAll(() => world.stop());

/** A number that no other test has given. */
const fresh = (): string => {
  given += 1;
  return `NOMOR-LAMA ${given}`;
};

const SHEET: Change = [
  'collectivePledges',
  [
    {
      unit: 'DS',
      members: [{ name: 'Tri Wahyuni', position: 'Arsiparis', email: 'tri@example.test' }],
    },
  ],
];
const ACTIONS: Change = [
  'units.0.actions',
  [
    {
      area: 'supervision',
      activity: 'Menyusun peta benturan kepentingan',
      indicator: 'Dokumen peta',
      target: 'Satu dokumen',
      month: '2046-12',
      personInCharge: 'Sekretaris Dinas',
      evidence: 'Salinan peta',
    },
  ],
];

type Place = {
  readonly field: string;
  readonly kind: string;
  /** What else makes the document. */
  readonly changes: readonly Change[];
};

const PLACES: readonly Place[] = [
  { field: 'numbers.charter', kind: 'charter', changes: [['numbers', {}]] },
  {
    field: 'numbers.commitment',
    kind: 'commitment',
    changes: [
      ['numbers', {}],
      ['commitment', true],
    ],
  },
  {
    field: 'numbers.minutes',
    kind: 'minutes',
    changes: [
      ['numbers', {}],
      ['minutes', true],
    ],
  },
  {
    field: 'units.0.numbers.charter',
    kind: 'charter',
    changes: [
      ['units.0.numbers', {}],
      ['charterMode', 'perUnit'],
    ],
  },
  {
    field: 'units.0.numbers.action-plan',
    kind: 'action-plan',
    changes: [['units.0.numbers', {}], ACTIONS],
  },
  { field: 'pledges.0.number', kind: 'pledge', changes: [] },
  { field: 'collectivePledges.0.number', kind: 'pledge', changes: [['pledges', []], SHEET] },
];

const refusal = async (body: unknown, language = 'id') => {
  const headers = { 'accept-language': language };
  const response = await postDeclaration(world, body, { headers });
  expect(response.status).toBe(422);
  return (await problemOf(response)).errors;
};

describe.each(PLACES)('a number given at $field', ({ field, kind, changes }) => {
  test('is claimed for its document', async () => {
    const number = fresh();
    const body = requestBy(PROFILE, ...changes, [field, number]);
    const { documents } = await declared(await postDeclaration(world, body));
    const holder = await world.ledger.holderOf({ register: SAMPLE_REGISTER, number });
    expect(documents.find(({ id }) => id === holder)?.kind).toBe(kind);
  });

  test('is refused when another document of the register has it, and nothing is written', async () => {
    const number = fresh();
    await declareAs(world, requestBy(PROFILE, ['numbers', { charter: number }]));
    const before = await world.record();
    const body = requestBy(PROFILE, ...changes, [field, number]);
    const [indonesian, english] = [await refusal(body), await refusal(body, 'en')];
    expect(indonesian).toMatchObject([{ field, code: 'numberTaken' }]);
    expect(english).toMatchObject([{ field, code: 'numberTaken' }]);
    expect(english[0]?.message).not.toBe(indonesian[0]?.message);
    expect(await world.record()).toEqual(before);
  });

  test.each(['000.8.6/%s/SETDA/2022', '800/%s/IX/2022'])(
    'is taken with a warning when it looks like one that the register gives itself: %s',
    async (pattern) => {
      given += 1;
      const number = pattern.replace('%s', `${1000 + given}`);
      const body = requestBy(PROFILE, ...changes, [field, number]);
      const { documents, warnings } = await declared(await postDeclaration(world, body));
      expect(warnings).toContainEqual(
        expect.objectContaining({ field, code: 'numberOfRegister', severity: 'mild' }),
      );
      const holder = await world.ledger.holderOf({ register: SAMPLE_REGISTER, number });
      expect(documents.find(({ id }) => id === holder)?.kind).toBe(kind);
    },
  );
});

test('another register may hold the same number', async () => {
  const number = fresh();
  await declareAs(world, requestBy(PROFILE, ['numbers', { charter: number }]));
  const elsewhere = altered(['numbers', { charter: number }], ['agency.name', 'Kota Lain']);
  expect((await postDeclaration(world, elsewhere)).status).toBe(201);
});

test('a number that is given to two documents, or to none, is told beside the others', async () => {
  const number = fresh();
  const errors = await refusal(
    requestBy(
      PROFILE,
      ['numbers', { charter: number, minutes: fresh() }],
      ['pledges.0.number', number],
    ),
  );
  expect(errors.map(({ field }) => field).sort()).toEqual(['numbers.minutes', 'pledges.0.number']);
});

test('a number of a planned event is claimed by nobody yet', async () => {
  const number = fresh();
  const event = { status: 'planned' };
  await declareAs(world, requestBy(PROFILE, ['event', event], ['numbers', { charter: number }]));
  expect(await world.ledger.holderOf({ register: SAMPLE_REGISTER, number })).toBeUndefined();
});

test('more numbers than one transaction holds are refused', async () => {
  const pledges = Array.from({ length: MAX_GIVEN_NUMBERS + 1 }, (_, index) => ({
    name: `Staf ${index}`,
    position: 'Analis',
    email: `staf.${index}@example.test`,
    number: fresh(),
  }));
  const before = await world.record();
  expect(await refusal(requestBy(PROFILE, ['pledges', pledges]))).toMatchObject([
    { field: 'numbers', code: 'tooManyNumbers' },
  ]);
  expect(await world.record()).toEqual(before);
  const fitting = requestBy(PROFILE, ['pledges', pledges.slice(1)]);
  expect((await postDeclaration(world, fitting)).status).toBe(201);
});

describe('a request that comes again with its key', () => {
  const send = (key: string, number: string) =>
    postDeclaration(world, requestBy(PROFILE, ['numbers', { charter: number }]), {
      headers: { 'idempotency-key': key },
    });

  test('does not meet its own numbers', async () => {
    const number = fresh();
    const first = await declared(await send('numbers again', number));
    const before = await world.record();
    expect(await declared(await send('numbers again', number))).toEqual(first);
    expect(await world.record()).toEqual(before);
  });

  test('at the same time makes one declaration', async () => {
    const number = fresh();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => send('numbers at once', number)),
    );
    const made = await Promise.all(answers.map(declared));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  });
});

test('of two declarations at the same time with one number, one gets it and one is told', async () => {
  const number = fresh();
  const body = requestBy(PROFILE, ['numbers', { charter: number }]);
  const answers = await Promise.all([postDeclaration(world, body), postDeclaration(world, body)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
  const [loser] = answers.filter(({ status }) => status === 422);
  expect(loser && (await problemOf(loser)).errors).toMatchObject([
    { field: 'numbers.charter', code: 'numberTaken' },
  ]);
});
