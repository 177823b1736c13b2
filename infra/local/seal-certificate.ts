/** A sealing certificate for trials that stands alone: nobody can be asked about it. */
import { AUTHORITY_USE, certify, SEAL_USE, toPem } from './trust/certificates.ts';
import { AUTHORITY_NAME, SEAL_NAME } from './trust/keep.ts';

/**
 * Makes a trial authority and a sealing certificate (RSA-2048, three years) under it.
 *
 * @param organization stands in both, cut at 64 characters.
 * @param now start of validity.
 * @returns one PEM bundle: private key (PKCS#8), sealing certificate, authority certificate.
 */
export async function makeSealCertificate(organization: string, now: Date): Promise<string> {
  const shared = { organization, keyType: 'RSA', now } as const;
  const authority = await certify({
    ...shared,
    commonName: AUTHORITY_NAME,
    extensions: AUTHORITY_USE,
  });
  const seal = { ...shared, commonName: SEAL_NAME, extensions: SEAL_USE };
  return toPem(await certify(seal, authority), [authority.certificate]);
}
