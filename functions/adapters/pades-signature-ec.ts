/** The one form of a seal's ECDSA signature: whoever has (r, s) can write (r, n - s), which holds as well. */
import { p256 } from '@noble/curves/nist.js';

const read = (der: Uint8Array) => p256.Signature.fromBytes(der, 'der');

/** Whether a signature (DER, P-256, the curve of seals) has the lower of its two values of s. */
export function isLow(signature: Uint8Array): boolean {
  try {
    return !read(signature).hasHighS();
  } catch {
    return false;
  }
}

/** The same signature with the lower value of s. @throws when it is not one on P-256. */
export function lowered(signature: Uint8Array): Uint8Array {
  const { r, s } = read(signature);
  const low = isLow(signature) ? s : p256.Point.Fn.ORDER - s;
  return new p256.Signature(r, low).toBytes('der');
}
