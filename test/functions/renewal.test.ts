/** A renewal names the declaration it takes the place of: held, of the same agency, renewed by nobody. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { draftDocuments } from '../../functions/draft/draft.ts';
import { declareAs, getAs, postDeclaration, problemOf, putAgency } from './admin-caller.ts';
import { altered, charterFor, planOf, requestBy, sampleProfile } from './request.ts';
import { startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const renewal = (declarationId: string) => ({ declarationId, renewal: 'annual' });

/** A renewal, declared and drafted; answers both ids. */
async function renewed(): Promise<{ readonly old: string; readonly next: string }> {
  const { id: old } = await declareAs(world);
  await draftDocuments(world, old);
  const { id: next } = await declareAs(world, altered(['supersedes', renewal(old)]));
  await draftDocuments(world, next);
  return { old, next };
}

const Links = z.object({
  supersedes: z.object({ declarationId: z.string(), renewal: z.string() }).optional(),
  supersededBy: z.string().optional(),
});
const linksOf = async (id: string) =>
  Links.parse(await (await getAs(world.admin, `/v1/declarations/${id}`)).json());

test('a renewal is told on both declarations', async () => {
  const { old, next } = await renewed();
  expect(await linksOf(next)).toEqual({ supersedes: renewal(old) });
  expect(await linksOf(old)).toEqual({ supersededBy: next });
});

test('a renewal that comes again with its key is the same, although it has taken the place', async () => {
  const { id: old } = await declareAs(world);
  await draftDocuments(world, old);
  const send = () =>
    postDeclaration(world, altered(['supersedes', renewal(old)]), {
      headers: { 'idempotency-key': 'renewal' },
    });
  const first = await send();
  const { id } = z.object({ id: z.string() }).parse(await first.json());
  await draftDocuments(world, id);
  const again = await send();
  expect(again.status).toBe(201);
  expect(await again.json()).toMatchObject({ id });
});

describe('a renewal is refused, and nothing is written, when it names', () => {
  test.each<readonly [string, () => Promise<Record<string, unknown>>, string]>([
    [
      'a declaration that does not exist',
      async () => altered(['supersedes', renewal('0000000000000000')]),
      'unknownDeclaration',
    ],
    [
      'one that is only planned',
      async () => altered(['supersedes', renewal((await declareAs(world, planOf(1))).id)]),
      'notHeld',
    ],
    [
      'one of another agency',
      async () => {
        const other = altered(['agency.name', 'Pemerintah Kota Lain']);
        return altered(['supersedes', renewal((await declareAs(world, other)).id)]);
      },
      'otherAgency',
    ],
    [
      'one that the same agency made without its profile',
      async () => {
        await putAgency(world, 'kota-contoh', { body: sampleProfile() });
        const { id } = await declareAs(world, charterFor(['Eko']));
        return requestBy('kota-contoh', ['supersedes', renewal(id)]);
      },
      'otherAgency',
    ],
    [
      'one that another has renewed',
      async () => altered(['supersedes', renewal((await renewed()).old)]),
      'alreadySuperseded',
    ],
  ])('%s', async (_, make, code) => {
    const body = await make();
    const before = await world.record();
    const errorsIn = async (language: string) => {
      const headers = { 'accept-language': language };
      const response = await postDeclaration(world, body, { headers });
      expect(response.status).toBe(422);
      return (await problemOf(response)).errors;
    };
    const [indonesian, english] = [await errorsIn('id'), await errorsIn('en')];
    expect(indonesian).toMatchObject([{ field: 'supersedes.declarationId', code }]);
    expect(english).toMatchObject([{ field: 'supersedes.declarationId', code }]);
    expect(english[0]?.message).not.toBe(indonesian[0]?.message);
    expect(await world.record()).toEqual(before);
  });
});
