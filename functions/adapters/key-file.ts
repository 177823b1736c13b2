/** A sealing key from a PEM bundle: a private key and its certificates, kept in memory. */
import {
  constants,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  privateEncrypt,
} from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import type { SealKey } from '../ports-seal.ts';
import { withCertificates } from './key-chain.ts';
import { type KeyPair, keyTypeOf, SealKeyError } from './key-pair.ts';

/** RFC 8017, section 9.2, note 1: the DigestInfo that PKCS#1 v1.5 puts before a SHA-256 digest. */
const SHA256_DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');

function privateKeyIn(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw new SealKeyError('The PEM bundle holds no readable private key.', { cause });
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

/**
 * The key of a PEM text alone, without any certificate.
 * @throws SealKeyError when there is none, or one of another kind.
 */
export function fileKeyPair(pem: string): KeyPair {
  const key = privateKeyIn(pem);
  const keyType = keyTypeOf(key);
  const sign = keyType === 'RSA' ? signRsa : signEc;
  return {
    publicKey: createPublicKey(key),
    keyType,
    sign: async (digest) => sign(key, digest),
  };
}

/**
 * Reads a PEM bundle: one private key without a password (PKCS#8) and its certificates.
 * @throws SealKeyError as `fileKeyPair` and `withCertificates` do.
 */
export const fileKey = (pem: string): SealKey => withCertificates(fileKeyPair(pem), pem);
