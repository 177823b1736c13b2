/** What signs, before it has its certificates; and which kinds of keys may seal. */
import type { KeyObject } from 'node:crypto';
import type { SealKey } from '../ports-seal.ts';

/** What was given holds no key that may seal; the message says what is wrong with it. */
export class SealKeyError extends Error {
  override readonly name = 'SealKeyError';
}

export type KeyPair = Pick<SealKey, 'keyType' | 'sign'> & { readonly publicKey: KeyObject };

/** The shortest modulus that ETSI TS 119 312 still allows. */
const MIN_RSA_BITS = 2048;
/** The longest that AWS KMS has, and that a seal keeps room for. */
const MAX_RSA_BITS = 4096;

const EC_CURVE = 'prime256v1';

/** @throws SealKeyError when a key of this kind may not seal. */
export function keyTypeOf(key: KeyObject): SealKey['keyType'] {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  const bits = details?.modulusLength ?? 0;
  if (type === 'rsa' && bits >= MIN_RSA_BITS && bits <= MAX_RSA_BITS) return 'RSA';
  if (type === 'ec' && details?.namedCurve === EC_CURVE) return 'EC';
  const sizes = `${MIN_RSA_BITS} to ${MAX_RSA_BITS} bits`;
  throw new SealKeyError(`The key must be RSA of ${sizes}, or EC on P-256.`);
}
