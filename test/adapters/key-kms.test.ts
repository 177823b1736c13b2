/** The sealing key in AWS KMS, as the real SDK asks for it, against a KMS at the wire. */
import { execFile } from 'node:child_process';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CertificationRequest } from 'pkijs';
import { afterEach, describe, expect, test } from 'vitest';
import { sealKeyFrom } from '../../functions/adapters/key.ts';
import { fileKeyPair } from '../../functions/adapters/key-file.ts';
import { kmsKey, kmsKeyPair } from '../../functions/adapters/key-kms.ts';
import { SealKeyError } from '../../functions/adapters/key-pair.ts';
import { certificateRequest } from '../../infra/local/csr.ts';
import { type KmsKey, startKms } from '../fakes/kms.ts';
import {
  derOf,
  KINDS,
  type Kind,
  keyPem,
  pemOf,
  privateKeyOf,
  signsFor,
  threeTiers,
} from './key-fixture.ts';

const ARN = 'arn:aws:kms:ap-southeast-3:000000000000:key/11111111-2222-3333-4444-555555555555';
const OTHER_ARN = 'arn:aws:kms:ap-southeast-3:000000000000:key/other';
const SUBJECT = 'CN=Segel Kota Ambon,O=Pemerintah Kota\\, Ambon é,C=ID';
const EXTENSION_REQUEST_OID = '1.2.840.113549.1.9.14';

/** One call that hangs is given up after three seconds. */
const HANG_MS = 20_000;

const run = promisify(execFile);
const COMMAND = fileURLToPath(new URL('../../infra/local/csr.ts', import.meta.url));

let stop = (): void => undefined;
afterEach(() => stop());

async function kmsWith(key: Omit<KmsKey, 'arn'>) {
  const kms = await startKms({ arn: ARN, ...key });
  stop = kms.stop;
  return kms;
}

async function certified(kind: Kind) {
  const { middle, leaf } = await threeTiers(kind);
  const kms = await kmsWith({ privateKey: privateKeyOf(leaf) });
  const { publicKey } = new X509Certificate(derOf(leaf));
  return { kms, leaf, publicKey, certificates: pemOf(leaf, middle) };
}

const requestIn = (pem: string): CertificationRequest =>
  CertificationRequest.fromBER(Buffer.from(pem.replaceAll(/-----[A-Z ]+-----/g, ''), 'base64'));

describe.each(KINDS)('an %s key in KMS', (kind) => {
  test('signs a digest so that the certificate verifies the message', async () => {
    const { kms, publicKey, certificates } = await certified(kind);
    const key = await sealKeyFrom(JSON.stringify({ kmsKeyId: ARN, certificates }));
    expect(key.keyType).toBe(kind);
    expect(key.certificates).toHaveLength(2);
    expect(await signsFor(key, publicKey)).toBe(true);
    expect(kms.asked).toEqual(['GetPublicKey', 'Sign']);
  });

  test('requests a certificate for itself, signed by itself', async () => {
    const { leaf } = await certified(kind);
    const args = [COMMAND, '--kms-key', ARN, '--subject', SUBJECT];
    const { stdout: pem } = await run(process.execPath, args);
    expect(pem).toMatch(/^-----BEGIN CERTIFICATE REQUEST-----/);
    const request = requestIn(pem);
    expect(await request.verify()).toBe(true);
    const spki = Buffer.from(request.subjectPublicKeyInfo.toSchema().toBER());
    const { publicKey } = new X509Certificate(derOf(leaf));
    expect(spki.equals(publicKey.export({ format: 'der', type: 'spki' }))).toBe(true);
    const names = request.subject.typesAndValues.map(({ value }) => value.valueBlock.value);
    expect(names).toEqual(['Segel Kota Ambon', 'Pemerintah Kota, Ambon é', 'ID']);
    expect(request.attributes?.map(({ type }) => type)).toEqual([EXTENSION_REQUEST_OID]);
  });
});

