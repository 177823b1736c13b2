/** The way from a certificate to an authority we trust: found where there is one, and in time. */
import 'reflect-metadata';
import { webcrypto, X509Certificate } from 'node:crypto';
import {
  BasicConstraintsExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { beforeAll, expect, test, vi } from 'vitest';
import { chainOf, MAX_STEPS } from '../../functions/adapters/pades-chain.ts';
import {
  type Certified,
  certify,
  derOf,
  type Holder,
  SEAL_USE,
} from '../../infra/local/trust/certificates.ts';

/** Critical name constraints (RFC 5280, section 4.2.1.10) that permit nothing we could judge. */
const NAME_CONSTRAINTS = new Extension('2.5.29.30', true, new Uint8Array([0x30, 0]));

const issuing = (pathLength?: number): readonly Extension[] => [
  new BasicConstraintsExtension(true, pathLength, true),
  new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
];

const holder = (commonName: string, extensions: Holder['extensions']): Holder => ({
  commonName,
  organization: 'Instansi Uji Coba',
  keyType: 'EC',
  now: new Date(),
  extensions,
});

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

const keysOf = () => webcrypto.subtle.generateKey(EC, true, ['sign', 'verify']);

/** Certificates (DER) of one name and key, each of which may have issued any other. */
const twinOf = (keys: webcrypto.CryptoKeyPair) => async (): Promise<Uint8Array> => {
  const made = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Ramai',
    keys,
    signingAlgorithm: EC,
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 3_600_000),
    extensions: [...issuing()],
  });
  return new Uint8Array(made.rawData);
};

let root: Certified;
let between: Certified;
let leaf: Certified;

const search = (pool: readonly Certified[], anchors: readonly Certified[], at = new Date()) =>
  chainOf(derOf(leaf), { pool: pool.map(derOf), anchors: anchors.map(derOf), at });

beforeAll(async () => {
  root = await certify(holder('Akar', issuing()));
  between = await certify(holder('Antara', issuing()), root);
  leaf = await certify(holder('Segel', SEAL_USE), between);
});

test('it is found through certificates that nobody trusts by themselves', () => {
  expect(search([between], [root])).toEqual([leaf, between, root].map(derOf));
});

test('a certificate that is trusted itself needs no way', () => {
  expect(search([], [leaf])).toEqual([derOf(leaf)]);
});

test('it is not found when one on the way is missing or not trusted', () => {
  expect(search([], [root])).toBeUndefined();
  expect(search([between, root], [])).toBeUndefined();
});

test('it is not found at a time when one on the way was not valid', () => {
  expect(search([between], [root], new Date('2020-01-01T00:00:00.000Z'))).toBeUndefined();
});

test('it does not lead through who may not issue', async () => {
  const below = await certify(holder('Palsu', SEAL_USE), leaf);
  const pool = [derOf(leaf), derOf(between)];
  const at = new Date();
  expect(chainOf(derOf(below), { pool, anchors: [derOf(root)], at })).toBeUndefined();
});

test('it does not lead through more authorities than one of them allows', async () => {
  const strict = await certify(holder('Ketat', issuing(0)));
  const under = await certify(holder('Antara', issuing()), strict);
  const below = await certify(holder('Segel', SEAL_USE), under);
  const anchors = [derOf(strict)];
  const at = new Date();
  expect(chainOf(derOf(below), { pool: [derOf(under)], anchors, at })).toBeUndefined();
  expect(chainOf(derOf(under), { pool: [], anchors, at })).toHaveLength(2);
});

test('it does not lead through a critical condition that is not understood', async () => {
  const bound = await certify(holder('Terikat', [...issuing(), NAME_CONSTRAINTS]), root);
  const below = await certify(holder('Segel', SEAL_USE), bound);
  const known = { pool: [derOf(bound)], anchors: [derOf(root)], at: new Date() };
  expect(chainOf(derOf(below), known)).toBeUndefined();
});

test('authorities that have issued one another are followed once', async () => {
  const twin = await certify(holder('Antara', issuing()));
  const circle = [between, twin, await certify(holder('Akar', issuing()), between), between, twin];
  expect(search(circle, [twin])).toBeUndefined();
  expect(search(circle, [root])).toHaveLength(3);
});

test('a crowd of authorities that have issued one another is given up, not followed', async () => {
  const [below, ...crowd] = await Promise.all(Array.from({ length: 40 }, twinOf(await keysOf())));
  const verify = vi.spyOn(X509Certificate.prototype, 'verify');
  const known = { pool: crowd, anchors: [derOf(root)], at: new Date() };
  const found = chainOf(below ?? new Uint8Array(), known);
  expect(found).toBeUndefined();
  expect(verify.mock.calls.length).toBeGreaterThan(1);
  expect(verify.mock.calls.length).toBeLessThanOrEqual(MAX_STEPS);
  verify.mockRestore();
});

test('a long list of trusted authorities hides no certificate of the file', async () => {
  const many = Array.from({ length: 50 }, () => root);
  expect(search([between], many)).toHaveLength(3);
});

test('what is no certificate leads nowhere', () => {
  const noise = Uint8Array.of(1, 2, 3);
  expect(chainOf(noise, { pool: [], anchors: [noise], at: new Date() })).toBeUndefined();
  const known = { pool: [noise, derOf(between)], anchors: [derOf(root)], at: new Date() };
  expect(chainOf(derOf(leaf), known)).toHaveLength(3);
});
