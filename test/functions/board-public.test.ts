/** The public page of a declaration: not there before, whole while, and explained after. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { declareAs, postCommand, problemOf } from './admin-caller.ts';
import { admits, declarationOf, tick } from './board-caller.ts';
import { drafted, invited, signedByAll } from './flow.ts';
import { expectNotice, heading } from './page.ts';
import { altered, planOf } from './request.ts';
import { startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
beforeEach(() => tick(world));

const show = (id: string, query = ''): Response | Promise<Response> =>
  world.board.request(`/pencanangan/${id}${query}`);

async function published(
  body?: unknown,
): Promise<{ readonly id: string; readonly charter: string }> {
  const charter = await invited(world, body);
  const id = await declarationOf(world, charter);
  await admits(world, id, 'publish');
  return { id, charter };
}

describe('before it is published', () => {
  test.each(['0000000000000000', 'x', '0000000000000000.json'])('%s is not there', async (id) => {
    await expectNotice(await show(id), 404, 'unpublished');
  });

  test('a declaration is not there either, and no search engine is told of it', async () => {
    const id = await declarationOf(world, await drafted(world));
    const response = await show(id);
    expect(response.headers.get('x-robots-tag')).toBe('noindex');
    await expectNotice(response, 404, 'unpublished');
    await expectNotice(await show(`${id}.json`), 404, 'unpublished');
  });

  test('a plan cannot be published, and nothing can be withdrawn', async () => {
    const { id } = await declareAs(world, planOf(1));
    const publish = await postCommand(world, `/v1/declarations/${id}/publish`);
    expect((await problemOf(publish)).type).toBe('urn:piagam:problem:notHeld');
    const path = `/v1/declarations/${id}/unpublish`;
    const withdraw = await postCommand(world, path, { body: { reason: 'Diperbaiki' } });
    expect((await problemOf(withdraw)).type).toBe('urn:piagam:problem:notPublished');
  });
});

describe('once it is published', () => {
  test('tells what was declared, by whom, when, where, on what basis, and how far it is', async () => {
    const { id, charter } = await published();
    const html = await (await show(id)).text();
    expect(heading(html)).toContain('Pencanangan Pembangunan Zona Integritas');
    for (const told of [
      'Pemerintah Kota Contoh',
      'Rabu, 21 September 2022',
      'Balai Kota Contoh',
      'Budi Santoso',
      'Dinas Satu',
      'Peraturan Menteri',
      `/verify/${charter}`,
    ])
      expect(html).toContain(told);
    expect(html).not.toMatch(/example\.test|197001011990032001|\/s\/|Dewi Lestari/);
  });

  test('follows the signatures', async () => {
    const { id, charter } = await published();
    const progress = async () =>
      /<progress id="progress" max="(\d+)" value="(\d+)">/.exec(await (await show(id)).text());
    expect((await progress())?.[2]).toBe('0');
    await signedByAll(world, charter);
    expect((await progress())?.[2]).toBe('3');
  });

  test('may be kept by search engines under one address a language, and for a minute', async () => {
    const { id } = await published();
    for (const query of ['', '?lang=en']) {
      const response = await show(id, query);
      const html = await response.text();
      expect(response.headers.get('x-robots-tag')).toBeNull();
      expect(response.headers.get('cache-control')).toBe('public, max-age=60');
      expect(html).not.toContain('name="robots"');
      const canonical = /<link rel="canonical" href="([^"]+)">/.exec(html)?.[1] ?? '';
      const address = `${world.publicUrl}/pencanangan/${id}${query}`;
      expect(canonical.replaceAll('&#x3D;', '=')).toBe(address);
    }
  });

  test('is there as JSON too', async () => {
    const { id, charter } = await published();
    const response = await show(`${id}.json`);
    expect(response.headers.get('content-type')).toContain('application/json');
    const text = await response.text();
    const told = z
      .object({ id: z.string(), documents: z.array(z.object({ verifyUrl: z.string() })) })
      .parse(JSON.parse(text));
    expect(told.id).toBe(id);
    expect(told.documents.map(({ verifyUrl }) => verifyUrl)).toContain(
      `${world.publicUrl}/verify/${charter}`,
    );
    expect(text).not.toMatch(/example\.test|197001011990032001|Dewi Lestari/);
  });

  test('leads from a renewal to what it renews and back, as far as each is published', async () => {
    const older = await published();
    const supersedes = { declarationId: older.id, renewal: 'annual' };
    const newer = await published(altered(['supersedes', supersedes]));
    const link = (id: string): string => `href="${world.publicUrl}/pencanangan/${id}"`;
    expect(await (await show(older.id)).text()).toContain(link(newer.id));
    expect(await (await show(newer.id)).text()).toContain(link(older.id));
    await admits(world, newer.id, 'unpublish', { reason: 'Diperbaiki' });
    const html = await (await show(older.id)).text();
    expect(html).toContain('data-renewal="replaced"');
    expect(html).not.toContain(link(newer.id));
  });
});

describe('once it is withdrawn', () => {
  test('says when and why, to people alone, and names nobody', async () => {
    const { id } = await published();
    await admits(world, id, 'unpublish', { reason: 'Data unit sedang diperbaiki.' });
    const response = await show(id);
    const html = await response.text();
    expect([response.status, response.headers.get('x-robots-tag')]).toEqual([410, 'noindex']);
    expect(html).toContain('Data unit sedang diperbaiki.');
    expect(html).toMatch(/ WIT</);
    expect(html).not.toMatch(/Budi Santoso|Siti Rahmawati/);
  });

  test('can be published again', async () => {
    const { id } = await published();
    await admits(world, id, 'unpublish', { reason: 'Diperbaiki' });
    await admits(world, id, 'publish');
    expect((await show(id)).status).toBe(200);
  });

  test('needs a reason', async () => {
    const { id } = await published();
    const refused = await postCommand(world, `/v1/declarations/${id}/unpublish`, { body: {} });
    expect(refused.status).toBe(422);
  });
});
