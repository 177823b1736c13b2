/** `npm run verify` on documents whose signatories have signed with certificates of a provider too. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumRenderer } from '../../functions/adapters/chromium-renderer.ts';
import { fileKey } from '../../functions/adapters/key-file.ts';
import { readSignatures } from '../../functions/adapters/pades-inspect-read.ts';
import { padesSealer } from '../../functions/adapters/pades-sealer.ts';
import { archivePdf } from '../../functions/adapters/pdf-archive.ts';
import { sealedKey } from '../../functions/domain/storage-key.ts';
import { render } from '../../functions/render/render.ts';
import { sealOrder } from '../../functions/seal/order.ts';
import { readBase, readRecord } from '../../functions/seal/record.ts';
import { seal } from '../../functions/seal/seal.ts';
import { type Report, reportOn } from '../../infra/local/verify-report.ts';
import { openedByBoth, PASSPHRASE, startCertified } from './certified.ts';
import { stateOf } from './flow.ts';
import { bundleOf } from './on-record.ts';
import { realSealer } from './sealer.ts';
import type { TestWorld } from './world.ts';

/** The first print unpacks a browser. */
const START_MS = 120_000;

const renderer = chromiumRenderer({
  directory: join(import.meta.dirname, '../../.piagam/chromium'),
});

let stage: Awaited<ReturnType<typeof startCertified>>;
let world: TestWorld;

beforeAll(async () => {
  stage = await startCertified();
  world = { ...stage.world, renderer, archiver: { archive: archivePdf } };
}, START_MS);

afterAll(async () => {
  await renderer.close();
  await stage.stop();
});

/** A document of Eko and Tri with its evidence, waiting for the seal. */
async function certified(usesPreparedField: boolean): Promise<string> {
  stage.bsre.desk.usesPreparedField = usesPreparedField;
  const { id, eko, tri } = await openedByBoth(world);
  for (const signatory of [eko, tri]) await signatory.sign({ passphrase: PASSPHRASE });
  await render(world, id);
  return id;
}

async function sealedFile(id: string): Promise<Uint8Array> {
  await seal({ ...world, sealer: realSealer }, id);
  const { shelf, sealed } = await stateOf(world, id);
  expect(shelf).toBeUndefined();
  return world.files.get(sealedKey(id, sealed?.sha256 ?? ''));
}

/** By whoever has signed there, as if each of them were an authority. */
async function reportTrusting(pdf: Uint8Array): Promise<Report> {
  const all = await readSignatures(pdf, { anchors: [], intermediates: [] });
  const trust = all.flatMap((read) =>
    read.kind === 'signature' && read.cms !== undefined ? read.cms.certificates : [],
  );
  return reportOn(pdf, trust);
}

test.each([
  ['fields of its own', false],
  ['the prepared fields themselves', true],
])('a provider that signs in %s leaves a file that is intact', async (_, usesPreparedField) => {
  const { verdict, lines } = await reportTrusting(
    await sealedFile(await certified(usesPreparedField)),
  );
  expect(lines.filter((line) => line.startsWith('FALSE'))).toEqual([]);
  expect(lines).toContain('ok    certified signatures before the seal: the 2 on record');
  expect(verdict).toBe('holds');
});

test('a certified signature that is on record and not in the file is told', async () => {
  const id = await certified(false);
  const record = await readRecord(world.ledger, id);
  const base = await readBase(world.files, record);
  const confirmed = base.subarray(0, record.state.unsigned?.sizeBytes);
  const key = fileKey(await bundleOf('Pemerintah Kota Contoh'));
  const file = await padesSealer(key).seal(confirmed, await sealOrder(world, record));
  const { verdict, lines } = await reportTrusting(file);
  expect(lines).toContain('FALSE certified signatures before the seal: the 2 on record');
  expect(verdict).toBe('broken');
});
