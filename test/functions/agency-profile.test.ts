/** Agency profiles: stored once, replaced by who has seen the current one, frozen by declarations. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { logoKey } from '../../functions/domain/storage-key.ts';
import { declareAs, getAs, postDeclaration, problemOf, putAgency } from './admin-caller.ts';
import { altered, type Change, requestBy, sampleProfile } from './request.ts';
import { sha256, startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
let names = 0;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** A name that no other test has taken. */
const fresh = (): string => {
  names += 1;
  return `kota-${names}`;
};

const Told = z.object({
  slug: z.string(),
  version: z.number(),
  profile: z.record(z.string(), z.unknown()),
});
const told = async (response: Response) => Told.parse(await response.json());

const changed = (change: object) => ({ ...sampleProfile(), ...change });
const read = (slug: string, as?: string) => getAs(world.admin, `/v1/agencies/${slug}`, as);

async function stored(body: unknown = sampleProfile()): Promise<string> {
  const slug = fresh();
  const response = await putAgency(world, slug, { body });
  if (response.status !== 201) throw new Error(await response.text());
  return slug;
}

const svg = (fill: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9v9z" fill="${fill}"/></svg>`;
const upload = (text: string) => ({ mediaType: 'image/svg+xml', base64: btoa(text) });

describe('a profile', () => {
  test('is stored as its first version, with everything that was left out', async () => {
    const slug = fresh();
    const response = await putAgency(world, slug, { body: sampleProfile() });
    expect(response.status).toBe(201);
    expect(response.headers.get('etag')).toBe('"1"');
    const current = await read(slug);
    expect(current.headers.get('etag')).toBe('"1"');
    const { version, profile } = await told(current);
    expect(version).toBe(1);
    expect(profile).toMatchObject({
      name: 'Pemerintah Kota Contoh',
      layout: { paper: 'A4', font: 'serif', orientation: {} },
      emblemForActing: false,
      retention: {},
      coverageMajority: 51,
    });
  });

  test.each(['admin', 'archivist', 'viewer'])('is read by every role: %s', async (as) => {
    const slug = await stored();
    for (const path of [slug, `${slug}/versions`]) expect((await read(path, as)).status).toBe(200);
  });

  test('saved again as it is, is no new version, whatever version the caller has seen', async () => {
    const slug = await stored();
    const before = await world.record();
    for (const ifMatch of [undefined, '"1"', '"7"']) {
      const response = await putAgency(world, slug, { body: sampleProfile(), ifMatch });
      expect(response.status).toBe(200);
      expect((await told(response)).version).toBe(1);
    }
    expect(await world.record()).toEqual(before);
  });

  test('replaced with the current ETag is a new version; every version is kept with its author', async () => {
    const slug = await stored();
    const body = changed({ city: 'Kota Baru' });
    const response = await putAgency(world, slug, { body, ifMatch: '"1"', as: 'secondAdmin' });
    expect(response.status).toBe(200);
    expect(response.headers.get('etag')).toBe('"2"');
    const { versions } = z
      .object({ versions: z.array(z.record(z.string(), z.unknown())) })
      .parse(await (await read(`${slug}/versions`)).json());
    expect(versions).toMatchObject([
      { version: 1, by: { subject: 'rina' }, profile: { city: 'Contoh' } },
      { version: 2, by: { subject: 'agus' }, profile: { city: 'Kota Baru' } },
    ]);
  });

  test.each([
    ['without an ETag', undefined],
    ['with that of another version', '"2"'],
    ['with a weak one', 'W/"1"'],
    ['with any', '*'],
  ])('is never replaced %s', async (_, ifMatch) => {
    const slug = await stored();
    const before = await world.record();
    const body = changed({
      city: 'Kota Baru',
      letterhead: { logo: upload(svg(`#${slug.length}00`)) },
    });
    const response = await putAgency(world, slug, { body, ifMatch });
    expect(response.status).toBe(412);
    expect((await problemOf(response)).type).toBe('urn:piagam:problem:profileChanged');
    expect(await world.record()).toEqual(before);
  });

  test('that does not exist has no version to replace', async () => {
    const slug = fresh();
    const response = await putAgency(world, slug, { body: sampleProfile(), ifMatch: '"1"' });
    expect(response.status).toBe(412);
    expect((await read(slug)).status).toBe(404);
  });

  test('replaced by many at the same time is replaced by one', async () => {
    const slug = await stored();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        putAgency(world, slug, { body: changed({ city: `Kota ${index}` }), ifMatch: '"1"' }),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array(9).fill(412)]);
    expect((await told(await read(slug))).version).toBe(2);
  });

  test('keeps logo and emblem, each under the hash of its bytes', async () => {
    const [logo, emblem] = [svg('#123'), svg('#c90')];
    const slug = await stored(
      changed({ letterhead: { logo: upload(logo), emblem: upload(emblem) } }),
    );
    const { profile } = await told(await read(slug));
    const mediaType = 'image/svg+xml';
    expect(profile['letterhead']).toEqual({
      addressLines: [],
      logo: { mediaType, sha256: sha256(logo) },
      emblem: { mediaType, sha256: sha256(emblem) },
    });
    for (const text of [logo, emblem])
      expect(Buffer.from(await world.files.get(logoKey(sha256(text)))).toString()).toBe(text);
  });

  test.each(['tidak-ada', 'Kota', 'x'.repeat(65), '..', '%20'])(
    'that nobody has stored is not found: %s',
    async (slug) => {
      for (const path of [slug, `${slug}/versions`]) {
        const response = await read(path);
        expect(response.status).toBe(404);
        await problemOf(response);
      }
    },
  );
});

