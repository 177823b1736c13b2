/** The sealing key in a file: what is taken, in which order, and every reason to refuse it. */
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import forge from 'node-forge';
import { describe, expect, test } from 'vitest';
import { sealKeyFrom } from '../../functions/adapters/key.ts';
import { SealKeyError } from '../../functions/adapters/key-pair.ts';
import { derOf, issue, KINDS, keyPem, pemOf, signsFor, threeTiers, USAGE } from './key-fixture.ts';

const refusalOf = async (secret: string): Promise<string> => {
  const error: unknown = await sealKeyFrom(secret).catch((thrown: unknown) => thrown);
  if (!(error instanceof SealKeyError)) throw new Error(`not refused: ${String(error)}`);
  return error.message;
};

const rsaPem = (modulusLength: number): string =>
  generateKeyPairSync('rsa', { modulusLength })
    .privateKey.export({ format: 'pem', type: 'pkcs8' })
    .toString();

describe.each(KINDS)('a PEM bundle with an %s key', (kind) => {
  test('gives the chain from the leaf up, in whatever order it was put together, and each once', async () => {
    const { root, middle, leaf } = await threeTiers(kind);
    const key = await sealKeyFrom(pemOf(root, leaf, middle, leaf, root) + keyPem(leaf));
    expect(key.keyType).toBe(kind);
    expect(key.certificates.map((der) => Buffer.from(der))).toEqual(
      [leaf, middle, root].map((party) => Buffer.from(derOf(party))),
    );
  });

  test('signs a digest so that the certificate verifies the message', async () => {
    const { root, middle, leaf } = await threeTiers(kind);
    const key = await sealKeyFrom(keyPem(leaf) + pemOf(leaf, middle));
    expect(await signsFor(key, new X509Certificate(derOf(leaf)).publicKey)).toBe(true);
    expect(await signsFor(key, new X509Certificate(derOf(root)).publicKey)).toBe(false);
  });
});

describe('a PEM bundle is refused', () => {
  test('when it is empty, or lacks the key or the certificate', async () => {
    const leaf = await issue({});
    expect(await refusalOf('')).toContain('no readable private key');
    expect(await refusalOf(pemOf(leaf))).toContain('no readable private key');
    expect(await refusalOf(keyPem(leaf))).toBe('There is no certificate.');
  });

  test('when a certificate is unreadable', async () => {
    const broken = '-----BEGIN CERTIFICATE-----\nTUlJ\n-----END CERTIFICATE-----\n';
    expect(await refusalOf(keyPem(await issue({})) + broken)).toContain('unreadable');
  });

  test('when the key is of another kind or size', async () => {
    const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
    const kinds = 'The key must be RSA of 2048 to 4096 bits, or EC on P-256.';
    expect(await refusalOf(p384.export({ format: 'pem', type: 'pkcs8' }).toString())).toBe(kinds);
    expect(await refusalOf(rsaPem(1024))).toBe(kinds);
  });

  test('when no certificate is that of the key', async () => {
    const [one, other] = await Promise.all([issue({}), issue({})]);
    expect(await refusalOf(keyPem(one) + pemOf(other))).toContain('do not belong together');
  });

  test('when the certificate of the issuer is missing', async () => {
    const { root, leaf } = await threeTiers('EC');
    expect(await refusalOf(keyPem(leaf) + pemOf(leaf))).toContain('missing: CN=Antara, C=ID.');
    expect(await refusalOf(keyPem(leaf) + pemOf(leaf, root))).toContain('is missing');
  });

  test('when a certificate is not of the chain, even under the name of one that is', async () => {
    const { root, middle, leaf } = await threeTiers('EC');
    const twin = await issue({ name: 'Antara', kind: 'RSA', issuer: root });
    expect(await refusalOf(keyPem(leaf) + pemOf(twin, leaf, middle, root))).toBe(
      'A certificate is not in the chain, or one below it is missing: CN=Antara, C=ID.',
    );
  });

  test('when a certificate has expired', async () => {
    const notAfter = new Date('2023-01-01T00:00:00.000Z');
    const { middle, leaf } = await threeTiers('EC', { notAfter });
    const refusal = await refusalOf(keyPem(leaf) + pemOf(leaf, middle));
    expect(refusal).toBe('A certificate expired on 2023-01-01T00:00:00.000Z: CN=Segel, C=ID.');
  });

  test.each([
    ['encipherment', USAGE.keyEncipherment, false],
    ['signing data', USAGE.digitalSignature, true],
    ['content commitment', USAGE.nonRepudiation, true],
  ])('when its certificate is not for signing: %s', async (_, usage, isTaken) => {
    const { middle, leaf } = await threeTiers('EC', { usage });
    const secret = keyPem(leaf) + pemOf(leaf, middle);
    if (isTaken) expect((await sealKeyFrom(secret)).certificates).toHaveLength(2);
    else expect(await refusalOf(secret)).toContain('neither digitalSignature nor nonRepudiation');
  });
});

