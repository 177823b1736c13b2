/** Reads the certificates of the authorities that the operator trusts. */
import { X509Certificate } from 'node:crypto';

const CERTIFICATE_PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * The certificates (DER) in a PEM text, in its order; what stands between them is a remark.
 * @throws when there is none, or one that cannot be read: nobody shall trust less without a word.
 */
export function trustAnchors(pem: string): readonly Uint8Array[] {
  const blocks = pem.match(CERTIFICATE_PEM);
  if (blocks === null) throw new Error('the trusted authorities hold no certificate');
  return blocks.map((block) => new Uint8Array(new X509Certificate(block).raw));
}