test.each(['archivist', 'viewer', 'stranger'])('only admins store profiles: %s', async (as) => {
  const before = await world.record();
  const response = await putAgency(world, fresh(), { body: sampleProfile(), as });
  expect(response.status).toBe(403);
  expect(await world.record()).toEqual(before);
});

describe('a declaration by a profile', () => {
  test('freezes its content and version', async () => {
    const slug = await stored();
    const { id } = await declareAs(world, requestBy(slug));
    await putAgency(world, slug, { body: changed({ city: 'Kota Baru' }), ifMatch: '"1"' });
    const { id: later } = await declareAs(world, requestBy(slug));
    const frozen = async (declarationId: string) =>
      (await world.ledger.declaration(declarationId))?.state.declaration;
    expect(await frozen(id)).toMatchObject({
      profile: { id: slug, version: 1 },
      agency: { city: 'Contoh' },
    });
    expect(await frozen(later)).toMatchObject({
      profile: { id: slug, version: 2 },
      agency: { city: 'Kota Baru' },
    });
  });

  test('is the same request when it comes again with its key after the profile has changed', async () => {
    const slug = await stored();
    const headers = { 'idempotency-key': slug };
    const first = await postDeclaration(world, requestBy(slug), { headers });
    await putAgency(world, slug, { body: changed({ city: 'Kota Baru' }), ifMatch: '"1"' });
    const again = await postDeclaration(world, requestBy(slug), { headers });
    expect(again.status).toBe(201);
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
  });

  test.each<readonly [string, () => Record<string, unknown>, string, string]>([
    ['that nobody has stored', () => requestBy('tidak-ada'), 'profile', 'unknownProfile'],
    ['beside an agency', () => altered(['profile', 'kota-x']), 'profile', 'agencyTwice'],
    [
      'with neither profile nor agency',
      () => altered(['agency', undefined] satisfies Change),
      'agency',
      'agencyMissing',
    ],
  ])('is refused %s', async (_, make, field, code) => {
    const before = await world.record();
    for (const headers of [{}, { 'accept-language': 'en' }]) {
      const response = await postDeclaration(world, make(), { headers });
      expect(response.status).toBe(422);
      expect((await problemOf(response)).errors).toMatchObject([{ field, code }]);
    }
    expect(await world.record()).toEqual(before);
  });

  test('that nobody has stored is told together with everything else', async () => {
    const body = requestBy('tidak-ada', ['event.weekday', 'Kamis'], ['target', ['WBX']]);
    const { errors } = await problemOf(await postDeclaration(world, body));
    expect(errors.map(({ field }) => field).sort()).toEqual([
      'event.weekday',
      'profile',
      'target.0',
    ]);
  });
});
