/** A renewal names the declaration it takes the place of: held, of the same agency, renewed by nobody. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { draftDocuments } from '../../functions/draft/draft.ts';
import { declareAs, getAs, postCommand, postDeclaration, problemOf } from './admin-caller.ts';
import { altered, planOf } from './request.ts';
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

/** Sends each body as a request of its own; answers `declared` or the codes of the errors. */
const answersTo = async (...bodies: readonly unknown[]) => {
  const responses = await Promise.all(bodies.map((body) => postDeclaration(world, body)));
  return Promise.all(responses.map(outcomeOf));
};
const outcomeOf = async (response: Response): Promise<string> =>
  response.status === 201
    ? 'declared'
    : (await problemOf(response)).errors.map(({ code }) => code).join();

test('of many that renew the same at once exactly one is declared', async () => {
  const { id: old } = await declareAs(world);
  await draftDocuments(world, old);
  const body = altered(['supersedes', renewal(old)]);
  const answers = await answersTo(...Array.from({ length: 5 }, () => body));
  expect(answers.toSorted()).toEqual([...Array(4).fill('alreadySuperseded'), 'declared']);
});

test('one that is renewed is so at once, though nothing has been drafted yet', async () => {
  const { id: old } = await declareAs(world);
  const body = altered(['supersedes', renewal(old)]);
  expect(await answersTo(body)).toEqual(['declared']);
  expect(await answersTo(body)).toEqual(['alreadySuperseded']);
});

test('a plan renews nothing until it is held, and then only what nobody else has renewed', async () => {
  const { id: old } = await declareAs(world);
  const plan = altered(['supersedes', renewal(old)], ['event', { status: 'planned' }]);
  const [first, second] = [await declareAs(world, plan), await declareAs(world, plan)];
  const event = { status: 'held', date: '2022-09-21', place: 'Balai Kota' };
  const hold = (id: string) =>
    postCommand(world, `/v1/declarations/${id}/hold`, { body: { event } });
  expect((await hold(first.id)).status).toBe(200);
  expect((await hold(first.id)).status).toBe(200);
  const beaten = await hold(second.id);
  expect(beaten.status).toBe(422);
  expect(await outcomeOf(beaten)).toBe('alreadySuperseded');
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

test('a renewal that lies before what it renews, or after no change of leader, is warned of', async () => {
  const leader = { name: 'Budi', position: 'Wali Kota', email: 'walikota@example.test' };
  const { id: old } = await declareAs(world, altered(['leader', leader], ['signatories', []]));
  const body = altered(
    ['leader', leader],
    ['signatories', []],
    ['event.date', '2021-09-22'],
    ['supersedes', { declarationId: old, renewal: 'newLeader' }],
  );
  const response = await postDeclaration(world, body, { query: '?dryRun=true' });
  expect(response.status).toBe(200);
  const { warnings } = z
    .object({ warnings: z.array(z.object({ code: z.string() })) })
    .parse(await response.json());
  const codes = warnings.map(({ code }) => code);
  expect(codes).toContain('renewalBackwards');
  expect(codes).toContain('sameLeader');
});
