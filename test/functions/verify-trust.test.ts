/** Whose seal `npm run verify` takes for a good one: the agency's, made for signing, in its time, not revoked. */
import 'reflect-metadata';
import { ExtendedKeyUsageExtension, KeyUsageFlags, KeyUsagesExtension } from '@peculiar/x509';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumRenderer } from '../../functions/adapters/chromium-renderer.ts';
import { fileKeyPair } from '../../functions/adapters/key-file.ts';
import { addValidationData } from '../../functions/adapters/pades-dss.ts';
import { padesSealer, type SealServices } from '../../functions/adapters/pades-sealer.ts';
import { appendTo, NO_TIME } from '../../functions/adapters/pades-update.ts';
import { archivePdf } from '../../functions/adapters/pdf-archive.ts';
import type { SealKey, SealOrder } from '../../functions/ports-seal.ts';
import { sealOrder } from '../../functions/seal/order.ts';
import { readBase, readRecord } from '../../functions/seal/record.ts';
import {
  AUTHORITY_USE,
  type Certified,
  certify,
  derOf,
  SEAL_USE,
  TIMESTAMP_USE,
  toPem,
} from '../../infra/local/trust/certificates.ts';
import { reportOn } from '../../infra/local/verify-report.ts';
import { stampsWith } from '../adapters/pades-inspect-fixture.ts';
import { listOf } from '../fakes/tsa-revocation.ts';
import { charterFor } from './request.ts';
import { completed } from './sealer.ts';
import { startWorld, type TestWorld } from './world.ts';

/** The first print unpacks a browser. */
const START_MS = 120_000;
const DAY_MS = 86_400_000;

const AGENCY = 'Pemerintah Kota Contoh';

const renderer = chromiumRenderer({
  directory: `${import.meta.dirname}/../../.piagam/chromium`,
});

let world: TestWorld;
let base: Uint8Array;
let order: SealOrder;
let root: Certified;

const yesterday = (): Date => new Date(Date.now() - DAY_MS);

const certified = (extensions: typeof SEAL_USE, organization = AGENCY, now = yesterday()) =>
  certify({ organization, keyType: 'EC', now, commonName: 'Segel', extensions }, root);

/** As a key is loaded, but for the questions that are asked on loading it. */
const keyOf = async (holder: Certified, issuer = root): Promise<SealKey> => ({
  certificates: [derOf(holder), derOf(issuer)],
  keyType: 'EC',
  sign: fileKeyPair(await toPem(holder)).sign,
});

const sealedBy = async (holder: Certified, services: SealServices = {}) =>
  padesSealer(await keyOf(holder), services).seal(base, order);

const report = (file: Uint8Array) => reportOn(file, [derOf(root)]);

beforeAll(async () => {
  world = { ...(await startWorld()), renderer, archiver: { archive: archivePdf } };
  const shared = { organization: 'Otoritas Umum', keyType: 'EC', now: yesterday() } as const;
  root = await certify({ ...shared, commonName: 'Otoritas', extensions: AUTHORITY_USE });
  const id = await completed(world, charterFor(['Eko', 'Sri']));
  const record = await readRecord(world.ledger, id);
  base = await readBase(world.files, record);
  order = { ...(await sealOrder(world, record)), at: new Date().toISOString() };
}, START_MS);

afterAll(async () => {
  await renderer.close();
  await world.stop();
});

test('the seal of the agency is trusted, with a time that it only claims', async () => {
  const { verdict, lines } = await report(await sealedBy(await certified(SEAL_USE)));
  expect(lines.filter((line) => !line.startsWith('ok   '))).toHaveLength(1);
  expect(lines[0]).toContain('time only claimed; authority trusted');
  expect(lines.join('\n')).toContain(`made out to "${AGENCY}", "Segel"; agency ${AGENCY}`);
  expect(verdict).toBe('holds');
});

