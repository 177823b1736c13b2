/** Sealed files at every level, by either kind of key, alone and after the signatures of others. */
import { createPrivateKey, sign } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDF, type Signer } from '@libpdf/core';
import { fileKey } from '../../functions/adapters/key-file.ts';
import { timestamping } from '../../functions/adapters/pades-authority.ts';
import { webRevocation } from '../../functions/adapters/pades-revocation.ts';
import { padesSealer } from '../../functions/adapters/pades-sealer.ts';
import type { SealLevel } from '../../functions/domain/seal-level.ts';
import type { SealCheck, Sealer, SealOrder } from '../../functions/ports-seal.ts';
import { derOf, type KeyType } from '../../infra/local/trust/certificates.ts';
import { makeList } from '../../infra/local/trust/revocation.ts';
import { type FakeAuthority, startAuthority } from '../fakes/tsa-authority.ts';
import { galleryPress } from '../gallery/press.ts';
import { samples } from '../gallery/samples.ts';
import { sealOrderOf } from '../gallery/signed.ts';
import type { Pdf } from './exhibits.ts';
import { type Flip, makeFlips } from './flips.ts';
import { wordsOf } from './gallery.ts';

const SAMPLE = 'pledge: rank and file, A4';

/** A sealed PDF, and what is to be found in it. */
export type SealedPdf = Pdf & {
  readonly level: SealLevel;
  /** Signatures of others before the seal. */
  readonly others: number;
  /** Timestamps: the one that the seal carries, and those of the document. */
  readonly stamps: number;
  /** Prepared fields that nobody has signed. */
  readonly free: number;
  /** Certificate of the authority behind all of it (PEM). */
  readonly authority: string;
  /** Its list of what is revoked (DER), for who cannot ask; the authority of the demo has none. */
  readonly revoked?: string;
  readonly flips: readonly Flip[];
};

/** One that was made to be judged, by the real sealer with a whole authority behind it. */
export type SealedExhibit = SealedPdf & {
  /** Our own check of a file that claims to be this one. */
  readonly check: (pdf: Uint8Array) => Promise<SealCheck>;
};

type Sample = {
  readonly told: Omit<Pdf, 'file'>;
  readonly fields: number;
  readonly pdf: Uint8Array;
  readonly order: SealOrder;
};

async function printSample(): Promise<Sample> {
  const draft = new Map(samples()).get(SAMPLE);
  if (draft === undefined) throw new Error(`the gallery has no "${SAMPLE}"`);
  const press = galleryPress();
  try {
    const pdf = await press.pdfOf(draft);
    const order = await sealOrderOf(press, draft, pdf);
    const told = { title: draft.title, words: wordsOf(draft), paper: draft.agency.layout.paper };
    return { told, fields: draft.signers.length, pdf, order };
  } finally {
    await press.close();
  }
}

/** Somebody whose signature is made by another library, under the same authority. */
async function signerOf(authority: FakeAuthority, keyType: KeyType): Promise<Signer> {
  const { holder, pem } = await authority.seal(keyType);
  const key = { key: createPrivateKey(pem), dsaEncoding: 'der' } as const;
  return {
    certificate: derOf(holder),
    certificateChain: [derOf(authority.root)],
    keyType,
    signatureAlgorithm: keyType === 'RSA' ? 'RSASSA-PKCS1-v1_5' : 'ECDSA',
    sign: async (data) => new Uint8Array(sign('sha256', data, key)),
  };
}

/** Signs in the first prepared fields, as a provider of certified signatures does. */
async function signedBy(pdf: Uint8Array, signers: readonly Signer[]): Promise<Uint8Array> {
  let signed = pdf;
  for (const [index, signer] of signers.entries()) {
    const document = await PDF.load(signed);
    const fieldName = `Signature-${index + 1}`;
    signed = (await document.sign({ signer, fieldName, reason: 'Setuju' })).bytes;
  }
  return signed;
}

type Service = FakeAuthority['down'] extends Set<infer T> ? T : never;

/** The one with timestamps and revocation, and the one without. */
type Sealers = { readonly sealer: Sealer; readonly unstamped: Sealer };

/** What is sealed. */
type Base = {
  readonly pdf: Uint8Array;
  readonly order: SealOrder;
  /** Nobody has signed before. */
  readonly isAlone: boolean;
};

type Case = Pick<SealedPdf, 'level' | 'stamps'> & {
  readonly name: string;
  readonly bytes: Uint8Array;
};

