/** Keys of a seal: chains of three levels, certificates that are renewed or end, keys that are unfit. */
import 'reflect-metadata';
import { PDF } from '@libpdf/core';
import {
  BasicConstraintsExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
} from '@peculiar/x509';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { fileKey } from '../../functions/adapters/key-file.ts';
import { padesSealer } from '../../functions/adapters/pades-sealer.ts';
import { upgradeSeal } from '../../functions/adapters/pades-upgrade.ts';
import { type Revocation, SealSpent } from '../../functions/ports-seal.ts';
import {
  askedAt,
  type Certified,
  certify,
  derOf,
  SEAL_USE,
  TIMESTAMP_USE,
  toPem,
} from '../../infra/local/trust/certificates.ts';
import { makeList } from '../../infra/local/trust/revocation.ts';
import { stampsWith } from './pades-inspect-fixture.ts';

const DAY_MS = 86_400_000;
const now = new Date(Date.now() - DAY_MS);
const shared = { organization: 'Instansi Uji Coba', keyType: 'EC', now } as const;
const services = askedAt('http://127.0.0.1:1/ocsp', 'http://127.0.0.1:1/crl');

/** NameConstraints (RFC 5280, section 4.2.1.10), which is not followed here. */
const CONSTRAINED = new Extension('2.5.29.30', true, new Uint8Array([0x30, 0]));

const authorityUse = (below: number) => [
  new BasicConstraintsExtension(true, below, true),
  new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
];

let pdf: Uint8Array;
let root: Certified;
let middle: Certified;
let seal: Certified;
let stamp: Certified;

const issued = (commonName: string, more: object = {}) =>
  certify({ ...shared, commonName, extensions: [...SEAL_USE, ...services], ...more }, middle);

const revocation: Revocation = {
  async answer({ issuer }) {
    const authority = [root, middle].find((each) => Buffer.compare(derOf(each), issuer) === 0);
    return { type: 'crl', der: await makeList(authority ?? root, new Date()) };
  },
};

beforeAll(async () => {
  const document = PDF.create();
  document.addPage();
  pdf = await document.save({ useXRefStream: false });
  root = await certify({ ...shared, commonName: 'Induk', extensions: authorityUse(1) });
  const between = { commonName: 'Penerbit', extensions: [...authorityUse(0), ...services] };
  middle = await certify({ ...shared, ...between }, root);
  seal = await issued('Segel');
  stamp = await issued('Stempel', { extensions: [...TIMESTAMP_USE, ...services] });
});

afterEach(() => {
  vi.useRealTimers();
});

const keyOf = async (holder: Certified, ...above: readonly Certified[]) => {
  const chain = above.map(({ certificate }) => certificate);
  return fileKey(await toPem(holder, chain));
};

/** A token carries its own certificate alone, so the middle one is trusted for it. */
const servicesOf = (trusted: readonly Certified[]) => ({
  trust: trusted.map(derOf),
  timestamps: stampsWith(stamp),
  revocation,
});

const ORDER = {
  at: new Date().toISOString(),
  reason: 'Disegel',
  marks: new Uint8Array(),
  places: [],
  attachments: [],
  mustBeStamped: false,
};

describe('a key with a chain of three levels', () => {
  test('seals up to B-LTA where its bundle ends below the trusted root', async () => {
    const own = await certify({
      ...shared,
      commonName: 'Induk Stempel',
      extensions: authorityUse(0),
    });
    const use = { commonName: 'Stempel', extensions: [...TIMESTAMP_USE, ...services] };
    const timestamper = await certify({ ...shared, ...use }, own);
    const sealer = padesSealer(await keyOf(seal, middle), {
      trust: [root, own].map(derOf),
      timestamps: stampsWith(timestamper),
      revocation: {
        async answer({ issuer }) {
          const all = [root, middle, own];
          const authority = all.find((each) => Buffer.compare(derOf(each), issuer) === 0);
          return { type: 'crl', der: await makeList(authority ?? root, new Date()) };
        },
      },
    });
    const lifted = await sealer.upgrade(await sealer.seal(pdf, ORDER));
    expect(await sealer.check(lifted, pdf)).toMatchObject({ ok: true, level: 'B-LTA' });
  });
});

describe('when the certificate of the seal is renewed', () => {
  test('a seal of the former one is lifted and checked, as the one it is', async () => {
    const given = servicesOf([root, middle]);
    const former = padesSealer(await keyOf(seal, middle), given);
    const present = padesSealer(await keyOf(await issued('Segel Baru'), middle), given);
    const sealed = await former.seal(pdf, ORDER);
    const lifted = await present.upgrade(sealed);
    expect(await present.check(lifted, pdf, sealed)).toMatchObject({
      ok: true,
      sealedBy: 'Segel',
      level: 'B-LTA',
    });
  });

  test('no new seal is taken that another key has made', async () => {
    const given = servicesOf([root, middle]);
    const other = padesSealer(await keyOf(seal, middle), given);
    const present = padesSealer(await keyOf(await issued('Segel Baru'), middle), given);
    const fault = { ok: false, fault: 'The seal was made with another certificate.' };
    expect(await present.check(await other.seal(pdf, ORDER), pdf)).toEqual(fault);
  });

  test('a seal of a former one that leads to nobody trusted is not taken', async () => {
    const stranger = await certify({
      ...shared,
      commonName: 'Asing',
      extensions: authorityUse(0),
    });
    const theirs = await certify(
      { ...shared, commonName: 'Segel', extensions: SEAL_USE },
      stranger,
    );
    const sealed = await padesSealer(await keyOf(theirs, stranger)).seal(pdf, ORDER);
    const present = padesSealer(await keyOf(seal, middle), servicesOf([root, middle]));
    expect(await present.check(sealed, pdf, sealed)).toHaveProperty('ok', false);
  });
});

test('a seal without a timestamp, whose certificate has ended, can never be lifted', async () => {
  const given = servicesOf([root, middle]);
  const key = await keyOf(seal, middle);
  const stamped = await padesSealer(key, given).seal(pdf, ORDER);
  const unstamped = await padesSealer(key).seal(pdf, ORDER);
  vi.useFakeTimers({ now: new Date(Date.now() + 4 * 365 * DAY_MS), toFake: ['Date'] });
  await expect(upgradeSeal(unstamped, given)).rejects.toThrow(SealSpent);
  expect((await upgradeSeal(stamped, given)).length).toBeGreaterThan(stamped.length);
});

test.each<[string, () => Promise<Certified>]>([
  [
    'an extension is not understood',
    () => issued('Segel', { extensions: [...SEAL_USE, CONSTRAINED] }),
  ],
  ['a certificate has not begun', () => issued('Segel', { now: new Date(Date.now() + DAY_MS) })],
])('nothing is sealed by a chain in which %s', async (_, made) => {
  const sealer = padesSealer(await keyOf(await made(), middle));
  await expect(sealer.seal(pdf, ORDER)).rejects.toThrow('make no chain that can be followed');
});

test('a seal ends with the first certificate of its chain', async () => {
  const later = new Date(now.getTime() + DAY_MS / 2);
  const key = await keyOf(await issued('Segel', { now: later }), middle);
  expect(padesSealer(key).expiresAt).toBe(middle.certificate.notAfter.toISOString());
});
