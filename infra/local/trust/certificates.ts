/** The trial authority's certificates: its own, and those it issues to seal, stamp and answer. */
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  AuthorityInfoAccessExtension,
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  CRLDistributionPointsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A certificate and its private key. */
export type Certified = {
  readonly certificate: X509Certificate;
  readonly key: webcrypto.CryptoKey;
};

export type KeyType = 'RSA' | 'EC';

/** Whom a certificate is for, and what it may be used for. */
export type Holder = {
  readonly commonName: string;
  /** Organization; cut at 64 characters. */
  readonly organization: string;
  readonly keyType: KeyType;
  /** Start of validity. */
  readonly now: Date;
  readonly extensions: readonly Extension[];
};

const COUNTRY = 'ID';
const VALID_YEARS = 3;

/** The longest organization name that RFC 5280, appendix A.1 allows. */
const MAX_ORGANIZATION_LENGTH = 64;

const ALGORITHMS = {
  RSA: {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  },
  EC: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
} as const;

/** RFC 6960, section 4.2.2.2.1; its value is NULL. */
const OCSP_NO_CHECK = '1.3.6.1.5.5.7.48.1.5';
const DER_NULL = new Uint8Array([5, 0]);

const leafUse = (flags: number): readonly Extension[] => [
  new BasicConstraintsExtension(false, undefined, true),
  new KeyUsagesExtension(flags, true),
];

/** Extensions of an authority that issues leaves alone. */
export const AUTHORITY_USE: readonly Extension[] = [
  new BasicConstraintsExtension(true, 0, true),
  new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
];

export const SEAL_USE: readonly Extension[] = leafUse(
  KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation,
);

/** RFC 3161, section 2.3: for stamping time alone, and critically so. */
export const TIMESTAMP_USE: readonly Extension[] = [
  ...leafUse(KeyUsageFlags.digitalSignature),
  new ExtendedKeyUsageExtension([ExtendedKeyUsage.timeStamping], true),
];

/** RFC 6960, section 4.2.2.2: answers for the authority, and nobody need ask about it in turn. */
export const RESPONDER_USE: readonly Extension[] = [
  ...leafUse(KeyUsageFlags.digitalSignature),
  new ExtendedKeyUsageExtension([ExtendedKeyUsage.ocspSigning]),
  new Extension(OCSP_NO_CHECK, false, DER_NULL),
];

/** Tells a checker of a certificate whom to ask whether it has been revoked. */
export const askedAt = (ocsp: string, crl: string): readonly Extension[] => [
  new AuthorityInfoAccessExtension({ ocsp: [ocsp] }),
  new CRLDistributionPointsExtension([crl]),
];

function subject({ commonName, organization }: Holder) {
  const cut = [...organization].slice(0, MAX_ORGANIZATION_LENGTH).join('');
  return [{ C: [COUNTRY] }, { O: [cut] }, { CN: [commonName] }];
}

function validity(now: Date) {
  const notAfter = new Date(now);
  notAfter.setUTCFullYear(now.getUTCFullYear() + VALID_YEARS);
  return { notBefore: now, notAfter };
}

/** Makes a key and a certificate for it (three years), issued by `issuer`, else by itself. */
export async function certify(holder: Holder, issuer?: Certified): Promise<Certified> {
  const algorithm = ALGORITHMS[holder.keyType];
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const authority = issuer ?? { key: keys.privateKey };
  const authorityKey = issuer?.certificate.publicKey ?? keys.publicKey;
  const certificate = await X509CertificateGenerator.create({
    subject: subject(holder),
    issuer: issuer?.certificate.subjectName ?? subject(holder),
    publicKey: keys.publicKey,
    signingKey: authority.key,
    signingAlgorithm: { hash: 'SHA-256', name: authority.key.algorithm.name },
    ...validity(holder.now),
    extensions: [
      ...holder.extensions,
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(authorityKey),
    ],
  });
  return { certificate, key: keys.privateKey };
}

export const derOf = ({ certificate }: Pick<Certified, 'certificate'>): Uint8Array =>
  new Uint8Array(certificate.rawData);

/** One PEM bundle: private key (PKCS#8), its certificate, then those of `chain`. */
export async function toPem(
  { certificate, key }: Certified,
  chain: readonly X509Certificate[] = [],
): Promise<string> {
  const privateKey = await webcrypto.subtle.exportKey('pkcs8', key);
  const certificates = [certificate, ...chain].map((each) => each.toString('pem'));
  return [PemConverter.encode(privateKey, 'PRIVATE KEY'), ...certificates, ''].join('\n');
}

/** Reads what `toPem` has written. */
export async function fromPem(pem: string): Promise<Certified> {
  const [privateKey, certificateDer] = PemConverter.decode(pem);
  if (privateKey === undefined || certificateDer === undefined)
    throw new Error('The PEM bundle of the trial authority is incomplete.');
  const certificate = new X509Certificate(certificateDer);
  const { name } = certificate.publicKey.algorithm;
  const algorithm = name === ALGORITHMS.EC.name ? ALGORITHMS.EC : ALGORITHMS.RSA;
  const key = await webcrypto.subtle.importKey('pkcs8', privateKey, algorithm, true, ['sign']);
  return { certificate, key };
}
