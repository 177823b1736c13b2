/** Declaring something amiss: all faults are told at once, in plain words; nothing is written. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MAX_PLEDGES, MAX_UNITS } from '../../functions/admin/request.ts';
import { postDeclaration, problemOf } from './admin-caller.ts';
import { altered, type Change, sampleRequest } from './request.ts';
import { START, startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const RIGHT_TO_LEFT = '\u202e';
const person = { name: 'Eko', position: 'Kepala Bagian', email: 'eko@example.test' };
const many = (count: number, item: (index: number) => object): readonly object[] =>
  Array.from({ length: count }, (_, index) => item(index));

/** Refused with these fields at fault, and nothing written. */
async function expectRefused(body: unknown, fields: readonly string[]): Promise<void> {
  const before = await world.record();
  const response = await postDeclaration(world, body);
  const problem = await problemOf(response);
  expect(response.status).toBe(422);
  expect(problem.errors.map(({ field }) => field).sort()).toEqual([...fields].sort());
  expect(await world.record()).toEqual(before);
}

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

describe('a field that is not right is named, and nothing is written:', () => {
  test.each<readonly [string, ...Change]>([
    ['an unknown member', 'kementerian', 'PANRB'],
    ['an unknown member within a person', 'units.0.head.gelar', 'S.Sos.'],
    ['an unknown member within the event', 'event.time', '08:00'],
    ['an empty name', 'signatories.0.name', ''],
    ['a name of blanks', 'signatories.0.name', ' \t '],
    ['a number as a name', 'witnesses.0.name', 42],
    ['a list as a name', 'units.0.name', ['Dinas Satu']],
    ['a name that never ends', 'signatories.0.name', 'A'.repeat(161)],
    ['a control character in a name', 'units.0.head.name', 'Siti\u0000Rahmawati'],
    ['a line break in a name', 'units.0.head.name', 'Siti\nRahmawati'],
    ['a change of writing direction', 'witnesses.0.name', `Ahmad ${RIGHT_TO_LEFT}fura'M`],
    ['an invisible character', 'agency.name', 'Kota\u200bContoh'],
    ['half of a character', 'agency.city', 'Contoh\ud800'],
    ['a date that does not exist', 'event.date', '2022-02-30'],
    ['a leap day in a common year', 'event.date', '2023-02-29'],
    ['a date in another form', 'event.date', '21-09-2022'],
    ['a time instead of a date', 'event.date', '2022-09-21T00:00:00Z'],
    ['a weekday that does not fit the date', 'event.weekday', 'Kamis'],
    ['an event of an unknown status', 'event.status', 'batal'],
    ['a held event without a place', 'event.place', undefined],
    ['no agency', 'agency', undefined],
    ['a zone outside Indonesia', 'agency.timezone', 'UTC'],
    ['no target', 'target', []],
    ['an unknown target', 'target.0', 'WBX'],
    ['an e-mail address without a domain', 'signatories.0.email', 'walikota@'],
    ['two e-mail addresses in one', 'signatories.0.email', 'a@x.test, b@y.test'],
    ['an e-mail address with a header', 'witnesses.0.email', 'a@x.test\r\nBcc: b@y.test'],
    ['no e-mail address', 'units.0.head.email', undefined],
    ['a NIP of 17 digits', 'units.0.head.nip', '19700101199003200'],
    ['a NIP of 19 digits', 'units.0.head.nip', '1970010119900320010'],
    ['a NIP as a number', 'units.0.head.nip', 197001011990032],
    ['a NIP with other digits', 'units.0.head.nip', '١٩٧٠٠١٠١١٩٩٠٠٣٢٠٠١'],
    ['an unknown role', 'signatories.0.role', 'pemimpin'],
    ['a group that is no whole number', 'signatories.0.group', 1.5],
    ['a group of zero', 'signatories.0.group', 0],
    ['a prefix that is none', 'signatories.0.prefix', 'Drs.'],
    ['a deadline that does not exist', 'deadline', '2046-11-31'],
    ['a deadline in the past', 'deadline', '2046-11-20'],
    ['a deadline beyond a year', 'deadline', '2048-01-01'],
    ['a pledge of a unit that is not listed', 'pledges.0.unit', 'Dinas Dua'],
  ])('%s', (_, path, value) => expectRefused(altered([path, value]), [path]));

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

  test('one address for two signatories', () =>
    expectRefused(altered(['witnesses.0.email', 'walikota@example.test']), ['witnesses.0.email']));

  test('one person as declarer and witness', () => {
    const witness = { name: 'Budi Santoso', position: 'Saksi', email: 'walikota@example.test' };
    return expectRefused(altered(['witnesses', [witness]]), [
      'witnesses.0.name',
      'witnesses.0.email',
    ]);
  });

  test('one unit named twice', () =>
    expectRefused(altered(['units.1', { name: 'dinas satu' }]), ['units.1.name']));

  test('nobody who declares', () =>
    expectRefused(altered(['units.0.head', undefined]), ['signatories']));

  test('nobody who signs at all', () => {
    const body = altered(['units', []], ['signatories', []], ['witnesses', []], ['pledges', []]);
    return expectRefused(body, ['signatories']);
  });

  test('more signatories on one charter than it holds', () => {
    const signatories = many(20, (index) => ({
      ...person,
      name: `Orang ${index}`,
      email: `orang${index}@example.test`,
    }));
    return expectRefused(altered(['signatories', signatories]), ['signatories']);
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

test.each([
  ['letters that the fonts lack', '習近平'],
  ['emoji', 'Budi 🙂'],
  ['an encoded word of mail', '=?utf-8?q?=0d=0aBcc:x?='],
  ['a heap of accents', `A${'\u0301'.repeat(9)}`],
  ['nothing that can be seen', '\u3164'],
])('a name with %s is refused, for it would not print', async (_, name) => {
  const response = await postDeclaration(world, altered(['units.0.head.name', name]));
  const { errors } = await problemOf(response);
  expect(errors).toMatchObject([{ field: 'units.0.head.name', code: 'notPrintable' }]);
});

test.each(["Ma'ruf Ö. Çelebi", 'Dr. Ir. H. Sukarno, S.T., M.Eng.Sc.', 'Jose\u0301 Łukasz–Nandi'])(
  'the name %s prints',
  async (name) => {
    const query = '?dryRun=true';
    const body = altered(['units.0.head.name', name]);
    expect((await postDeclaration(world, body, { query })).status).toBe(200);
  },
);

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
