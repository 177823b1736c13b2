/** Declaring: what is good is taken, once per key, by admins alone; a dry run leaves nothing. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { adminApp } from '../../functions/admin/app.ts';
import { MAX_DECLARATION_BYTES } from '../../functions/admin/declare.ts';
import { EXAMPLE } from '../../functions/admin/example.ts';
import { MAX_PLEDGES } from '../../functions/admin/request.ts';
import { declared, postDeclaration, problemOf } from './admin-caller.ts';
import { altered, charterFor, sampleRequest } from './request.ts';
import { START, startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const LOGO = {
  mediaType: 'image/svg+xml',
  base64: btoa('<svg xmlns="http://www.w3.org/2000/svg"/>'),
};

/** A real event of the folder `examples`. */
const example = async (name: string): Promise<unknown> =>
  parse(await readFile(new URL(`../../examples/${name}.yaml`, import.meta.url), 'utf8'));

/** The codes of errors or warnings in an answer to the trial of an example. */
async function trialOf(name: string, found: 'warnings' | 'errors'): Promise<readonly string[]> {
  const response = await postDeclaration(world, await example(name), { query: '?dryRun=true' });
  const Answer = z.object({ [found]: z.array(z.object({ code: z.string(), field: z.string() })) });
  const told = Answer.parse(await response.json())[found] ?? [];
  return told.map(({ field, code }) => `${field} ${code}`);
}

describe('a real event is told what a careful official would raise:', () => {
  test.each([
    ['ambon-2022', ['areas areasDiffer']],
    ['kupang-2020', ['citations.0 misnamedCitation']],
    ['gorontalo-2020', ['citations.0 amendmentAlone', 'witnesses noWitness']],
  ])('%s', async (name, warnings) => {
    expect(await trialOf(name, 'warnings')).toEqual(expect.arrayContaining(warnings));
  });

  test('evidence for the PMPRB of 2020 is none of it', async () => {
    expect((await trialOf('kupang-2020', 'warnings')).join()).not.toContain('evidenceFor');
  });

  test('gorontalo-as-reported, whose year is missing, is refused', async () => {
    expect(await trialOf('gorontalo-as-reported', 'errors')).toEqual(['event.date yearMissing']);
  });
});

describe('a good declaration is taken:', () => {
  test.each([
    ['ambon-2022', ['charter', 'charter', 'action-plan', 'pledge', 'pledge', 'minutes']],
    ['kupang-2020', ['charter', 'commitment', 'minutes']],
    ['gorontalo-2020', ['commitment']],
  ])('the real event %s', async (name, kinds) => {
    const response = await postDeclaration(world, await example(name));
    const { id, documents } = await declared(response);
    expect(response.headers.get('location')).toBe(`/v1/declarations/${id}`);
    expect(documents.map(({ kind }) => kind)).toEqual(kinds);
  });

  test('the example of the API’s description', async () => {
    const { documents } = await declared(await postDeclaration(world, EXAMPLE));
    expect(documents.map(({ kind }) => kind)).toEqual(['charter']);
  });

  test('a planned event, which begets nothing', async () => {
    const { id, documents } = await declared(
      await postDeclaration(world, altered(['event', { status: 'planned' }])),
    );
    expect(documents).toEqual([]);
    expect((await world.ledger.declaration(id))?.state.drafted).toBe(true);
  });

  test.each(["Jum'at", 'jumat', 'JUMAT'])('the weekday written %s', async (weekday) => {
    const body = altered(['event.date', '2022-09-23'], ['event.weekday', weekday]);
    expect((await postDeclaration(world, body)).status).toBe(201);
  });

  test('a leap day', async () => {
    const body = altered(['event.date', '2024-02-29'], ['event.weekday', 'Kamis']);
    expect((await postDeclaration(world, body)).status).toBe(201);
  });

  test('names as people bear them', async () => {
    const names = ["Ma'ruf", 'Çelebi Ö. Šimić', 'H. M. N. S. Wirjo, S.H., M.Hum.', 'Suharto'];
    expect((await postDeclaration(world, charterFor(names))).status).toBe(201);
  });

  test('on the last day that the agency’s zone still has', async () => {
    world.time.now = '2046-11-21T20:00:00.000Z';
    try {
      const answer = await postDeclaration(world, altered(['deadline', '2046-11-22']));
      expect(answer.status).toBe(201);
    } finally {
      world.time.now = START;
    }
  });
});

describe('a dry run', () => {
  test('tells warnings and writes nothing', async () => {
    const before = await world.record();
    const body = altered(['witnesses', []], ['agency.letterhead.logo', LOGO]);
    const response = await postDeclaration(world, body, { query: '?dryRun=true' });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      dryRun: true,
      warnings: expect.arrayContaining([
        expect.objectContaining({ field: 'witnesses', code: 'noWitness', severity: 'mild' }),
        expect.objectContaining({ field: 'pledgesElsewhere.leader', severity: 'strong' }),
      ]),
    });
    expect(await world.record()).toEqual(before);
  });

  test('refuses what a real run refuses', async () => {
    const body = altered(['event.weekday', 'Kamis']);
    const response = await postDeclaration(world, body, { query: '?dryRun=true' });
    expect(response.status).toBe(422);
  });

  test.each(['1', 'TRUE', ''])('is never mistaken for a real run: dryRun=%s', async (value) => {
    const before = await world.record();
    await postDeclaration(world, sampleRequest(), { query: `?dryRun=${value}` });
    expect(await world.record()).toEqual(before);
  });
});

