/** The check of one timestamp (RFC 3161): what it vouches for, who vouches, and if it is true. */
import { X509Certificate } from 'node:crypto';
import { ObjectIdentifier, OctetString } from 'asn1js';
import {
  type Attribute,
  Certificate,
  ContentInfo,
  ExtKeyUsage,
  type PublicKeyInfo,
  SignedData,
  type SignerInfo,
  TSTInfo,
} from 'pkijs';
import { identifies, onlyValue } from './pades-attributes.ts';
import { equal } from './pades-bytes.ts';
import { chainOf, nameOf, validAt } from './pades-chain.ts';
import { digestName, digestOf, signatureHolds } from './pades-signature.ts';

/** The token is not a good one; the message says what is wrong with it. */
export class TokenFault extends Error {
  override readonly name = 'TokenFault';
}

/** What a token has to vouch for. */
export type TokenDemand = {
  /** The digest of what was stamped, by its algorithm as `digestOf` names it; none for a wrong one. */
  readonly imprint: (algorithm: string) => Uint8Array | undefined;
  /** Certificates (DER) of authorities that are trusted. */
  readonly trust: readonly Uint8Array[];
  /** Certificates (DER) known from elsewhere, such as the file the token lies in. */
  readonly pool?: readonly Uint8Array[] | undefined;
  /** The number of our own request; a token found in a file answers to nobody. */
  readonly nonce?: bigint | undefined;
  /** Object identifier of the policy that was asked for. */
  readonly policy?: string | undefined;
};

/** What we have stamped ourselves, which is a SHA-256 and nothing else. */
export const onlySha256 =
  (digest: Uint8Array): TokenDemand['imprint'] =>
  (algorithm) =>
    algorithm === 'SHA-256' ? digest : undefined;

/** A token that holds; whether its authority is trusted is a question of its own. */
export type CheckedToken = {
  /** The time it vouches for, ISO 8601 UTC. */
  readonly at: string;
  /** Common name of the certificate that signed it. */
  readonly by: string;
  readonly isTrusted: boolean;
  /** From the signing certificate to the trusted one (DER); the first alone without trust. */
  readonly chain: readonly Uint8Array[];
};

const OID = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  extendedKeyUsage: '2.5.29.37',
  timeStamping: '1.3.6.1.5.5.7.3.8',
} as const;

function demand(condition: boolean, fault: string): asserts condition {
  if (!condition) throw new TokenFault(fault);
}

type Parsed = {
  readonly content: Uint8Array;
  readonly info: TSTInfo;
  readonly signer: SignerInfo;
  readonly attributes: readonly Attribute[];
  /** DER. */
  readonly certificates: readonly Uint8Array[];
};

/** One signer over one TSTInfo, as RFC 3161, section 2.4.2 wants it. */
function parse(der: Uint8Array): Parsed {
  const signedData = new SignedData({ schema: ContentInfo.fromBER(der).content });
  const { eContentType, eContent } = signedData.encapContentInfo;
  demand(eContentType === OID.tstInfo && eContent !== undefined, 'it is not a timestamp');
  const [signer, ...others] = signedData.signerInfos;
  demand(signer !== undefined && others.length === 0, 'it does not have exactly one signer');
  const content = new Uint8Array(eContent.getValue());
  const certificates = (signedData.certificates ?? []).flatMap((candidate) =>
    candidate instanceof Certificate ? [new Uint8Array(candidate.toSchema().toBER())] : [],
  );
  const attributes = signer.signedAttrs?.attributes ?? [];
  return { content, info: TSTInfo.fromBER(content), signer, attributes, certificates };
}

function demandAnswer({ info }: Parsed, { imprint, nonce, policy }: TokenDemand): void {
  const { hashAlgorithm, hashedMessage } = info.messageImprint;
  const algorithm = digestName(hashAlgorithm.algorithmId);
  const expected = algorithm === undefined ? undefined : imprint(algorithm);
  demand(
    expected !== undefined && equal(hashedMessage.valueBlock.valueHexView, expected),
    'it stamps another imprint',
  );
  demand(nonce === undefined || info.nonce?.toBigInt() === nonce, 'it answers another nonce');
  demand(policy === undefined || info.policy === policy, `it was made under policy ${info.policy}`);
}