/**
 * Made by OpenSSL 3.0 (`pkcs12 -export`, with and without `-legacy`) and by keytool 17 (with and
 * without `-J-Dkeystore.pkcs12.legacy`); good until 2126.
 */
const SAMPLES = [
  ['openssl-rsa', 'RSA'],
  ['openssl-legacy-rsa', 'RSA'],
  ['keytool-ec', 'EC'],
  ['keytool-legacy-ec', 'EC'],
] as const;
const PASSWORD = 'rahasia';

const pkcs12 = (sample: string, password: string): string => {
  const file = readFileSync(new URL(`key-samples/${sample}.p12`, import.meta.url));
  return JSON.stringify({ pkcs12: file.toString('base64'), password });
};

describe('a PKCS#12 file', () => {
  test.each(SAMPLES)('of %s gives its key and its chain', async (sample, kind) => {
    const key = await sealKeyFrom(pkcs12(sample, PASSWORD));
    const [leaf, authority] = key.certificates.map((der) => new X509Certificate(der));
    expect(key.keyType).toBe(kind);
    expect(leaf?.subject).toContain('CN=Segel Uji Coba');
    expect(authority?.subject).toContain('CN=Otoritas Uji Coba');
    expect(leaf !== undefined && (await signsFor(key, leaf.publicKey))).toBe(true);
  });

  test.each(SAMPLES)('of %s stays shut to another password', async (sample) => {
    expect(await refusalOf(pkcs12(sample, 'hunter2'))).toContain('does not open');
    expect(await refusalOf(pkcs12(sample, 'hunter2'))).not.toContain('hunter2');
  });

  test('is refused when there is no key in it', async () => {
    const leaf = await issue({ kind: 'RSA' });
    const certificate = forge.pki.certificateFromPem(pemOf(leaf));
    const file = forge.asn1.toDer(forge.pkcs12.toPkcs12Asn1(null, certificate, PASSWORD));
    const secret = { pkcs12: forge.util.encode64(file.getBytes()), password: PASSWORD };
    expect(await refusalOf(JSON.stringify(secret))).toContain('0 private keys');
  });

  test('is refused when it is cut short or something else', async () => {
    const { pkcs12: whole } = JSON.parse(pkcs12('openssl-rsa', PASSWORD));
    const half = whole.slice(0, 1000);
    expect(await refusalOf(JSON.stringify({ pkcs12: half, password: '' }))).toContain('unreadable');
    const text = Buffer.from('Segel').toString('base64');
    expect(await refusalOf(JSON.stringify({ pkcs12: text, password: '' }))).toContain('unreadable');
  });
});

describe('the secret', () => {
  test('is refused as JSON of another shape, and is not repeated', async () => {
    const refusal = 'The JSON holds neither pkcs12 and password nor kmsKeyId and certificates.';
    expect(await refusalOf('{"password": "hunter2"')).toBe(refusal);
    expect(await refusalOf('{"pkcs12": "?", "password": "hunter2"}')).toBe(refusal);
    expect(await refusalOf('{"pkcs12": "", "password": "", "kmsKeyId": ""}')).toBe(refusal);
  });

  test('is read once for many seals', async () => {
    const secret = pkcs12('keytool-ec', PASSWORD);
    expect(await sealKeyFrom(secret)).toBe(await sealKeyFrom(secret));
  });
});