test('a request from a key file is signed by that key', async () => {
  const { leaf } = await threeTiers('EC');
  const pem = await certificateRequest(fileKeyPair(keyPem(leaf)), SUBJECT);
  expect(await requestIn(pem).verify()).toBe(true);
});

test.each(['Segel Kota Ambon', 'O=Pemerintah Kota Ambon', 'CN=a,CN=b'])(
  'no certificate is requested for the subject %s',
  async (subject) => {
    const { leaf } = await threeTiers('EC');
    const pair = fileKeyPair(keyPem(leaf));
    await expect(certificateRequest(pair, subject)).rejects.toThrow('subject');
  },
);

describe('a KMS key is refused', () => {
  test('when the certificates are those of another key', async () => {
    const { certificates } = await certified('EC');
    stop();
    await kmsWith({ privateKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey });
    await expect(kmsKey(ARN, certificates)).rejects.toThrow(SealKeyError);
    await expect(kmsKey(ARN, certificates)).rejects.toThrow('do not belong together');
  });

  test('when it is not for signing, or of another kind', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    await kmsWith({ privateKey, keyUsage: 'ENCRYPT_DECRYPT' });
    await expect(kmsKeyPair(ARN)).rejects.toThrow('not for SIGN_VERIFY');
    stop();
    await kmsWith({ privateKey: generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey });
    await expect(kmsKeyPair(ARN)).rejects.toThrow('EC on P-256');
  });

  test('when it is not named by its ARN, or is not there', async () => {
    const { certificates } = await certified('EC');
    await expect(kmsKey('alias/piagam', certificates)).rejects.toThrow('by its ARN');
    await expect(kmsKey(OTHER_ARN, certificates)).rejects.toThrow('NotFoundException');
  });
});

describe('a call to KMS', () => {
  test('is made again when KMS is throttled or broken', async () => {
    const { kms, publicKey, certificates } = await certified('EC');
    kms.fail('ThrottlingException');
    const key = await kmsKey(ARN, certificates);
    kms.fail('ThrottlingException', 'KMSInternalException');
    expect(await signsFor(key, publicKey)).toBe(true);
    expect(kms.asked).toEqual(['GetPublicKey', 'GetPublicKey', 'Sign', 'Sign', 'Sign']);
  });

  test(
    'is made again when no answer comes',
    async () => {
      const { kms, publicKey, certificates } = await certified('EC');
      const key = await kmsKey(ARN, certificates);
      kms.fail('hang');
      expect(await signsFor(key, publicKey)).toBe(true);
      expect(kms.asked).toEqual(['GetPublicKey', 'Sign', 'Sign']);
    },
    HANG_MS,
  );

  test('is given up in the end, and at once when KMS says no', async () => {
    const { kms, publicKey, certificates } = await certified('EC');
    const key = await kmsKey(ARN, certificates);
    kms.fail('AccessDeniedException');
    await expect(signsFor(key, publicKey)).rejects.toThrow('AccessDeniedException');
    kms.fail('DisabledException');
    await expect(signsFor(key, publicKey)).rejects.toThrow('DisabledException');
    expect(kms.asked).toEqual(['GetPublicKey', 'Sign', 'Sign']);
    kms.fail(...Array<'KMSInternalException'>(5).fill('KMSInternalException'));
    await expect(signsFor(key, publicKey)).rejects.toThrow('KMSInternalException');
    expect(kms.asked).toHaveLength(8);
  });

  test('that failed is not remembered: the key is read anew', async () => {
    const { kms, certificates } = await certified('RSA');
    const secret = JSON.stringify({ kmsKeyId: ARN, certificates });
    kms.fail('AccessDeniedException');
    await expect(sealKeyFrom(secret)).rejects.toThrow('AccessDeniedException');
    expect((await sealKeyFrom(secret)).keyType).toBe('RSA');
  });
});
