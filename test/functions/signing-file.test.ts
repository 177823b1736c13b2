/** The file behind a link: the one on record and no other, however large the seal has made it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sealedKey, unsignedKey } from '../../functions/domain/storage-key.ts';
import { seal } from '../../functions/seal/seal.ts';
import { linkHolder, opened, stateOf } from './flow.ts';
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

test('a file too large for an answer is fetched from a short-lived address', async () => {
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
  const answer = await who.get('/pdf');
  expect(answer.status).toBe(302);
  const location = answer.headers.get('location') ?? '';
  expect(location).toContain(sealedKey(id, sealed?.sha256 ?? ''));
  expect(sha256(await (await fetch(location)).bytes())).toBe(sealed?.sha256);
});