/** Lifts seals as far as they go while some services are down. */
const lifter =
  ({ down }: FakeAuthority, { sealer }: Sealers) =>
  async (sealed: Uint8Array, without: readonly Service[]): Promise<Uint8Array> => {
    for (const service of without) down.add(service);
    const result = await sealer.upgrade(sealed);
    down.clear();
    return result;
  };

/** One seal from level to level. */
async function levels(
  authority: FakeAuthority,
  sealers: Sealers,
  { pdf, order, isAlone }: Base,
): Promise<readonly Case[]> {
  const lift = lifter(authority, sealers);
  const plain = await sealers.unstamped.seal(pdf, order);
  const stamped = await sealers.sealer.seal(pdf, order);
  // Whose signature has no timestamp of its own, has that of the file.
  const timed = isAlone ? stamped : await lift(stamped, ['ocsp', 'crl']);
  const complete = await lift(timed, ['tsa']);
  const stamps = isAlone ? 1 : 2;
  return [
    { name: 'B-B', level: 'B-B', stamps: 0, bytes: plain },
    { name: 'B-T', level: 'B-T', stamps: 1, bytes: stamped },
    { name: 'B-LT', level: 'B-LT', stamps, bytes: complete },
    { name: 'B-LTA', level: 'B-LTA', stamps: stamps + 1, bytes: await lift(complete, []) },
  ];
}

/** A seal that was made while no timestamp could be had: those of the document count for it. */
async function lateLevels(
  authority: FakeAuthority,
  sealers: Sealers,
  { pdf, order }: Base,
): Promise<readonly Case[]> {
  const lift = lifter(authority, sealers);
  const timed = await lift(await sealers.unstamped.seal(pdf, order), ['ocsp', 'crl']);
  return [
    { name: 'late-B-T', level: 'B-T', stamps: 1, bytes: timed },
    { name: 'late-B-LTA', level: 'B-LTA', stamps: 2, bytes: await lift(timed, []) },
  ];
}

async function sealersOf(authority: FakeAuthority, keyType: KeyType): Promise<Sealers> {
  const { trust, tsa } = authority;
  const key = fileKey((await authority.seal(keyType)).pem);
  const timestamps = timestamping([{ url: tsa }], { trust });
  const sealer = padesSealer(key, { timestamps, revocation: webRevocation(), trust });
  return { sealer, unstamped: padesSealer(key, { trust }) };
}

/** All that one authority has to do with, whose keys are all of one kind. */
async function sealedUnder(keyType: KeyType, folder: string, sample: Sample) {
  const authority = await startAuthority(keyType);
  const files = {
    authority: join(folder, `${keyType}.pem`),
    revoked: join(folder, `${keyType}.crl`),
  };
  const exhibits: SealedExhibit[] = [];
  try {
    await writeFile(files.authority, authority.root.certificate.toString('pem'));
    await writeFile(files.revoked, await makeList(authority.root, new Date()));
    const sealers = await sealersOf(authority, keyType);
    const signers = [await signerOf(authority, 'RSA'), await signerOf(authority, 'EC')];
    for (const before of [[], signers]) {
      const pdf = await signedBy(sample.pdf, before);
      const order = { ...sample.order, at: new Date().toISOString() };
      const base = { pdf, order, isAlone: before.length === 0 };
      const isLate = keyType === 'EC' && base.isAlone;
      const cases = [
        ...(await levels(authority, sealers, base)),
        ...(isLate ? await lateLevels(authority, sealers, base) : []),
      ];
      for (const { name, bytes, ...found } of cases) {
        const file = join(folder, `${keyType}-${before.length + 1}-${name}.pdf`);
        await writeFile(file, bytes);
        exhibits.push({
          file,
          ...sample.told,
          ...files,
          ...found,
          others: before.length,
          free: sample.fields - before.length,
          flips: await makeFlips(bytes, file, pdf.length),
          check: (other) => sealers.sealer.check(other, pdf),
        });
      }
    }
  } finally {
    await authority.server.stop();
  }
  return exhibits;
}

/** Makes them in `folder`. */
export async function makeSealed(folder: string): Promise<readonly SealedExhibit[]> {
  const sample = await printSample();
  const rsa = await sealedUnder('RSA', folder, sample);
  return [...rsa, ...(await sealedUnder('EC', folder, sample))];
}
