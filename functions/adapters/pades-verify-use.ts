/** What a certificate may be used for: whether it may sign a document. */
import { X509Certificate } from 'node:crypto';
import type { BitString } from 'asn1js';
import { Certificate } from 'pkijs';

const KEY_USAGE = '2.5.29.15';

/** KeyUsage: digitalSignature (bit 0) and nonRepudiation (bit 1), RFC 5280, section 4.2.1.3. */
const SIGNS = 0b1100_0000;

/** Purposes that have nothing to do with documents (RFC 5280, section 4.2.1.12; RFC 6960). */
const OTHER_PURPOSES: ReadonlySet<string> = new Set([
  '1.3.6.1.5.5.7.3.1', // TLS server
  '1.3.6.1.5.5.7.3.2', // TLS client
  '1.3.6.1.5.5.7.3.3', // code
  '1.3.6.1.5.5.7.3.8', // time stamping
  '1.3.6.1.5.5.7.3.9', // OCSP responses
]);

/** A certificate that does not say what its key is for restricts nothing. */
function hasSigningKey(der: Uint8Array): boolean {
  const usage = Certificate.fromBER(der).extensions?.find(({ extnID }) => extnID === KEY_USAGE);
  if (usage === undefined) return true;
  const bits: BitString | undefined = usage.parsedValue;
  return ((bits?.valueBlock.valueHexView[0] ?? 0) & SIGNS) !== 0;
}

/**
 * Whether a certificate (DER) may sign documents: its key is for digital signatures or for
 * non-repudiation (EN 319 412-2, clause 4.3.2), and its purposes, when it names any, are not all of
 * another kind, so that no authority's web server can seal. Never throws: what cannot be read may not.
 */
export function maySign(der: Uint8Array): boolean {
  try {
    const purposes = new X509Certificate(der).keyUsage ?? [];
    const isForOthers = purposes.length > 0 && purposes.every((each) => OTHER_PURPOSES.has(each));
    return hasSigningKey(der) && !isForOthers;
  } catch {
    return false;
  }
}
