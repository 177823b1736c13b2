/** Declaring something amiss: all faults are told at once, in plain words; nothing is written. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MAX_PLEDGES } from '../../functions/admin/request.ts';
import { MAX_UNITS } from '../../functions/admin/request-unit.ts';
import { postDeclaration, problemOf } from './admin-caller.ts';
import { expectRefused as expectFieldsRefused } from './refused.ts';
import { altered, sampleRequest } from './request.ts';
import { START, startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const person = { name: 'Eko', position: 'Kepala Bagian', email: 'eko@example.test' };
const many = (count: number, item: (index: number) => object): readonly object[] =>
  Array.from({ length: count }, (_, index) => item(index));

const expectRefused = (body: unknown, fields: readonly string[]): Promise<void> =>
  expectFieldsRefused(world, body, fields);

describe('a body that cannot be read is refused and leaves nothing behind:', () => {
  test.each([
    ['no bytes at all', ''],
    ['JSON cut off', '{"agency":'],
    ['not JSON', 'agency: Pemerintah Kota Contoh'],
  ])('%s', async (_, body) => {
    const before = await world.record();
    const response = await postDeclaration(world, body);
    expect(response.status).toBe(400);
    expect((await problemOf(response)).type).toBe('urn:piagam:problem:malformed');
    expect(await world.record()).toEqual(before);
  });

  test.each([
    ['a list', '[]'],
    ['null', 'null'],
    ['a text', '"piagam"'],
  ])('%s instead of a record', (_, body) => expectRefused(body, ['']));
});

describe('a declaration that cannot be is refused, and nothing is written:', () => {
  test('two targets that are the same', () =>
    expectRefused(altered(['target', ['WBK', 'WBK']]), ['target']));

  test('too many units', () =>
    expectRefused(
      altered(['units', many(MAX_UNITS + 1, (index) => ({ name: `Dinas ${index}` }))]),
      ['units'],
    ));

  test('too many pledges', () => {
    const pledges = many(MAX_PLEDGES + 1, (index) => ({ ...person, name: `Staf ${index}` }));
    return expectRefused(altered(['pledges', pledges]), ['pledges']);
  });

  test('one person as two signatories', () =>
    expectRefused(altered(['witnesses.0.name', ' BUDI  Santoso']), ['witnesses.0.name']));

  test('one address for two persons', () =>
    expectRefused(altered(['witnesses.0.email', 'staf@example.test']), ['pledges.0.email']));

  test.each([
    ['name', { name: 'Budi Santoso', email: 'lain@example.test' }],
    ['name and address', { name: 'Budi Santoso', email: 'walikota@example.test' }],
  ])('one person as co-signer and witness, by %s', (_, who) =>
    expectRefused(altered(['witnesses', [{ ...who, position: 'Saksi' }]]), ['witnesses.0.name']),
  );

  test('one unit named twice', () =>
    expectRefused(altered(['units.1', { name: 'dinas satu' }]), ['units.1.name']));

  test('nobody who declares for the one unit', () =>
    expectRefused(altered(['units.0.head', undefined]), ['units.0.head']));

  test('nobody who signs at all', () => {
    const body = altered(['units', []], ['signatories', []], ['witnesses', []], ['pledges', []]);
    return expectRefused(body, ['leader']);
  });

  test('more signatories on one charter than it holds', () => {
    const named = (key: string) => (index: number) => ({
      name: `${key} ${index}`,
      position: `Kepala ${key} ${index}`,
      email: `${key}${index}@example.test`,
    });
    const body = altered(
      ['units', many(MAX_UNITS, (index) => ({ name: `Dinas ${index}`, head: named('a')(index) }))],
      ['signatories', many(20, named('b'))],
      ['witnesses', many(20, named('c'))],
      ['partners', many(20, (index) => ({ name: `Kota ${index}`, leader: named('d')(index) }))],
      ['pledges', []],
    );
    return expectRefused(body, ['signatories']);
  });

  test('a member named like the machinery of the language', () =>
    expectRefused(`{"__proto__": {"x": 1}, ${JSON.stringify(sampleRequest()).slice(1)}`, [
      '__proto__',
    ]));

  test('a signatory in a role that the charter does not print', () =>
    expectRefused(altered(['signatories.0.role', 'superior']), ['signatories.0.role']));
});

test('a flood of unknown fields is answered shortly, and nothing is written', async () => {
  const before = await world.record();
  const flood = Object.fromEntries(Array.from({ length: 40_000 }, (_, n) => [`a${n}`, 0]));
  const response = await postDeclaration(world, flood);
  expect(response.status).toBe(422);
  const { errors } = await problemOf(response);
  expect(errors).toHaveLength(100);
  expect(JSON.stringify(errors).length).toBeLessThan(20_000);
  expect(await world.record()).toEqual(before);
});

/** The first of a list in a request. */
const memberOf = (request: Readonly<Record<string, unknown>>, list: string): unknown =>
  [request[list]].flat()[0];

