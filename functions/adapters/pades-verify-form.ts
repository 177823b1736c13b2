/** The one form of what no signature covers: other certificates, versions, algorithms, and padding. */
import { X509Certificate } from 'node:crypto';
import { Null } from 'asn1js';
import {
  type AlgorithmIdentifier,
  BasicOCSPResponse,
  Certificate,
  CertificateRevocationList,
  ContentInfo,
  IssuerAndSerialNumber,
  OCSPResponse,
  SignedData,
} from 'pkijs';
import type { RevocationAnswer } from '../ports-seal.ts';
import { equal } from './pades-bytes.ts';
import { derOf, hasIssued, MAX_CHAIN } from './pades-chain.ts';
import { encodeCms } from './pades-cms.ts';
import { issuerAndSerial } from './pades-cms-der.ts';
import { digestOf } from './pades-signature.ts';
import { isLow } from './pades-signature-ec.ts';
import type { VerifiedCms } from './pades-verify.ts';

/** RFC 5652, section 5.1: what is not plain data makes it version 3; a signer by serial number is 1. */
const TOKEN_VERSION = 3;
const SIGNER_VERSION = 1;

const DER_SEQUENCE = 0x30;
const LONG_LENGTH = 0x80;

/** How many bytes the DER at the start of `bytes` takes; 0 when it has no definite length. */
export function derLength(bytes: Uint8Array): number {
  const [tag, first = 0] = bytes;
  if (tag !== DER_SEQUENCE || first === LONG_LENGTH) return 0;
  if (first < LONG_LENGTH) return 2 + first;
  const digits = bytes.subarray(2, 2 + (first & ~LONG_LENGTH));
  return digits.reduce((sum, digit) => sum * 256 + digit, 0) + 2 + digits.length;
}

/** Whether nothing but zeros follows the CMS in its room. */
export const isPadded = (contents: Uint8Array, length: number): boolean =>
  length <= contents.length && contents.subarray(length).every((byte) => byte === 0);

/**
 * Whether each certificate is trusted itself, or was issued by one of the others or a trusted one:
 * a changed one is neither. More of them than a chain has are not looked at.
 */
export function areIssued(
  certificates: readonly Uint8Array[],
  anchors: readonly Uint8Array[],
): boolean {
  if (certificates.length > MAX_CHAIN) return false;
  const issuers = [...certificates, ...anchors].map((der) => new X509Certificate(der));
  return certificates.every(
    (der) =>
      anchors.some((anchor) => equal(anchor, der)) ||
      issuers.some((issuer) => hasIssued(issuer, new X509Certificate(der))),
  );
}

/** Parameters of the algorithms that are used here are absent or NULL (RFC 5754, section 2). */
const isPlain = ({ algorithmParams }: AlgorithmIdentifier): boolean =>
  algorithmParams === undefined ||
  (algorithmParams instanceof Null && algorithmParams.valueBeforeDecodeView.length === 2);

/**
 * Whether a timestamp (TimeStampToken, DER) that holds has nothing in it that could be another way
 * and would still hold; but for the second value that each ECDSA signature of an authority has, as
 * for those of answers about revocation: it says the same.
 *
 * @param issuers DER; without them the certificates of the token may be anybody's.
 */
export function isBareToken(der: Uint8Array, issuers: readonly Uint8Array[] | undefined): boolean {
  const signedData = new SignedData({ schema: ContentInfo.fromBER(der).content });
  const { certificates = [], digestAlgorithms, signerInfos, crls } = signedData;
  const [signer] = signerInfos;
  const [digestAlgorithm] = digestAlgorithms;
  const own = certificates.filter((each) => each instanceof Certificate);
  if (signer === undefined || digestAlgorithm === undefined || crls !== undefined) return false;
  const { sid } = signer;
  // Byte for byte: pkijs takes names that differ in letter case for equal.
  const isNamed =
    sid instanceof IssuerAndSerialNumber &&
    own.some((each) => equal(new Uint8Array(sid.toSchema().toBER()), issuerAndSerial(derOf(each))));
  const content = signedData.toSchema(true);
  const written = new ContentInfo({ contentType: ContentInfo.SIGNED_DATA, content });
  return (
    isNamed &&
    own.length === certificates.length &&
    digestAlgorithms.length === 1 &&
    digestAlgorithm.algorithmId === signer.digestAlgorithm.algorithmId &&
    [digestAlgorithm, signer.digestAlgorithm, signer.signatureAlgorithm].every(isPlain) &&
    signer.unsignedAttrs === undefined &&
    signedData.version === TOKEN_VERSION &&
    signer.version === SIGNER_VERSION &&
    (issuers === undefined || areIssued(own.map(derOf), issuers)) &&
    equal(new Uint8Array(written.toSchema().toBER()), der)
  );
}

/** The certificates of a delegated responder have to be issued by somebody known (DER). */
function isBareOcsp(der: Uint8Array, issuers: readonly Uint8Array[]): boolean {
  const response = OCSPResponse.fromBER(new Uint8Array(der));
  const inner = response.responseBytes?.response.valueBlock.valueHexView ?? new Uint8Array();
  const basic = BasicOCSPResponse.fromBER(new Uint8Array(inner));
  return (
    isPlain(basic.signatureAlgorithm) &&
    areIssued((basic.certs ?? []).map(derOf), issuers) &&
    equal(new Uint8Array(basic.toSchema().toBER()), inner) &&
    equal(new Uint8Array(response.toSchema().toBER()), der)
  );
}

/** Whether an answer about revocation that holds could not be another way and still hold. */
export function isBareAnswer(
  { type, der }: RevocationAnswer,
  issuers: readonly Uint8Array[],
): boolean {
  if (type === 'ocsp') return isBareOcsp(der, issuers);
  const list = CertificateRevocationList.fromBER(new Uint8Array(der));
  return (
    isPlain(list.signatureAlgorithm) &&
    list.signature.algorithmId === list.signatureAlgorithm.algorithmId &&
    equal(new Uint8Array(list.toSchema().toBER()), der)
  );
}

const neverSigns = async (): Promise<never> => {
  throw new Error('Who checks a seal has no key.');
};

/** Whether the CMS of a seal is the very one that our sealer writes for what it says. */
export function isOwnCms(contents: Uint8Array, cms: VerifiedCms, covered: Uint8Array): boolean {
  const { certificates, signature, token } = cms;
  const isRsa = new X509Certificate(cms.leaf).publicKey.asymmetricKeyType === 'rsa';
  if (!isRsa && !isLow(signature)) return false;
  const key = { certificates, keyType: isRsa ? 'RSA' : 'EC', sign: neverSigns } as const;
  const messageDigest = digestOf('SHA-256', covered);
  const written = encodeCms(key, { messageDigest, signature, token });
  return equal(contents.subarray(0, written.length), written) && isPadded(contents, written.length);
}
