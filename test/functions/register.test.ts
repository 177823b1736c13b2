/** The number register over HTTP: every number ever given in a series, and what became of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { draftDocuments } from '../../functions/draft/draft.ts';
import { declareAs, getAs, postCommand, problemOf, putAgency } from './admin-caller.ts';
import { altered, requestBy, SAMPLE_REGISTER, sampleProfile } from './request.ts';
import { startWorld, type TestWorld } from './world.ts';

const PROFILE = 'kota-contoh';
const REGISTER = encodeURIComponent(SAMPLE_REGISTER);

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
  await putAgency(world, PROFILE, { body: sampleProfile() });
});
afterAll(() => world.stop());

const Series = z.object({
  entries: z.array(
    z.object({
      sequence: z.number().optional(),
      number: z.string(),
      documentId: z.string(),
      title: z.string().optional(),
      status: z.string().optional(),
    }),
  ),
});
const read = (path: string, as?: string) => getAs(world.admin, `/v1/registers/${path}`, as);
const entriesIn = async (path: string) => Series.parse(await (await read(path)).json()).entries;

/** Declares and drafts; answers the ids of the documents, charter first. */
async function drafted(body: unknown): Promise<readonly string[]> {
  const { id, documentIds } = await declareAs(world, body);
  await draftDocuments(world, id);
  return documentIds;
}

const perUnit = (date: string) =>
  requestBy(PROFILE, ['charterMode', 'perUnit'], ['event', { ...EVENT, date }]);
const EVENT = { status: 'held', place: 'Balai Kota Contoh' };

describe('a series of the register', () => {
  test('tells each number with its document, its title and its status, in order', async () => {
    const first = await drafted(perUnit('2022-09-21'));
    const second = await drafted(perUnit('2022-09-22'));
    expect(await entriesIn(`${REGISTER}/charter/2022?unit=DS`)).toMatchObject([
      { sequence: 1, number: '000.8.6/1/DS/2022', documentId: first[0], status: 'drafted' },
      { sequence: 2, number: '000.8.6/2/DS/2022', documentId: second[0], status: 'drafted' },
    ]);
    const pledges = await entriesIn(`${REGISTER}/pledge/2022`);
    expect(pledges[0]).toMatchObject({ number: '800/1/IX/2022', documentId: first[1] });
    expect(pledges[0]?.title).toContain('Dewi Lestari');
  });

  test('keeps the numbers of voided documents, and never gives them again', async () => {
    const [id] = await drafted(perUnit('2030-09-20'));
    await postCommand(world, `/v1/documents/${id}/void`, { body: { reason: 'Salah nama' } });
    await drafted(perUnit('2030-09-21'));
    const entries = await entriesIn(`${REGISTER}/charter/2030?unit=DS`);
    expect(entries.map(({ sequence, status }) => [sequence, status])).toEqual([
      [1, 'voided'],
      [2, 'drafted'],
    ]);
  });

  test('of an agency without a profile is found by its name, whatever its case', async () => {
    const { numbering } = z.object({ numbering: z.unknown() }).parse(sampleProfile());
    const body = altered(
      ['agency.name', 'Pemerintah Kota Uji'],
      ['agency.code', 'SETDA'],
      ['agency.numbering', numbering],
    );
    await drafted(body);
    for (const name of ['pemerintah kota uji', 'Pemerintah  Kota Uji'])
      expect(await entriesIn(`${encodeURIComponent(name)}/pledge/2022`)).toHaveLength(1);
  });

  test.each(['admin', 'archivist', 'viewer'])('is read by every role: %s', async (as) => {
    await drafted(perUnit('2031-09-21'));
    expect((await read(`${REGISTER}/pledge/2031`, as)).status).toBe(200);
  });

  test.each([
    ['a register', 'tidak-ada/charter/2022'],
    ['a year', `${REGISTER}/charter/1999`],
    ['a unit', `${REGISTER}/charter/2022?unit=XYZ`],
    ['a year in words', `${REGISTER}/charter/tahun`],
    ['a kind', `${REGISTER}/letter/2022`],
    ['a name of the machinery', `${REGISTER}/__proto__/2022`],
    ['a register longer than a key of the ledger', `${'x'.repeat(3000)}/charter/2022`],
  ])('without entries is not found: %s', async (_, path) => {
    const response = await read(path);
    expect(response.status).toBe(404);
    expect((await problemOf(response)).type).toBe('urn:piagam:problem:registerUnknown');
  });
});

test('an agency that describes itself anew, or takes a new name, goes on in its register', async () => {
  const profile = sampleProfile();
  const [, inline] = await drafted({ ...altered(), agency: profile });
  const renamed = { ...profile, name: 'Pemerintah Kota Contoh Baru' };
  const put = (body: unknown, ifMatch: string) => putAgency(world, PROFILE, { body, ifMatch });
  expect((await put(renamed, '"1"')).status).toBe(200);
  const [, after] = await drafted(requestBy(PROFILE));
  expect((await put(profile, '"2"')).status).toBe(200);
  const entries = await entriesIn(`${REGISTER}/pledge/2022`);
  const numberOf = (id: string | undefined) =>
    entries.findIndex(({ documentId }) => documentId === id);
  expect(numberOf(inline)).toBeGreaterThanOrEqual(0);
  expect(numberOf(after)).toBe(numberOf(inline) + 1);
  expect(new Set(entries.map(({ number }) => number)).size).toBe(entries.length);
});

test('a declaration tells the register that its numbers are in', async () => {
  const { id } = await declareAs(world, requestBy(PROFILE));
  const told = await (await getAs(world.admin, `/v1/declarations/${id}`)).json();
  expect(told).toMatchObject({ register: SAMPLE_REGISTER, profile: { id: PROFILE, version: 3 } });
});
