/** A document that is on record with real files, sealed and then upgraded. */
import { fileKey } from '../../functions/adapters/key-file.ts';
import { padesSealer } from '../../functions/adapters/pades-sealer.ts';
import type { DocumentCommand } from '../../functions/domain/command.ts';
import { unsignedKey } from '../../functions/domain/storage-key.ts';
import { makeSealCertificate } from '../../infra/local/seal-certificate.ts';
import { invited, signedByAll, stateOf } from './flow.ts';
import { START, sha256, type TestWorld } from './world.ts';

const BY = { type: 'worker', name: 'seal' } as const;

/** Who vouches for the time of the upgraded seal, and when. */
export const STAMPED = { at: '2046-11-21T03:00:05.000Z', by: 'Otoritas Waktu Uji' } as const;

/** The order of a seal that adds nothing to see and no file. */
const ORDER = {
  at: START,
  reason: 'Disegel',
  marks: new Uint8Array(),
  places: [],
  attachments: [],
  mustBeStamped: false,
};

/** A key with its certificates: private key, leaf, authority. */
export const bundleOf = (agency: string): Promise<string> =>
  makeSealCertificate(agency, new Date(START));

/** `pdf` with the seal of whoever holds the key. */
export const sealedWith = (bundle: string, pdf: Uint8Array): Promise<Uint8Array> =>
  padesSealer(fileKey(bundle)).seal(pdf, ORDER);

async function execute(world: TestWorld, id: string, command: DocumentCommand): Promise<void> {
  const outcome = await world.execute(id, command, BY);
  if (!outcome.ok) throw new Error(outcome.refusal.reason);
}

export type OnRecord = {
  readonly id: string;
  readonly unsigned: Uint8Array;
  /** As it was first sealed, without a timestamp. */
  readonly sealed: Uint8Array;
  /** The same with something appended, which the record calls an archival seal. */
  readonly upgraded: Uint8Array;
  readonly sheet: Uint8Array;
};

/** Carries a document up to the seal. */
async function completed(world: TestWorld) {
  const id = await invited(world);
  await signedByAll(world, id);
  const { unsigned } = await stateOf(world, id);
  const sheet = Buffer.from(`%PDF-1.7\nlembar bukti ${id}`);
  await execute(world, id, {
    type: 'recordEvidence',
    chainHash: sha256(`chain of ${id}`),
    jsonSha256: sha256(`evidence of ${id}`),
    sheetSha256: sha256(sheet),
    marksSha256: sha256(`marks of ${id}`),
  });
  return { id, sheet, unsigned: await world.files.get(unsignedKey(id, unsigned?.sha256 ?? '')) };
}

/** Seals a document and puts it on record; `upgrade` also what lifts its level. */
export async function onRecord(
  world: TestWorld,
  { upgrade }: { readonly upgrade: boolean },
): Promise<OnRecord> {
  const { id, sheet, unsigned } = await completed(world);
  const sealed = await sealedWith(await bundleOf('Pemerintah Kota Contoh'), unsigned);
  const file = (bytes: Uint8Array) => ({
    sha256: sha256(bytes),
    sizeBytes: bytes.length,
    sealedBy: 'Segel Uji Coba Piagam',
  });
  await execute(world, id, { type: 'recordSeal', ...file(sealed), level: 'B-B', goal: 'B-LTA' });
  const upgraded = Buffer.concat([sealed, Buffer.from('% what lifts the level\n')]);
  if (upgrade)
    await execute(world, id, {
      type: 'recordUpgrade',
      from: sha256(sealed),
      ...file(upgraded),
      level: 'B-LTA',
      goal: 'B-LTA',
      stamped: STAMPED,
    });
  return { id, unsigned, sealed, upgraded, sheet };
}
