/** The certificates of a sealing key: in order from the leaf up, and fit for a seal. */
import { X509Certificate } from 'node:crypto';
import { BitString } from 'asn1js';
import { Certificate } from 'pkijs';
import type { SealKey } from '../ports-seal.ts';
import { type KeyPair, SealKeyError } from './key-pair.ts';

const CERTIFICATE_PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

const KEY_USAGE_OID = '2.5.29.15';
/** RFC 5280, section 4.2.1.3: the first two bits of the usage, digitalSignature and nonRepudiation. */
const SIGNS = 0b1100_0000;

/** Each once: bundles put together from several files often hold one twice. */
function certificatesIn(pem: string): readonly X509Certificate[] {
  try {
    const all = (pem.match(CERTIFICATE_PEM) ?? []).map((block) => new X509Certificate(block));
    return [...new Map(all.map((one) => [one.fingerprint256, one])).values()];
  } catch (cause) {
    throw new SealKeyError('There is an unreadable certificate.', { cause });
  }
}

/** A subject or issuer on one line. */
const oneLine = (name: string): string => name.replaceAll('\n', ', ');

const isIssuedBy = (certificate: X509Certificate, issuer: X509Certificate): boolean =>
  certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);

/** The chain with all that lies above it. */
function climb(
  chain: readonly [X509Certificate, ...X509Certificate[]],
  pool: readonly X509Certificate[],
): readonly X509Certificate[] {
  const top = chain.at(-1) ?? chain[0];
  const issuer = pool.find((other) => !chain.includes(other) && isIssuedBy(top, other));
  return issuer === undefined ? chain : climb([...chain, issuer], pool);
}

function demandComplete(
  chain: readonly X509Certificate[],
  certificates: readonly X509Certificate[],
): void {
  const [leaf, issuer] = chain;
  if (leaf !== undefined && issuer === undefined && !isIssuedBy(leaf, leaf))
    throw new SealKeyError(`The certificate of the issuer is missing: ${oneLine(leaf.issuer)}.`);
  const stranger = certificates.find((certificate) => !chain.includes(certificate));
  if (stranger !== undefined)
    throw new SealKeyError(
      `A certificate is not in the chain, or one below it is missing: ${oneLine(stranger.subject)}.`,
    );
}

/** RFC 5280, section 4.2.1.3: without the extension a certificate may be used for anything. */
function maySign(leaf: X509Certificate): boolean {
  const { extensions = [] } = Certificate.fromBER(leaf.raw);
  const usage = extensions.find(({ extnID }) => extnID === KEY_USAGE_OID)?.parsedValue;
  if (!(usage instanceof BitString)) return true;
  return ((usage.valueBlock.valueHexView[0] ?? 0) & SIGNS) !== 0;
}

/**
 * Joins a key pair and its certificates, which may be in any order; the root may be left out.
 *
 * @param pem certificates in PEM, nothing else in it is looked at.
 * @throws SealKeyError when none of the certificates is the key's, the chain has a gap or a
 * certificate too many, one has expired, or the key's own is not for signing.
 */
export function withCertificates({ publicKey, keyType, sign }: KeyPair, pem: string): SealKey {
  const certificates = certificatesIn(pem);
  if (certificates.length === 0) throw new SealKeyError('There is no certificate.');
  const leaf = certificates.find((certificate) => certificate.publicKey.equals(publicKey));
  if (leaf === undefined)
    throw new SealKeyError('The key and the certificates do not belong together.');
  const chain = climb([leaf], certificates);
  demandComplete(chain, certificates);
  const expired = chain.find((certificate) => certificate.validToDate < new Date());
  if (expired !== undefined)
    throw new SealKeyError(
      `A certificate expired on ${expired.validToDate.toISOString()}: ${oneLine(expired.subject)}.`,
    );
  if (!maySign(leaf))
    throw new SealKeyError(
      'The usage of the sealing certificate is neither digitalSignature nor nonRepudiation.',
    );
  return { certificates: chain.map((certificate) => certificate.raw), keyType, sign };
}
