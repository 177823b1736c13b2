/** The laptop's sealing certificate: made at first start, and plainly named a trial. */
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

const AUTHORITY_NAME = 'Otoritas Uji Coba Piagam';
const SEAL_NAME = 'Segel Uji Coba Piagam';
const COUNTRY = 'ID';
const VALID_YEARS = 3;

/** The longest organization name that RFC 5280, appendix A.1 allows. */
const MAX_ORGANIZATION_LENGTH = 64;

const ALGORITHM = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};

const makeKeys = () => webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

function subject(commonName: string, agencyName: string) {
  const organization = [...agencyName].slice(0, MAX_ORGANIZATION_LENGTH).join('');
  return [{ C: [COUNTRY] }, { O: [organization] }, { CN: [commonName] }];
}

const validity = (now: Date) => {
  const notAfter = new Date(now);
  notAfter.setUTCFullYear(now.getUTCFullYear() + VALID_YEARS);
  return { notBefore: now, notAfter };
};

/**
 * Makes a trial authority and a sealing certificate (RSA-2048, three years) under it.
 *
 * @param agencyName becomes the organization of both, cut at 64 characters.
 * @param now start of validity.
 * @returns one PEM bundle: private key (PKCS#8), sealing certificate, authority certificate.
 */
export async function makeSealCertificate(agencyName: string, now: Date): Promise<string> {
  const [authority, seal] = await Promise.all([makeKeys(), makeKeys()]);
  const make = async (commonName: string, keys: webcrypto.CryptoKeyPair, extensions: Extension[]) =>
    X509CertificateGenerator.create({
      subject: subject(commonName, agencyName),
      issuer: subject(AUTHORITY_NAME, agencyName),
      publicKey: keys.publicKey,
      signingKey: authority.privateKey,
      signingAlgorithm: ALGORITHM,
      ...validity(now),
      extensions: [
        ...extensions,
        await SubjectKeyIdentifierExtension.create(keys.publicKey),
        await AuthorityKeyIdentifierExtension.create(authority.publicKey),
      ],
    });
  const sealUsage = KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation;
  const authorityUsage = KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign;
  const sealCertificate = await make(SEAL_NAME, seal, [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(sealUsage, true),
  ]);
  const authorityCertificate = await make(AUTHORITY_NAME, authority, [
    new BasicConstraintsExtension(true, 0, true),
    new KeyUsagesExtension(authorityUsage, true),
  ]);
  const privateKey = await webcrypto.subtle.exportKey('pkcs8', seal.privateKey);
  const pem = PemConverter.encode(privateKey, 'PRIVATE KEY');
  return [pem, sealCertificate.toString('pem'), authorityCertificate.toString('pem'), ''].join(
    '\n',
  );
}
