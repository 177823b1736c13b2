/** The file behind a link: the one on record and no other, however large the seal has made it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sealedKey, unsignedKey } from '../../functions/domain/storage-key.ts';
import { MAX_PDF_BYTES, render } from '../../functions/render/render.ts';
import { seal } from '../../functions/seal/seal.ts';
import { documentsWith, drafted, linkHolder, notifyAll, opened, stateOf } from './flow.ts';
import { paperSealer } from './paper-sealer.ts';
import { completed } from './sealer.ts';
import { sha256, startWorld, type TestWorld } from './world.ts';

const LARGE_BYTES = 5 * 1024 * 1024;

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

test('a file that is not the one on record is not shown', async () => {
  const { id, who } = await opened(world);
  expect((await who.get('/pdf')).status).toBe(200);
  const key = unsignedKey(id, (await stateOf(world, id)).unsigned?.sha256 ?? '');
  await world.files.put(key, Buffer.from('%PDF-1.7 another'), 'application/pdf');
  expect((await who.get('/pdf')).status).toBe(500);
});

/** A printer whose files are of this size. */
const printing = (size: number): TestWorld => ({
  ...world,
  archiver: {
    archive: async (print, meta) => {
      const file = await world.archiver.archive(print, meta);
      return Buffer.concat([file, Buffer.alloc(size - file.length, ' ')]);
    },
  },
});

test('the largest print is answered by the room itself, for the page that shows it', async () => {
  const id = await drafted(world);
  for (const sibling of documentsWith(id)) await render(printing(MAX_PDF_BYTES), sibling);
  await notifyAll(world, id);
  const who = linkHolder(world, id, 1);
  await who.open();
  for (const path of ['/pdf', '/pdf?unduh=1']) {
    const answer = await who.get(path);
    expect([path, answer.status]).toEqual([path, 200]);
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
    expect((await answer.bytes()).length).toBe(MAX_PDF_BYTES);
  }
});

test('a larger print is none', async () => {
  const id = await drafted(world);
  await expect(render(printing(MAX_PDF_BYTES + 1), id)).rejects.toThrow('too large');
  expect((await stateOf(world, id)).status).toBe('drafted');
});

test('a sealed file too large for an answer is a link to the storage, and in no frame', async () => {
  const { sealer } = paperSealer();
  const large = {
    ...sealer,
    seal: (pdf: Uint8Array, order: Parameters<typeof sealer.seal>[1]) =>
      sealer.seal(Buffer.concat([pdf, Buffer.alloc(LARGE_BYTES, ' ')]), order),
  };
  const id = await completed(world);
  await seal({ ...world, sealer: async () => large }, id);
  const { sealed } = await stateOf(world, id);
  const who = linkHolder(world, id, 1);
  await who.open();
  const page = await (await who.get()).text();
  const [, link = ''] = /<a class="button" href="[^"]*(\/pdf[^"]*)"/.exec(page) ?? [];
  expect(page).not.toMatch(/<object|<iframe|data-file/);
  const answer = await who.get(link.replaceAll('&#x3D;', '='));
  expect(answer.status).toBe(302);
  const location = answer.headers.get('location') ?? '';
  expect(location).toContain(sealedKey(id, sealed?.sha256 ?? ''));
  const file = await fetch(location);
  expect(file.headers.get('content-disposition')).toMatch(/^attachment;/);
  expect(sha256(await file.bytes())).toBe(sealed?.sha256);
});
