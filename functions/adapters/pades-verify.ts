/** Verifies the CMS of any signature of a PDF: digest, signature, and the attributes that PAdES asks for. */
import { ObjectIdentifier, OctetString, Primitive, Sequence } from 'asn1js';
import {
  Certificate,
  ContentInfo,
  IssuerAndSerialNumber,
  SignedData,
  type SignerInfo,
} from 'pkijs';
import { identifies, onlyValue } from './pades-attributes.ts';
import { equal } from './pades-bytes.ts';
import { derOf, nameOf } from './pades-chain.ts';
import { ATTRIBUTE_OID } from './pades-cms.ts';
import type { ScannedSignature } from './pades-scan.ts';
import { digestName, digestOf, signatureHolds } from './pades-signature.ts';

/** What the CMS of a signature says, and whether that holds for the bytes it covers. */
export type VerifiedCms = {
  /** The certificate (DER) whose key has signed. */
  readonly leaf: Uint8Array;
  /** Common name of that certificate. */
  readonly by: string;
  /** All certificates that the CMS carries (DER). */
  readonly certificates: readonly Uint8Array[];
  /** Digest and signature hold. */
  readonly holds: boolean;
  /** It binds its certificate and leaves the time to `/M`, as EN 319 142-1, clause 6.3 demands. */
  readonly isBaseline: boolean;
  readonly signature: Uint8Array;
  /** The signature timestamp (DER), when it carries exactly one. */
  readonly token: Uint8Array | undefined;
};

const OID = {
  signingTime: '1.2.840.113549.1.9.5',
  signatureTimestamp: '1.2.840.113549.1.9.16.2.14',
  subjectKeyIdentifier: '2.5.29.14',
} as const;

export const SUB_FILTER_CADES = '/ETSI.CAdES.detached';

function demand(condition: boolean, fault: string): asserts condition {
  if (!condition) throw new Error(fault);
}

function isNamedBy(sid: unknown, certificate: Certificate): boolean {
  if (sid instanceof IssuerAndSerialNumber)
    return (
      certificate.issuer.isEqual(sid.issuer) && certificate.serialNumber.isEqual(sid.serialNumber)
    );
  const identifier = certificate.extensions?.find(
    ({ extnID }) => extnID === OID.subjectKeyIdentifier,
  )?.parsedValue;
  return (
    identifier instanceof OctetString &&
    sid instanceof Primitive &&
    equal(identifier.valueBlock.valueHexView, sid.valueBlock.valueHexView)
  );
}

/** Whether what was signed is the digest of `covered`, as detached data (RFC 5652, section 5.4). */
function isAbout(signer: SignerInfo, covered: Uint8Array): boolean {
  const attributes = signer.signedAttrs?.attributes ?? [];
  const digest = digestName(signer.digestAlgorithm.algorithmId);
  const messageDigest = onlyValue(attributes, ATTRIBUTE_OID.messageDigest);
  const contentType = onlyValue(attributes, ATTRIBUTE_OID.contentType);
  return (
    digest !== undefined &&
    contentType instanceof ObjectIdentifier &&
    contentType.getValue() === ContentInfo.DATA &&
    messageDigest instanceof OctetString &&
    equal(messageDigest.valueBlock.valueHexView, digestOf(digest, covered))
  );
}

async function isSigned(signer: SignerInfo, leaf: Certificate): Promise<boolean> {
  const { signature, signatureAlgorithm, digestAlgorithm } = signer;
  const data = new Uint8Array(signer.signedAttrs?.encodedValue ?? new ArrayBuffer());
  const publicKey = leaf.subjectPublicKeyInfo;
  return signatureHolds({ data, signature, signatureAlgorithm, digestAlgorithm, publicKey });
}

function tokenOf(signer: SignerInfo): Uint8Array | undefined {
  const attributes = signer.unsignedAttrs?.attributes ?? [];
  const value = onlyValue(attributes, OID.signatureTimestamp);
  return value instanceof Sequence ? value.valueBeforeDecodeView : undefined;
}

async function verify(
  { contents, subFilter }: ScannedSignature,
  covered: Uint8Array,
): Promise<VerifiedCms> {
  const signedData = new SignedData({ schema: ContentInfo.fromBER(contents).content });
  const [signer, ...others] = signedData.signerInfos;
  demand(signer !== undefined && others.length === 0, 'it does not have exactly one signer');
  demand(signedData.encapContentInfo.eContent === undefined, 'it is not detached');
  const certificates = (signedData.certificates ?? []).filter(
    (each) => each instanceof Certificate,
  );
  const certificate = certificates.find((candidate) => isNamedBy(signer.sid, candidate));
  demand(certificate !== undefined, 'it does not carry its certificate');
  const leaf = derOf(certificate);
  const attributes = signer.signedAttrs?.attributes ?? [];
  const binding = onlyValue(attributes, ATTRIBUTE_OID.signingCertificateV2);
  // A binding that is there has to be right, whatever the profile; CAdES cannot do without it.
  const isBound =
    binding === undefined ? subFilter !== SUB_FILTER_CADES : identifies(binding, leaf);
  const holds = isBound && isAbout(signer, covered) && (await isSigned(signer, certificate));
  const isTimeless = onlyValue(attributes, OID.signingTime) === undefined;
  return {
    leaf,
    by: nameOf(leaf),
    certificates: certificates.map(derOf),
    holds,
    isBaseline: holds && isTimeless && subFilter === SUB_FILTER_CADES,
    signature: signer.signature.valueBlock.valueHexView,
    token: tokenOf(signer),
  };
}

/**
 * Verifies a signature that was found in a PDF, against the bytes it covers.
 *
 * Trust, time and timestamps are not looked at here. Never throws: undefined when its CMS cannot be
 * read, or is not the detached one of one signer who is named by a certificate in it.
 */
export async function verifyCms(
  found: ScannedSignature,
  covered: Uint8Array,
): Promise<VerifiedCms | undefined> {
  try {
    return await verify(found, covered);
  } catch {
    return undefined;
  }
}