test('the seal of another holder, of the same authority, is nobody’s word for the agency', async () => {
  const shop = await certified(SEAL_USE, 'Toko Daring');
  const { verdict, lines } = await report(await sealedBy(shop));
  expect(lines.join('\n')).toContain('?     certificate of the seal made out to "Toko Daring"');
  expect(lines.at(-1)).toContain('is not one of the agency');
  expect(verdict).toBe('undecided');
});

test.each([
  ['a key that may only encipher', [new KeyUsagesExtension(KeyUsageFlags.keyEncipherment, true)]],
  ['a key that may only issue', [new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true)]],
  ['a web server', [...SEAL_USE, new ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.1'])]],
  ['the signing of programs', [...SEAL_USE, new ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.3'])]],
  ['the stamping of time', TIMESTAMP_USE],
])('a certificate for %s seals nothing', async (_, extensions) => {
  const { verdict, lines } = await report(await sealedBy(await certified(extensions)));
  expect(lines[0]).toContain('authority NOT trusted');
  expect(verdict).toBe('undecided');
});

test('a certificate for the protection of e-mail as well may seal', async () => {
  const purposes = ['1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.4'];
  const holder = await certified([...SEAL_USE, new ExtendedKeyUsageExtension(purposes)]);
  expect((await report(await sealedBy(holder))).verdict).toBe('holds');
});

test('a seal that an answer in the file calls revoked is broken', async () => {
  const seal = await certified(SEAL_USE);
  const timestamps = stampsWith(await certified(TIMESTAMP_USE));
  const file = await sealedBy(seal, { timestamps, trust: [derOf(root)] });
  expect((await report(file)).verdict).toBe('holds');
  const crl = (await listOf(root, { revoked: [seal] })).der;
  const told = await appendTo(file, NO_TIME, (context) =>
    addValidationData(context, { certificates: [], ocsps: [], crls: [crl] }),
  );
  const { verdict, lines } = await report(told);
  expect(lines.join('\n')).toContain('FALSE the certificate of the seal has been revoked');
  expect(verdict).toBe('broken');
});

test('an expired certificate proves nothing with a time that it only claims', async () => {
  const [now, at] = [new Date('2020-06-01'), '2021-01-01T00:00:00.000Z'];
  const shared = { organization: AGENCY, keyType: 'EC', now } as const;
  const older = await certify({ ...shared, commonName: 'Otoritas', extensions: AUTHORITY_USE });
  const holder = { ...shared, commonName: 'Segel', extensions: SEAL_USE };
  const key = await keyOf(await certify(holder, older), older);
  const file = await padesSealer(key).seal(base, { ...order, at });
  const { verdict, lines } = await reportOn(file, [derOf(older)]);
  expect(lines.join('\n')).not.toContain('FALSE');
  expect(verdict).toBe('undecided');
});

test('the names on the marks are read as they were written, however they are set', async () => {
  const names = ['Drs. H. Muhammad Rizqi Affandi Al-Fatih, S.E., M.Si., Ph.D.', 'Śrī Ñandú Šafíq'];
  const record = await readRecord(world.ledger, await completed(world, charterFor(names)));
  const sealer = padesSealer(await keyOf(await certified(SEAL_USE)));
  const file = await sealer.seal(await readBase(world.files, record), {
    ...(await sealOrder(world, record)),
    at: order.at,
  });
  const { lines } = await report(file);
  expect(lines.filter((line) => line.startsWith('FALSE'))).toEqual([]);
});

test('a timestamp of somebody unknown does no harm to a seal of somebody known', async () => {
  const base = { organization: 'Stempel Lain', keyType: 'RSA', now: yesterday() } as const;
  const other = await certify({ ...base, commonName: 'Akar Lain', extensions: AUTHORITY_USE });
  const stamp = { ...base, commonName: 'Stempel Lain', extensions: TIMESTAMP_USE };
  const timestamps = stampsWith(await certify(stamp, other));
  const { verdict, lines } = await report(
    await sealedBy(await certified(SEAL_USE), { timestamps }),
  );
  expect(lines[0]).toMatch(/^ok .*by "Stempel Lain", who is not trusted; authority trusted/);
  expect(verdict).toBe('holds');
});
