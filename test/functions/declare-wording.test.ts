/** What people write by habit, a date without its year or a misspelt predicate, is told what to mend. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { postDeclaration, problemOf } from './admin-caller.ts';
import { altered, type Change } from './request.ts';
import { startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

async function errorsOf(language: string, ...changes: readonly Change[]) {
  const headers = { 'accept-language': language };
  const response = await postDeclaration(world, altered(...changes), { headers });
  expect(response.status).toBe(422);
  return (await problemOf(response)).errors;
}

const AMENDMENT: Change = ['citations', ['PermenPANRB 10/2019']];
const NO_WEEKDAY: Change = ['event.weekday', undefined];

describe('a date without its year', () => {
  test.each([
    ['Kamis, 13/02', NO_WEEKDAY],
    ['Kamis 13-02', NO_WEEKDAY],
    ['kamis, 13.2', NO_WEEKDAY],
    ['Kamis, 13 Februari', NO_WEEKDAY],
    ['13/02', ['event.weekday', 'Kamis']],
    ['13 februari', ['event.weekday', 'Kamis']],
  ] as const)('is an error that says what fits the weekday: %s', async (date, weekday) => {
    const before = await world.record();
    const errors = await errorsOf('id', ['event.date', date], weekday, AMENDMENT);
    expect(errors).toMatchObject([{ field: 'event.date', code: 'yearMissing' }]);
    expect(errors[0]?.message).toMatch(
      /13 Februari jatuh pada hari kamis pada tahun 2020; .*misalnya 2020-02-13/i,
    );
    expect(await world.record()).toEqual(before);
  });

  test('is told in English too', async () => {
    const date: Change = ['event.date', 'Kamis, 13/02'];
    const [error] = await errorsOf('en', date, NO_WEEKDAY, AMENDMENT);
    expect(error?.message).toMatch(/13 Februari is a Kamis .* in 2020; .*2020-02-13/);
  });

  test('has more years that fit when no regulation narrows them', async () => {
    const [error] = await errorsOf('id', ['event.date', 'Kamis, 13/02'], NO_WEEKDAY);
    expect(error?.message).toMatch(/2014.*2020.*2025/);
  });

  test.each([
    ['without a weekday', '13/02', NO_WEEKDAY],
    ['with a weekday that is none', 'Kemis, 13/02', NO_WEEKDAY],
  ] as const)('%s is told how dates are written', async (_, date, weekday) => {
    const errors = await errorsOf('id', ['event.date', date], weekday);
    expect(errors).toMatchObject([{ field: 'event.date', code: 'yearMissing' }]);
    expect(errors[0]?.message).toContain('TTTT-BB-HH');
  });

  test('of a planned event is told as well', async () => {
    const event: Change = ['event', { status: 'planned', date: '13/02' }];
    expect(await errorsOf('id', event)).toMatchObject([
      { field: 'event.date', code: 'yearMissing' },
    ]);
  });

  test.each([
    'Kamis, 31/02',
    '30 Februari',
    '0/01',
    '13/02/2020',
    '13-13',
    'Kamis',
    '',
    'besok pagi',
  ])('is not what somebody means who writes %j', async (date) => {
    const [error] = await errorsOf('id', ['event.date', date]);
    expect(error).toMatchObject({ field: 'event.date', code: 'invalid_format' });
  });
});

describe('a misspelt predicate is an error that says what is meant:', () => {
  test.each([
    ['Wilayah Bersih dari Korupsi', 'WBK'],
    ['Wilayah Bebas dari Korupsi', 'WBK'],
    ['wbk', 'WBK'],
    ['WBB', 'WBBM'],
    ['Wilayah Birokrasi Bersih dan Melayani', 'WBBM'],
  ])('%s', async (written, meant) => {
    for (const [field, path] of [
      ['target.0', 'target'],
      ['units.0.holds.0', 'units.0.holds'],
    ] as const)
      for (const language of ['id', 'en']) {
        const errors = await errorsOf(language, [path, [written]]);
        expect(errors).toMatchObject([{ field }]);
        expect(errors[0]?.message).toContain(`"${meant}"`);
      }
  });

  test('and what nobody can guess is told the choices', async () => {
    const [error] = await errorsOf('id', ['target', ['Zona Integritas']]);
    expect(error?.message).toBe('Pilihan: WBK, WBBM.');
  });
});

describe('a field of the wrong form is told in plain words', () => {
  test.each<readonly [Change, string, string]>([
    [['event.place', ' '], 'Wajib diisi.', 'Is required.'],
    [['event.place', 7], 'Isian ini harus berupa teks.', 'Must be text.'],
    [['units', {}], 'Isian ini harus berupa daftar ([ … ]).', 'Must be a list ([ … ]).'],
    [['event.place', 'x'.repeat(201)], 'Paling banyak 200 karakter.', 'At most 200 characters.'],
    [['target', []], 'Sedikitnya 1 butir.', 'At least 1 item.'],
    [['signatories.0.group', 0], 'Sedikitnya 1.', 'At least 1.'],
    [
      ['units.0.head.prefix', 'PLT'],
      'Pilihan: Pj., Plt., Plh., a.n., u.b.',
      'One of: Pj., Plt., Plh., a.n., u.b.',
    ],
  ])('%j', async (change, indonesian, english) => {
    for (const [language, message] of [
      ['id', indonesian],
      ['en', english],
    ] as const)
      expect(await errorsOf(language, change)).toMatchObject([{ message }]);
  });
});

const DryRun = z.object({
  warnings: z.array(z.object({ severity: z.string(), message: z.string() })),
});

test('warnings travel with their severity, strong ones first, in the reader’s language', async () => {
  const body = altered(
    ['citations', ['PermenPANRB 90/2021 tentang Zona Integrasi']],
    ['units.0.proposedFor', 'WBBM'],
  );
  const warningsIn = async (language: string) => {
    const headers = { 'accept-language': language };
    const response = await postDeclaration(world, body, { query: '?dryRun=true', headers });
    return DryRun.parse(await response.json()).warnings;
  };
  const [indonesian, english] = [await warningsIn('id'), await warningsIn('en')];
  const severities = indonesian.map(({ severity }) => severity);
  expect(new Set(severities)).toEqual(new Set(['strong', 'mild']));
  expect(severities).toEqual([...severities].sort().reverse());
  expect(english.map(({ severity }) => severity)).toEqual(severities);
  for (const [index, { message }] of english.entries())
    expect(message).not.toBe(indonesian[index]?.message);
});
