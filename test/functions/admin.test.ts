/** The admin room: who may ask what, how declarations are listed, and commands on documents. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { adminApp } from '../../functions/admin/app.ts';
import { draftDocuments } from '../../functions/draft/draft.ts';
import { render } from '../../functions/render/render.ts';
import { ROUTES } from '../../functions/runtime/routes.ts';
import { declareAs, getAs, postCommand, problemOf } from './admin-caller.ts';
import { drafted, eventsOf, invited, signedByAll, stateOf } from './flow.ts';
import { charterFor } from './request.ts';
import { startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const PUBLIC = ['/openapi.json', '/docs', '/health'];
const protectedRoutes = ROUTES.filter(
  ({ room, path }) => room === 'admin' && !PUBLIC.includes(path),
).map(({ method, path }) => [method, path.replace(/\{\w+\}/g, '0123456789abcdef')] as const);

const UNKNOWN = [
  ['one that does not exist', '0000000000000000'],
  ['a name that is no identifier', 'x'],
  ['a name longer than a key of the ledger', 'x'.repeat(3000)],
] as const;

const Page = z.object({
  items: z.array(z.object({ id: z.string() })),
  cursor: z.string().optional(),
});
const Summary = z.object({
  status: z.string(),
  shelf: z.object({ work: z.string(), reason: z.string() }).optional(),
});

describe('a route of the API', () => {
  test.each(protectedRoutes)('asks who is calling: %s %s', async (method, path) => {
    const response = await world.admin.request(path, { method });
    expect(response.status).toBe(401);
    expect((await problemOf(response)).type).toBe('urn:piagam:problem:unauthenticated');
  });

  test.each(protectedRoutes)(
    'does not serve a caller without a role: %s %s',
    async (method, path) => {
      const headers = { authorization: 'Bearer stranger' };
      const response = await world.admin.request(path, { method, headers });
      expect(response.status).toBe(403);
    },
  );

  test.each(protectedRoutes.filter(([method]) => method !== 'GET'))(
    'that changes something is for admins alone: %s %s',
    async (method, path) => {
      for (const as of ['archivist', 'viewer']) {
        const headers = { authorization: `Bearer ${as}` };
        expect((await world.admin.request(path, { method, headers })).status).toBe(403);
      }
    },
  );

  test.each(['Basic YTpi', 'Bearer', 'Bearer ', 'admin'])(
    'takes no other credentials than a bearer token: %s',
    async (authorization) => {
      const response = await world.admin.request('/v1/declarations', {
        headers: { authorization },
      });
      expect(response.status).toBe(401);
    },
  );

  test('that does not exist is told as a problem', async () => {
    const response = await getAs(world.admin, '/v1/nothing');
    expect(response.status).toBe(404);
    await problemOf(response);
  });
});

describe('declarations are read', () => {
  test.each(['admin', 'archivist', 'viewer'])('by every role: %s', async (as) => {
    const { id } = await declareAs(world);
    expect((await getAs(world.admin, `/v1/declarations/${id}`, as)).status).toBe(200);
    expect((await getAs(world.admin, '/v1/declarations', as)).status).toBe(200);
  });

  test('with the standing of each document, before and after it is drafted', async () => {
    const { id, documentIds } = await declareAs(world);
    const told = async () =>
      z
        .object({ documents: z.array(z.object({ id: z.string(), status: z.string().optional() })) })
        .parse(await (await getAs(world.admin, `/v1/declarations/${id}`)).json()).documents;
    expect(await told()).toEqual(documentIds.map((documentId) => ({ id: documentId })));
    await draftDocuments(world, id);
    expect(await told()).toEqual(
      documentIds.map((documentId) => ({ id: documentId, status: 'drafted' })),
    );
  });

  test('page by page, each once', async () => {
    for (let count = 0; count < 51; count += 1) await declareAs(world, charterFor(['Eko']));
    const seen: string[] = [];
    let cursor: string | undefined = '';
    while (cursor !== undefined) {
      const query: string = cursor && `?cursor=${cursor}`;
      const page = Page.parse(await (await getAs(world.admin, `/v1/declarations${query}`)).json());
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.cursor;
    }
    expect(seen.length).toBeGreaterThan(50);
    expect(new Set(seen).size).toBe(seen.length);
  });

  test.each(['x', '', '../..'])(
    'with a cursor that was never given: %j is bad input',
    async (cursor) => {
      const query = new URLSearchParams({ cursor });
      const response = await getAs(world.admin, `/v1/declarations?${query}`);
      expect(response.status).toBe(400);
      await problemOf(response);
    },
  );

  test.each(UNKNOWN)('and %s is not found', async (_, id) => {
    const response = await getAs(world.admin, `/v1/declarations/${id}`);
    expect(response.status).toBe(404);
    expect((await problemOf(response)).title).toBe('Tidak ditemukan');
  });
});

describe('a document is voided', () => {
  const voids = (id: string, body: unknown = { reason: 'Salah nama' }) =>
    postCommand(world, `/v1/documents/${id}/void`, { body });

  test('with its reason on record, once', async () => {
    const id = await drafted(world);
    expect(Summary.parse(await (await voids(id)).json()).status).toBe('voided');
    expect((await voids(id, { reason: 'Lain' })).status).toBe(200);
    expect((await eventsOf(world, id)).filter(({ type }) => type === 'DocumentVoided')).toEqual([
      { type: 'DocumentVoided', reason: 'Salah nama' },
    ]);
    expect((await world.ledger.commits(`DOC#${id}`)).at(-1)?.by).toEqual({
      type: 'admin',
      subject: 'rina',
    });
  });

  test.each([
    ['without a reason', {}, 'reason'],
    ['with an empty reason', { reason: ' ' }, 'reason'],
    ['with a reason of control characters', { reason: 'a\u0000b' }, 'reason'],
    ['with something unknown', { reason: 'x', force: true }, 'force'],
  ])('never %s', async (_, body, field) => {
    const id = await drafted(world);
    const response = await voids(id, body);
    expect(response.status).toBe(422);
    expect((await problemOf(response)).errors.map((error) => error.field)).toEqual([field]);
    expect((await stateOf(world, id)).status).toBe('drafted');
  });

  test('never after all have signed', async () => {
    const id = await invited(world, charterFor(['Eko']));
    await signedByAll(world, id);
    const response = await voids(id);
    expect(response.status).toBe(409);
    expect((await problemOf(response)).title).toBe('Sudah lengkap');
  });

  test.each(UNKNOWN)('and %s is not found', async (_, id) => {
    expect((await voids(id)).status).toBe(404);
  });
});

describe('a retry', () => {
  test('is refused while nothing lies on the shelf', async () => {
    const id = await drafted(world);
    await render(world, id);
    const response = await postCommand(world, `/v1/documents/${id}/retry`);
    expect(response.status).toBe(409);
    expect((await problemOf(response)).type).toBe('urn:piagam:problem:notShelved');
  });
});

test('health asks for no credentials', async () => {
  const response = await world.admin.request('/health');
  expect(await response.json()).toEqual({ status: 'ok' });
});

test('a fault inside is told without its details and with its headers', async () => {
  const broken = { ...world.ledger, declaration: () => Promise.reject(new Error('rahasia 42')) };
  const response = await getAs(
    adminApp({ ...world, ledger: broken }),
    '/v1/declarations/0123456789abcdef',
  );
  expect(response.status).toBe(500);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(JSON.stringify(await problemOf(response))).not.toContain('rahasia');
});