describe('everything amiss is told at once:', () => {
  test('faults of form together with every rule that can still be asked', () =>
    expectRefused(
      altered(
        ['signatories.0.email', 'x'],
        ['pledges.1', memberOf(sampleRequest(), 'pledges')],
        ['units.1', memberOf(sampleRequest(), 'units')],
        ['deadline', '2046-01-01'],
      ),
      ['signatories.0.email', 'pledges.1.name', 'units.1.name', 'deadline'],
    ));

  test('all faults of form', () =>
    expectRefused(
      altered(
        ['catatan', 'x'],
        ['agency.name', ''],
        ['event.date', '2022-13-01'],
        ['units.0.head.nip', '123'],
        ['signatories.0.email', 'walikota'],
        ['witnesses.0.name', 7],
        ['pledges.0.superior.email', undefined],
      ),
      [
        'catatan',
        'agency.name',
        'event.date',
        'units.0.head.nip',
        'signatories.0.email',
        'witnesses.0.name',
        'pledges.0.superior.email',
      ],
    ));

  test('all faults against the rules, and the logo', () => {
    const logo = { mediaType: 'image/png', base64: 'YWJj' };
    return expectRefused(
      altered(
        ['event.weekday', 'Senin'],
        ['witnesses.0.name', 'Budi Santoso'],
        ['pledges.0.unit', 'Dinas Dua'],
        ['deadline', '2046-01-01'],
        ['agency.letterhead.logo', logo],
      ),
      ['event.weekday', 'witnesses.0.name', 'pledges.0.unit', 'deadline', 'agency.letterhead.logo'],
    );
  });

  test('faults of form together with faults against the rules', () => {
    const logo = { mediaType: 'image/png', base64: 'YWJj' };
    return expectRefused(
      altered(
        ['agency.city', ''],
        ['signatories.0.email', 'walikota'],
        ['event.weekday', 'Senin'],
        ['agency.letterhead.logo', logo],
      ),
      ['agency.city', 'signatories.0.email', 'event.weekday', 'agency.letterhead.logo'],
    );
  });
});

describe('faults are told in words that people understand:', () => {
  const faulty = altered(
    ['event.weekday', 'Kamis'],
    ['deadline', '2046-01-01'],
    ['units.1', { name: 'Dinas Satu' }],
  );
  const told = async (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    problemOf(await postDeclaration(world, body, { headers }));

  test('in Indonesian by default', async () => {
    const { title, errors } = await told(faulty);
    expect(title).toBe('Isian belum benar');
    expect(errors.map(({ message }) => message)).toContain(
      'Tanggal 2022-09-21 adalah hari Rabu, bukan Kamis.',
    );
  });

  test.each(['en', 'en-GB,en;q=0.9'])('in English for Accept-Language: %s', async (accepted) => {
    const { title, errors } = await told(faulty, { 'accept-language': accepted });
    expect(title).toBe('Some fields are not right');
    expect(errors.map(({ message }) => message)).toContain(
      '2022-09-21 is a Rabu (Indonesian weekday name), not Kamis.',
    );
  });

  test('also where only the form is amiss', async () => {
    const body = altered(['agency.city', ''], ['units.0.head.nip', '1'], ['target', []]);
    const [indonesian, english] = [await told(body), await told(body, { 'accept-language': 'en' })];
    expect(indonesian.errors).toHaveLength(3);
    for (const [index, { field, message }] of indonesian.errors.entries()) {
      expect(english.errors[index]?.field).toBe(field);
      expect(english.errors[index]?.message).not.toBe(message);
    }
  });

  test('without the patterns that the code matches', async () => {
    const body = altered(['agency.city', 'Con\u0000toh'], ['units.0.head.nip', '1']);
    const { errors } = await told(body);
    expect(errors.filter(({ message }) => message.includes('^'))).toEqual([]);
  });
});

test('a deadline over in the agency’s zone is in the past, whatever the date in UTC', async () => {
  // In the zone WIT (UTC+9) the 22nd has begun; in UTC it is still the 21st.
  world.time.now = '2046-11-21T20:00:00.000Z';
  try {
    await expectRefused(altered(['deadline', '2046-11-21']), ['deadline']);
  } finally {
    world.time.now = START;
  }
});
