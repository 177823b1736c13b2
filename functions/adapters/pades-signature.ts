/** Signatures as they occur in CMS, OCSP and CRL: which algorithms count, and whether one holds. */
import { constants, createHash, createPublicKey, verify } from 'node:crypto';
import type { BitString, OctetString } from 'asn1js';
import { type AlgorithmIdentifier, type PublicKeyInfo, RSASSAPSSParams } from 'pkijs';

/** The digests that ETSI TS 119 312 recommends; a signature over any other proves nothing. */
const DIGESTS: ReadonlyMap<string, string> = new Map([
  ['2.16.840.1.101.3.4.2.1', 'SHA-256'],
  ['2.16.840.1.101.3.4.2.2', 'SHA-384'],
  ['2.16.840.1.101.3.4.2.3', 'SHA-512'],
]);

/** Says RSA but not which digest, which then is the one of the CMS (RFC 3370, section 3.2). */
const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';
const RSA_PSS = '1.2.840.113549.1.1.10';

/** Signature algorithms that name their digest (RFC 5754, section 3). */
const NAMED: ReadonlyMap<string, { readonly keyType: 'rsa' | 'ec'; readonly digest: string }> =
  new Map([
    ['1.2.840.113549.1.1.11', { keyType: 'rsa', digest: 'SHA-256' }],
    ['1.2.840.113549.1.1.12', { keyType: 'rsa', digest: 'SHA-384' }],
    ['1.2.840.113549.1.1.13', { keyType: 'rsa', digest: 'SHA-512' }],
    ['1.2.840.10045.4.3.2', { keyType: 'ec', digest: 'SHA-256' }],
    ['1.2.840.10045.4.3.3', { keyType: 'ec', digest: 'SHA-384' }],
    ['1.2.840.10045.4.3.4', { keyType: 'ec', digest: 'SHA-512' }],
  ]);

/** What was signed, how, and by which key. */
export type Signed = {
  readonly data: Uint8Array;
  readonly signature: BitString | OctetString;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  /** Digest algorithm that the CMS names beside the signature; OCSP and CRL have none. */
  readonly digestAlgorithm?: AlgorithmIdentifier;
  readonly publicKey: PublicKeyInfo;
};

/** The name of an accepted digest, as node:crypto knows it. */
export const digestName = (oid: string): string | undefined => DIGESTS.get(oid);

/** Digest by its name, e.g. `SHA-256`. */
export const digestOf = (name: string, bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash(name).update(bytes).digest());

/** How a signature is to be verified; no digest when it cannot be. */
type Way = {
  readonly keyType: 'rsa' | 'ec';
  readonly digest: string | undefined;
  readonly padding?: { readonly padding: number; readonly saltLength?: number };
};

function wayOf({ signatureAlgorithm, digestAlgorithm }: Signed): Way | undefined {
  const { algorithmId, algorithmParams } = signatureAlgorithm;
  if (algorithmId === RSA_ENCRYPTION)
    return { keyType: 'rsa', digest: digestAlgorithm && digestName(digestAlgorithm.algorithmId) };
  if (algorithmId !== RSA_PSS) return NAMED.get(algorithmId);
  // The digest of the mask is taken to be the same, as RFC 4055, section 3.1 recommends.
  const { hashAlgorithm, saltLength } = new RSASSAPSSParams({ schema: algorithmParams });
  const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
  return { keyType: 'rsa', digest: digestName(hashAlgorithm.algorithmId), padding };
}

/**
 * Whether the signature is mathematically good: RSA (PKCS#1 v1.5 and PSS) or ECDSA.
 *
 * By node:crypto: what pkijs takes for an ECDSA signature may be written in more than one way.
 */
export async function signatureHolds(signed: Signed): Promise<boolean> {
  try {
    const { keyType = '', digest, padding } = wayOf(signed) ?? {};
    const spki = Buffer.from(signed.publicKey.toSchema().toBER());
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    // A key may be kept to RSA-PSS (`rsa-pss`), which is RSA as well.
    if (digest === undefined || !key.asymmetricKeyType?.startsWith(keyType)) return false;
    const signature = signed.signature.valueBlock.valueHexView;
    return verify(digest, signed.data, { key, ...padding }, signature);
  } catch {
    return false;
  }
}
