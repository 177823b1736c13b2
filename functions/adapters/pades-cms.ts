/** The CMS of a PAdES B-B seal: builds it around a digest, with a key that may live elsewhere. */
import { createHash } from 'node:crypto';
import { Null, ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import {
  AlgorithmIdentifier,
  Attribute,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs';
import type { SealKey } from '../ports.ts';

/** RFC 5652 (content type, message digest) and RFC 5035 (signing certificate). */
export const ATTRIBUTE_OID = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const;

const SHA256_OID = '2.16.840.1.101.3.4.2.1';
const SHA256_WITH_RSA_OID = '1.2.840.113549.1.1.11';
const ECDSA_WITH_SHA256_OID = '1.2.840.10045.4.3.2';

/** Room in a CMS beside the certificates: attributes, names, and a signature of up to 4096 bits. */
const CMS_OVERHEAD_BYTES = 2048;

const DER_SET = 0x31;

export const sha256 = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(bytes).digest());

/** The certificate that seals. @throws when the key carries no certificate. */
export function leafOf(key: SealKey): Uint8Array {
  const [leaf] = key.certificates;
  if (leaf === undefined) throw new Error('The sealing key carries no certificate.');
  return leaf;
}

/** Bytes to keep free in the PDF for the CMS of this key. */
export const cmsRoom = (key: SealKey): number =>
  key.certificates.reduce((sum, der) => sum + der.length, CMS_OVERHEAD_BYTES);

// RFC 5754, section 2: the parameters of SHA-256 and of ECDSA are absent, those of RSA are NULL.
const sha256Algorithm = () => new AlgorithmIdentifier({ algorithmId: SHA256_OID });

const signatureAlgorithm = (key: SealKey): AlgorithmIdentifier =>
  key.keyType === 'RSA'
    ? new AlgorithmIdentifier({ algorithmId: SHA256_WITH_RSA_OID, algorithmParams: new Null() })
    : new AlgorithmIdentifier({ algorithmId: ECDSA_WITH_SHA256_OID });

/** ESSCertIDv2 with its default SHA-256; the optional issuerSerial is only a hint and left out. */
const signingCertificate = (leaf: Uint8Array): Sequence => {
  const certId = new Sequence({ value: [new OctetString({ valueHex: sha256(leaf) })] });
  return new Sequence({ value: [new Sequence({ value: [certId] })] });
};

/**
 * The three signed attributes of a seal and no other: EN 319 142-1, clause 6.3 wants the time in
 * the PDF's /M and forbids the signing-time attribute. Their order is that of DER (shortest first).
 */
function signedAttributes(leaf: Uint8Array, messageDigest: Uint8Array) {
  const attribute = (type: string, value: unknown) => new Attribute({ type, values: [value] });
  return new SignedAndUnsignedAttributes({
    type: 0,
    attributes: [
      attribute(ATTRIBUTE_OID.contentType, new ObjectIdentifier({ value: ContentInfo.DATA })),
      attribute(ATTRIBUTE_OID.messageDigest, new OctetString({ valueHex: messageDigest })),
      attribute(ATTRIBUTE_OID.signingCertificateV2, signingCertificate(leaf)),
    ],
  });
}

/** What the key signs: the attributes as a SET, not with the tag they carry inside the CMS. */
function attributesDigest(attributes: SignedAndUnsignedAttributes): Uint8Array {
  const der = new Uint8Array(attributes.toSchema().toBER());
  der[0] = DER_SET;
  return sha256(der);
}

/** The one DER form of a seal's CMS: same key, digest and signature, same bytes. */
export function encodeCms(
  key: SealKey,
  signed: { readonly messageDigest: Uint8Array; readonly signature: Uint8Array },
): Uint8Array {
  const leaf = Certificate.fromBER(leafOf(key));
  const signerInfo = new SignerInfo({
    version: 1,
    sid: new IssuerAndSerialNumber({ issuer: leaf.issuer, serialNumber: leaf.serialNumber }),
    digestAlgorithm: sha256Algorithm(),
    signedAttrs: signedAttributes(leafOf(key), signed.messageDigest),
    signatureAlgorithm: signatureAlgorithm(key),
    signature: new OctetString({ valueHex: signed.signature }),
  });
  const signedData = new SignedData({
    version: 1,
    digestAlgorithms: [sha256Algorithm()],
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: ContentInfo.DATA }),
    certificates: key.certificates.map((der) => Certificate.fromBER(der)),
    signerInfos: [signerInfo],
  });
  const content = signedData.toSchema(true);
  const cms = new ContentInfo({ contentType: ContentInfo.SIGNED_DATA, content });
  return new Uint8Array(cms.toSchema().toBER());
}

/** Signs a SHA-256 digest of the covered bytes and wraps the signature as a detached CMS (DER). */
export async function signCms(key: SealKey, messageDigest: Uint8Array): Promise<Uint8Array> {
  const attributes = signedAttributes(leafOf(key), messageDigest);
  const signature = await key.sign(attributesDigest(attributes));
  return encodeCms(key, { messageDigest, signature });
}
