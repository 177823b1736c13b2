/** A sealing key from a PEM bundle: a private key and its certificates, kept in memory. */
import {
  constants,
  createPrivateKey,
  type KeyObject,
  privateEncrypt,
  X509Certificate,
} from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import type { SealKey } from '../ports.ts';

/** The PEM bundle does not hold a key that may seal; the message says what is wrong with it. */
export class SealKeyError extends Error {
  override readonly name = 'SealKeyError';
}

const CERTIFICATE_PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** RFC 8017, section 9.2, note 1: the DigestInfo that PKCS#1 v1.5 puts before a SHA-256 digest. */
const SHA256_DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** The shortest modulus that ETSI TS 119 312 still allows. */
const MIN_RSA_BITS = 2048;

const EC_CURVE = 'prime256v1';

function privateKeyIn(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw new SealKeyError('The PEM bundle holds no readable private key.', { cause });
  }
}

function certificatesIn(pem: string): readonly X509Certificate[] {
  try {
    return (pem.match(CERTIFICATE_PEM) ?? []).map((block) => new X509Certificate(block));
  } catch (cause) {
    throw new SealKeyError('The PEM bundle holds an unreadable certificate.', { cause });
  }
}

function signRsa(key: KeyObject, digest: Uint8Array): Uint8Array {
  const padded = { key, padding: constants.RSA_PKCS1_PADDING };
  return privateEncrypt(padded, Buffer.concat([SHA256_DIGEST_INFO, digest]));
}

// node:crypto hashes whatever it signs with ECDSA, so it cannot sign a digest.
function signEc(key: KeyObject, digest: Uint8Array): Uint8Array {
  const { d } = key.export({ format: 'jwk' });
  const options = { prehash: false, lowS: false, format: 'der' } as const;
  return p256.sign(digest, Buffer.from(d ?? '', 'base64url'), options);
}

function signerFor(key: KeyObject): Pick<SealKey, 'keyType' | 'sign'> {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type === 'rsa' && (details?.modulusLength ?? 0) >= MIN_RSA_BITS)
    return { keyType: 'RSA', sign: async (digest) => signRsa(key, digest) };
  if (type === 'ec' && details?.namedCurve === EC_CURVE)
    return { keyType: 'EC', sign: async (digest) => signEc(key, digest) };
  throw new SealKeyError(`The key must be RSA of ${MIN_RSA_BITS} bits or more, or EC on P-256.`);
}

/**
 * Reads a PEM bundle: one PKCS#8 private key and the certificate chain, the leaf first.
 *
 * @throws SealKeyError when the bundle is incomplete, the key is of another kind, the key and the
 * leaf do not belong together, or a certificate has expired.
 */
export function fileKey(pem: string): SealKey {
  const key = privateKeyIn(pem);
  const chain = certificatesIn(pem);
  const [leaf] = chain;
  if (leaf === undefined) throw new SealKeyError('The PEM bundle holds no certificate.');
  if (!leaf.checkPrivateKey(key))
    throw new SealKeyError('The private key and the first certificate do not belong together.');
  const expired = chain.find((certificate) => certificate.validToDate < new Date());
  if (expired !== undefined)
    throw new SealKeyError(`A certificate expired on ${expired.validToDate.toISOString()}.`);
  return { certificates: chain.map((certificate) => certificate.raw), ...signerFor(key) };
}