test('a declaration too large for the ledger is refused whole, its logo too', async () => {
  const pledges = Array.from({ length: MAX_PLEDGES }, (_, index) => ({
    name: `Staf ${index} ${'x'.repeat(140)}`,
    position: 'x'.repeat(200),
    institution: 'x'.repeat(200),
    email: `staf${index}@example.test`,
  }));
  const body = altered(['pledges', pledges], ['agency.letterhead.logo', LOGO]);
  expect(JSON.stringify(body).length).toBeGreaterThan(MAX_DECLARATION_BYTES);
  const before = await world.record();
  const response = await postDeclaration(world, body);
  expect(response.status).toBe(422);
  expect((await problemOf(response)).type).toBe('urn:piagam:problem:declarationTooLarge');
  const trial = await postDeclaration(world, body, { query: '?dryRun=true' });
  expect(trial.status).toBe(422);
  expect(await world.record()).toEqual(before);
});

test('a declaration whose minutes would outgrow the ledger is refused, and taken without them', async () => {
  const people = (what: string, count: number) =>
    Array.from({ length: count }, (_, index) => ({
      name: `${what} ${index} ${'x'.repeat(100)}`,
      position: 'x'.repeat(150),
      email: `${what}${index}@example.test`,
    }));
  const body = altered(
    ['pledges', []],
    ['signatories', people('penanda', 20)],
    ['witnesses', people('saksi', 20)],
    [
      'units',
      people('unit', 60).map(({ email, ...head }) => ({ name: email, head: { ...head, email } })),
    ],
    ['charterMode', 'perUnit'],
    ['minutes', true],
  );
  const response = await postDeclaration(world, body, { query: '?dryRun=true' });
  expect(response.status).toBe(422);
  expect((await problemOf(response)).type).toBe('urn:piagam:problem:declarationTooLarge');
  const without = { ...body, minutes: false };
  expect((await postDeclaration(world, without, { query: '?dryRun=true' })).status).toBe(200);
});

describe('an Idempotency-Key', () => {
  const send = (key: string, body: unknown = sampleRequest(), as = 'admin') =>
    postDeclaration(world, body, { as, headers: { 'idempotency-key': key } });

  test('answers the same declaration when the same body comes again', async () => {
    const first = await declared(await send('again'));
    const before = await world.record();
    expect(await declared(await send('again'))).toEqual(first);
    expect(await world.record()).toEqual(before);
  });

  test('does not mind another order of members or blanks', async () => {
    const first = await declared(await send('order'));
    const reversed = Object.fromEntries(Object.entries(sampleRequest()).reverse());
    const again = await declared(await send('order', JSON.stringify(reversed, null, 4)));
    expect(again.id).toBe(first.id);
  });

  test('is refused with another body', async () => {
    await declared(await send('other body'));
    const before = await world.record();
    const response = await send('other body', altered(['event.place', 'Aula']));
    expect(response.status).toBe(422);
    expect((await problemOf(response)).type).toBe('urn:piagam:problem:keyReused');
    expect(await world.record()).toEqual(before);
  });

  test('belongs to its admin alone', async () => {
    const first = await declared(await send('shared'));
    const second = await declared(
      await send('shared', altered(['event.place', 'Aula']), 'secondAdmin'),
    );
    expect(second.id).not.toBe(first.id);
  });

  test('makes one declaration of twenty requests at the same time', async () => {
    const before = await world.record();
    const answers = await Promise.all(Array.from({ length: 20 }, () => send('at once')));
    const made = await Promise.all(answers.map(declared));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    const after = await world.record();
    // A commit, a head and a receipt.
    expect(after.rows.length - before.rows.length).toBe(3);
  });

  test.each([
    ['empty', ''],
    ['endless', 'k'.repeat(201)],
  ])('that is %s is refused', async (_, key) => {
    const before = await world.record();
    expect((await send(key)).status).toBe(400);
    expect(await world.record()).toEqual(before);
  });

  test('loses no request to a conflict of transactions', async () => {
    let conflicts = 1;
    const ledger: TestWorld['ledger'] = {
      ...world.ledger,
      // DynamoDB cancels a transaction that meets another one on its way, even one that fails.
      declare: async (...change) => {
        conflicts -= 1;
        return conflicts < 0 ? world.ledger.declare(...change) : undefined;
      },
    };
    const admin = adminApp({ ...world, ledger });
    const answer = await postDeclaration({ admin }, sampleRequest(), {
      headers: { 'idempotency-key': 'conflict' },
    });
    expect(answer.status).toBe(201);
  });
});

test('without a key every request is a declaration of its own', async () => {
  const ids = [
    await postDeclaration(world, sampleRequest()),
    await postDeclaration(world, sampleRequest()),
  ];
  const [first, second] = await Promise.all(ids.map(declared));
  expect(first?.id).not.toBe(second?.id);
});

describe('only admins declare:', () => {
  test.each([
    ['without a bearer token', undefined, 401],
    ['with a token that is not good', 'forged', 401],
    ['as an archivist', 'archivist', 403],
    ['as a viewer', 'viewer', 403],
    ['without a role', 'stranger', 403],
  ])('%s', async (_, as, status) => {
    const before = await world.record();
    const headers = as === undefined ? {} : { authorization: `Bearer ${as}` };
    const response = await world.admin.request('/v1/declarations', {
      method: 'POST',
      headers,
      body: JSON.stringify(sampleRequest()),
    });
    expect(response.status).toBe(status);
    await problemOf(response);
    expect(response.headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer' : null);
    expect(await world.record()).toEqual(before);
  });
});
