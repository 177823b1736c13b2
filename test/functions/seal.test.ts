/** The seal worker: one seal on exactly the confirmed bytes, checked first, or the shelf. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MAX_ATTEMPTS } from '../../functions/domain/decide.ts';
import { sealedKey, unsignedKey } from '../../functions/domain/storage-key.ts';
import type { Sealer } from '../../functions/ports-seal.ts';
import { seal } from '../../functions/seal/seal.ts';
import { postCommand } from './admin-caller.ts';
import { eventsOf, invited, signedByAll, stateOf } from './flow.ts';
import { charterFor } from './request.ts';
import { completed, realSealer } from './sealer.ts';
import { sha256, startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
let sealer: Sealer;
beforeAll(async () => {
  [world, sealer] = await Promise.all([startWorld(), realSealer()]);
});
afterAll(() => world.stop());

const charter = (): Promise<string> => completed(world, charterFor(['Eko']));

const sealedBytes = async (id: string): Promise<Uint8Array> =>
  world.files.get(sealedKey(id, (await stateOf(world, id)).sealed?.sha256 ?? ''));

const confirmedBytes = async (id: string): Promise<Uint8Array> =>
  world.files.get(unsignedKey(id, (await stateOf(world, id)).unsigned?.sha256 ?? ''));

/** Delivers the message until the document is shelved. */
async function shelve(id: string, broken: Sealer, reason: string): Promise<void> {
  for (let tries = 1; tries < MAX_ATTEMPTS; tries += 1)
    await expect(seal({ ...world, sealer: async () => broken }, id)).rejects.toThrow(reason);
  await seal({ ...world, sealer: async () => broken }, id);
  expect((await stateOf(world, id)).shelf).toMatchObject({ work: 'seal' });
}

describe('the seal', () => {
  test('is appended to exactly the bytes that everyone confirmed, and holds', async () => {
    const id = await charter();
    await seal({ ...world, sealer: async () => sealer }, id);
    const [sealed, confirmed] = [await sealedBytes(id), await confirmedBytes(id)];
    expect(Buffer.from(sealed.subarray(0, confirmed.length)).equals(confirmed)).toBe(true);
    expect(await sealer.check(sealed, confirmed)).toMatchObject({ ok: true });
    expect((await stateOf(world, id)).sealed).toEqual({
      sha256: sha256(sealed),
      sizeBytes: sealed.length,
      sealedBy: 'Segel Uji Coba Piagam',
      level: 'B-B',
      goal: 'B-B',
      at: world.clock(),
    });
  });

  test('is set once: run again, the worker changes nothing', async () => {
    const id = await charter();
    await seal({ ...world, sealer: async () => sealer }, id);
    const before = await world.record();
    await seal({ ...world, sealer: async () => sealer }, id);
    expect(await world.record()).toEqual(before);
  });

  test('of three workers at once is one, and its file exists', async () => {
    const id = await charter();
    await Promise.all(
      Array.from({ length: 3 }, () => seal({ ...world, sealer: async () => sealer }, id)),
    );
    const events = await eventsOf(world, id);
    expect(events.filter(({ type }) => type === 'DocumentSealed')).toHaveLength(1);
    expect(sha256(await sealedBytes(id))).toBe((await stateOf(world, id)).sealed?.sha256);
  });

  test('is not set before all have signed and the evidence is compiled', async () => {
    const early = await invited(world, charterFor(['Eko']));
    await seal({ ...world, sealer: async () => sealer }, early);
    expect((await stateOf(world, early)).status).toBe('signing');
    await signedByAll(world, early);
    await seal({ ...world, sealer: async () => sealer }, early);
    expect((await stateOf(world, early)).status).toBe('signed');
  });
});

describe('a document that cannot be sealed is shelved with its reason', () => {
  test('when the key does not answer; a retry seals it', async () => {
    const id = await charter();
    const silent: Sealer = { ...sealer, seal: () => Promise.reject(new Error('no key')) };
    await shelve(id, silent, 'no key');
    await seal({ ...world, sealer: async () => sealer }, id);
    expect((await stateOf(world, id)).status).toBe('signed');
    await postCommand(world, `/v1/documents/${id}/retry`);
    await seal({ ...world, sealer: async () => sealer }, id);
    expect((await stateOf(world, id)).status).toBe('sealed');
  });

  test('when the key cannot even be read', async () => {
    const id = await charter();
    const keyless = () => Promise.reject(new Error('the secret is empty'));
    for (let tries = 1; tries < MAX_ATTEMPTS; tries += 1)
      await expect(seal({ ...world, sealer: keyless }, id)).rejects.toThrow('empty');
    await seal({ ...world, sealer: keyless }, id);
    expect((await stateOf(world, id)).shelf).toEqual({
      work: 'seal',
      reason: 'the secret is empty',
    });
  });

  test('when the current state was forged, the chain decides what is sealed', async () => {
    const id = await charter();
    const confirmed = await confirmedBytes(id);
    const ledger: TestWorld['ledger'] = {
      ...world.ledger,
      document: async (documentId) => {
        const head = await world.ledger.document(documentId);
        const unsigned = { sha256: 'f'.repeat(64), sizeBytes: 1 };
        return head && { ...head, state: { ...head.state, unsigned } };
      },
    };
    await seal({ ...world, ledger, sealer: async () => sealer }, id);
    const sealed = await sealedBytes(id);
    expect(Buffer.from(sealed.subarray(0, confirmed.length)).equals(confirmed)).toBe(true);
  });

  test('when our own check does not find the seal good; nothing is stored', async () => {
    const id = await charter();
    const before = (await world.record()).objects;
    const flawed: Sealer = {
      ...sealer,
      seal: async (...request) =>
        (await sealer.seal(...request)).map((byte, at) => (at ? byte : 0)),
    };
    await shelve(id, flawed, 'the seal does not hold');
    expect((await world.record()).objects).toEqual(before);
  });

  test('when the stored file is not the one that was confirmed', async () => {
    const id = await charter();
    const swapped = { ...world.files, get: async () => Buffer.from('%PDF another') };
    await expect(
      seal({ ...world, files: swapped, sealer: async () => sealer }, id),
    ).rejects.toThrow('the stored file is not the one on record');
    expect((await stateOf(world, id)).status).toBe('signed');
  });
});

test('an unknown document leaves nothing to do', async () => {
  const before = await world.record();
  await seal({ ...world, sealer: async () => sealer }, '0000000000000000');
  expect(await world.record()).toEqual(before);
});