/** The certificate that the signed attributes name, which no forger can exchange for another. */
function signingCertificate(token: Parsed, pool: readonly Uint8Array[]): Uint8Array {
  const older = onlyValue(token.attributes, OID.signingCertificate);
  const newer = onlyValue(token.attributes, OID.signingCertificateV2);
  demand(older !== undefined || newer !== undefined, 'it does not name its certificate');
  const found = [...token.certificates, ...pool].find(
    (der) =>
      (newer === undefined || identifies(newer, der)) &&
      (older === undefined || identifies(older, der, 'SHA-1')),
  );
  demand(found !== undefined, 'its certificate is not to be found');
  return found;
}

/** RFC 3161, section 2.3: it is for stamping time, critically so, and for nothing else. */
function demandStampingUse(certificate: Certificate): void {
  const use = certificate.extensions?.find(({ extnID }) => extnID === OID.extendedKeyUsage);
  const purposes = use?.parsedValue instanceof ExtKeyUsage ? use.parsedValue.keyPurposes : [];
  demand(
    use?.critical === true && purposes.length === 1 && purposes[0] === OID.timeStamping,
    'its certificate is not one for stamping time alone',
  );
}

async function demandSigned({ content, signer, attributes }: Parsed, key: PublicKeyInfo) {
  const { digestAlgorithm, signatureAlgorithm, signature, signedAttrs } = signer;
  const digest = digestName(digestAlgorithm.algorithmId);
  demand(digest !== undefined, 'its digest algorithm is not accepted');
  const contentType = onlyValue(attributes, OID.contentType);
  demand(
    contentType instanceof ObjectIdentifier && contentType.getValue() === OID.tstInfo,
    'its signature is not over a timestamp',
  );
  const messageDigest = onlyValue(attributes, OID.messageDigest);
  demand(
    messageDigest instanceof OctetString &&
      equal(messageDigest.valueBlock.valueHexView, digestOf(digest, content)),
    'its content is not what was signed',
  );
  const data = new Uint8Array(signedAttrs?.encodedValue ?? new ArrayBuffer());
  const signed = { data, signature, signatureAlgorithm, digestAlgorithm, publicKey: key };
  demand(await signatureHolds(signed), 'its signature is not valid');
}

async function check(der: Uint8Array, wanted: TokenDemand): Promise<CheckedToken> {
  const token = parse(der);
  demandAnswer(token, wanted);
  const pool = [...token.certificates, ...(wanted.pool ?? [])];
  const leaf = signingCertificate(token, wanted.pool ?? []);
  const certificate = Certificate.fromBER(leaf);
  demandStampingUse(certificate);
  await demandSigned(token, certificate.subjectPublicKeyInfo);
  const at = token.info.genTime;
  demand(validAt(new X509Certificate(leaf), at), 'its certificate was not valid at that time');
  const chain = chainOf(leaf, { pool, anchors: wanted.trust, at });
  const isTrusted = chain !== undefined;
  return { at: at.toISOString(), by: nameOf(leaf), isTrusted, chain: chain ?? [leaf] };
}

/**
 * Checks a TimeStampToken: imprint, nonce and policy where asked for, the signing certificate and
 * its use, validity at the time of the stamp, digest and signature (RFC 3161, RFC 5816).
 *
 * @param der may be followed by the zeros of its room in a PDF.
 * @throws TokenFault for whatever is wrong, also when it cannot be read; never anything else. An
 * authority that is not trusted is no fault here.
 */
export async function checkToken(der: Uint8Array, wanted: TokenDemand): Promise<CheckedToken> {
  try {
    return await check(der, wanted);
  } catch (cause) {
    if (cause instanceof TokenFault) throw cause;
    throw new TokenFault('it cannot be read', { cause });
  }
}
