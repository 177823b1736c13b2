/** What is put into the seal: marks, evidence and policy, each as the chain vouches for it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evidenceKey, evidenceSheetKey, marksKey } from '../../functions/domain/storage-key.ts';
import type { SealOrder } from '../../functions/ports-seal.ts';
import { sealOrder } from '../../functions/seal/order.ts';
import { seal } from '../../functions/seal/seal.ts';
import { stateOf } from './flow.ts';
import { paperSealer } from './paper-sealer.ts';
import { altered, charterFor } from './request.ts';
import { completed } from './sealer.ts';
import { startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** The one order that reaches the sealer. */
async function orderOf(id: string): Promise<SealOrder> {
  const paper = paperSealer();
  await seal({ ...world, sealer: paper.open }, id);
  const [order, ...others] = paper.orders;
  if (order === undefined || others.length > 0) throw new Error('not one order');
  return order;
}

const evidenceOf = async (id: string) => {
  const { evidence } = await stateOf(world, id);
  if (evidence?.marksSha256 === undefined) throw new Error('no evidence');
  return { ...evidence, marksSha256: evidence.marksSha256 };
};

describe('the seal holds', () => {
  test('the print of the marks, with a place for everyone who signed and for itself', async () => {
    const id = await completed(world, charterFor(['Eko', 'Tri']));
    const { marks, places } = await orderOf(id);
    const { marksSha256 } = await evidenceOf(id);
    expect(Buffer.compare(marks, await world.files.get(marksKey(id, marksSha256)))).toBe(0);
    expect(places.map(({ field, page }) => [field, page])).toEqual([
      ['Signature-1', 0],
      ['Signature-2', 1],
      ['Segel-1', 2],
    ]);
    expect(places[1]?.label).toContain('Tri');
  });

  test('the evidence and its sheet as files, and vouches for the evidence by its reason', async () => {
    const id = await completed(world, charterFor(['Eko']));
    const { attachments, reason, at } = await orderOf(id);
    const { jsonSha256, sheetSha256 } = await evidenceOf(id);
    expect(at).toBe(world.clock());
    expect(reason).toContain('Pemerintah Kota Contoh');
    expect(reason).toContain(jsonSha256);
    expect(attachments.map(({ bytes: _, description: __, ...rest }) => rest)).toEqual([
      { name: 'bukti.json', mediaType: 'application/json', relationship: 'Data' },
      { name: 'lembar-bukti.pdf', mediaType: 'application/pdf', relationship: 'Supplement' },
    ]);
    const stored = [evidenceKey(id, jsonSha256), evidenceSheetKey(id, sheetSha256)];
    for (const [index, key] of stored.entries())
      expect(attachments[index]?.bytes).toEqual(await world.files.get(key));
  });

  test.each([
    ['hold', true],
    ['upgrade', false],
    [undefined, false],
  ])('a timestamp without fail under the policy %s: %s', async (untimed, mustBeStamped) => {
    const id = await completed(world, altered(['agency.untimed', untimed]));
    expect((await orderOf(id)).mustBeStamped).toBe(mustBeStamped);
  });
});

test('a record from before there were marks is sealed without any', async () => {
  const id = await completed(world, charterFor(['Eko']));
  const { marksSha256: _, ...evidence } = await evidenceOf(id);
  const commits = await world.ledger.commits(`DOC#${id}`);
  const state = { ...(await stateOf(world, id)), evidence };
  const { marks, places, attachments } = await sealOrder(world, { commits, state });
  expect([marks.length, places.length, attachments.length]).toEqual([0, 0, 2]);
});

test.each(['marks', 'bukti', 'lembar'])(
  'nothing is sealed with %s that are not the ones on record',
  async (which) => {
    const id = await completed(world, charterFor(['Eko']));
    const { jsonSha256, sheetSha256, marksSha256 } = await evidenceOf(id);
    const keys: Readonly<Record<string, string>> = {
      marks: marksKey(id, marksSha256),
      bukti: evidenceKey(id, jsonSha256),
      lembar: evidenceSheetKey(id, sheetSha256),
    };
    const get = async (key: string) =>
      key === keys[which] ? Buffer.from('another') : world.files.get(key);
    const files = { ...world.files, get };
    const paper = paperSealer();
    await expect(seal({ ...world, files, sealer: paper.open }, id)).rejects.toThrow(
      'not the one on record',
    );
    expect(paper.orders).toEqual([]);
    expect((await stateOf(world, id)).status).toBe('signed');
  },
);
