/** The CMS of a PAdES seal: built around a digest, with a key and a clock that may be elsewhere. */
import { createHash } from 'node:crypto';
import type { SealKey } from '../ports-seal.ts';
import { der, issuerAndSerial, oid, TAG } from './pades-cms-der.ts';
import { lowered } from './pades-signature-ec.ts';

/** RFC 5652, clause 11; RFC 5035, clause 3; RFC 3161, appendix A. */
export const ATTRIBUTE_OID = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  signatureTimestamp: '1.2.840.113549.1.9.16.2.14',
} as const;

const DATA = oid('1.2.840.113549.1.7.1');
const SIGNED_DATA = oid('1.2.840.113549.1.7.2');
const VERSION_1 = der(TAG.integer, Uint8Array.of(1));

// RFC 5754, section 2: the parameters of SHA-256 and of ECDSA are absent, those of RSA are NULL.
const SHA256 = der(TAG.sequence, oid('2.16.840.1.101.3.4.2.1'));
const SIGNED_WITH = {
  RSA: der(TAG.sequence, oid('1.2.840.113549.1.1.11'), der(TAG.null)),
  EC: der(TAG.sequence, oid('1.2.840.10045.4.3.2')),
} as const;

/** Room in a CMS beside the certificates: attributes, names, and a signature of up to 4096 bits. */
const CMS_OVERHEAD_BYTES = 2048;

/**
 * Room for the timestamp of a signature. Measured with keys of 4096 bits: some 1,300 bytes and some
 * 1,600 for each certificate, of which there may be four.
 */
export const TOKEN_BYTES = 8192;

export const sha256 = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(bytes).digest());

/** The certificate that seals. @throws when the key carries no certificate. */
export function leafOf(key: SealKey): Uint8Array {
  const [leaf] = key.certificates;
  if (leaf === undefined) throw new Error('The sealing key carries no certificate.');
  return leaf;
}

/** Bytes to keep free in the PDF for the CMS of this key. */
export const cmsRoom = (key: SealKey, isStamped: boolean): number =>
  key.certificates.reduce(
    (sum, certificate) => sum + certificate.length,
    CMS_OVERHEAD_BYTES + (isStamped ? TOKEN_BYTES : 0),
  );

const attribute = (type: string, value: Uint8Array): Buffer =>
  der(TAG.sequence, oid(type), der(TAG.set, value));

/** ESSCertIDv2 with its default SHA-256; the optional issuerSerial is only a hint and left out. */
const signingCertificate = (leaf: Uint8Array): Buffer => {
  const certId = der(TAG.sequence, der(TAG.octetString, sha256(leaf)));
  return der(TAG.sequence, der(TAG.sequence, certId));
};

/**
 * The three signed attributes of a seal and no other: EN 319 142-1, clause 6.3 wants the time in
 * the PDF's /M and forbids the signing-time attribute. Their order is that of DER (shortest first).
 */
const signedAttributes = (leaf: Uint8Array, messageDigest: Uint8Array): readonly Uint8Array[] => [
  attribute(ATTRIBUTE_OID.contentType, DATA),
  attribute(ATTRIBUTE_OID.messageDigest, der(TAG.octetString, messageDigest)),
  attribute(ATTRIBUTE_OID.signingCertificateV2, signingCertificate(leaf)),
];

/** What a CMS is made of beside its key. */
export type CmsSignature = {
  /** SHA-256 of the bytes that are signed. */
  readonly messageDigest: Uint8Array;
  readonly signature: Uint8Array;
  /** Timestamp of the signature (DER). */
  readonly token?: Uint8Array | undefined;
};

/** The one DER form of a seal's CMS: same key, digest, signature and token, same bytes. */
export function encodeCms(key: SealKey, { messageDigest, signature, token }: CmsSignature): Buffer {
  const leaf = leafOf(key);
  const unsigned = token && der(TAG.context1, attribute(ATTRIBUTE_OID.signatureTimestamp, token));
  const signerInfo = der(
    TAG.sequence,
    VERSION_1,
    issuerAndSerial(leaf),
    SHA256,
    der(TAG.context0, ...signedAttributes(leaf, messageDigest)),
    SIGNED_WITH[key.keyType],
    der(TAG.octetString, signature),
    ...(unsigned === undefined ? [] : [unsigned]),
  );
  const signedData = der(
    TAG.sequence,
    VERSION_1,
    der(TAG.set, SHA256),
    der(TAG.sequence, DATA),
    der(TAG.context0, ...key.certificates),
    der(TAG.set, signerInfo),
  );
  return der(TAG.sequence, SIGNED_DATA, der(TAG.context0, signedData));
}

/** Has the key sign the covered bytes, of which `messageDigest` is the SHA-256. */
export async function signDigest(key: SealKey, messageDigest: Uint8Array): Promise<CmsSignature> {
  // Signed as a SET, and not with the tag that they carry inside the CMS (RFC 5652, section 5.4).
  const attributes = der(TAG.set, ...signedAttributes(leafOf(key), messageDigest));
  const signature = await key.sign(sha256(attributes));
  return { messageDigest, signature: key.keyType === 'EC' ? lowered(signature) : signature };
}
