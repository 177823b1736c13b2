/**
 * Certified signatures (tanda tangan elektronik tersertifikasi, PP 71/2019 art. 60): who makes them,
 * why one is refused, whose name is whose, and on which file the next one is made.
 */
import type { DocumentState } from './document.ts';
import type { Refusal } from './refusal.ts';
import { certifiedKey, unsignedKey } from './storage-key.ts';

/** Providers that can sign for an agency: `bsre` is Balai Besar Sertifikasi Elektronik, BSSN. */
export const CERTIFIERS = ['bsre'] as const;
export type CertifierName = (typeof CERTIFIERS)[number];

/** A signature that a provider has appended to `base`, the file as it was before (SHA-256, hex). */
export type Certification = {
  readonly provider: CertifierName;
  readonly base: string;
  /** Of the file with the signature. */
  readonly sha256: string;
  /** The name in the certificate, where it is not the signatory's (see `otherName`). */
  readonly otherName?: string | undefined;
};

/** Why a provider's signature could not be had. */
export type CertifierRefusal =
  | 'certificateExpired'
  | 'certificateToRenew'
  | 'certificateInReview'
  | 'certificateNotIssued'
  | 'certificateMissing'
  | 'certificateUnregistered'
  | 'certificateSuspended'
  | 'certificateRevoked'
  | 'wrongPassphrase'
  /** No answer: the signature may or may not have been made. */
  | 'certifierSilent'
  /** An answer that cannot be used. */
  | 'certifierFault';

/** The file that the next certified signature, and in the end the seal, is appended to. */
export function fileToSeal({
  draft,
  unsigned,
  certifiedSha256,
}: DocumentState): { readonly sha256: string; readonly key: string } | undefined {
  if (unsigned === undefined) return undefined;
  return certifiedSha256 === undefined
    ? { sha256: unsigned.sha256, key: unsignedKey(draft.id, unsigned.sha256) }
    : { sha256: certifiedSha256, key: certifiedKey(draft.id, certifiedSha256) };
}

/** Why a signature is not the one that the document asks for; undefined when it is. */
export function certificationFault(
  state: DocumentState,
  certified: Certification | undefined,
): Refusal | undefined {
  if (certified?.provider !== state.draft.agency.certifier) return { reason: 'notCertified' };
  // Somebody has signed in between: this file lacks their signature.
  const isNext = certified === undefined || certified.base === fileToSeal(state)?.sha256;
  return isNext ? undefined : { reason: 'contended' };
}

/** Titles that stand before a name; any other abbreviation is a part of it. */
const TITLES: readonly string[] = ['dr', 'drg', 'drs', 'dra', 'ir', 'prof', 'h', 'hj', 'kh'];

const wordsOf = (name: string): readonly string[] =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .split(/\s+/)
    .map((word) => word.replace(/[^\p{Letter}]/gu, ''))
    .filter((word) => word !== '');

/** "Dr. H. Ahmad Ma'ruf, S.E., M.Si." → "ahmad maruf" and the degrees "se", "msi" after a comma. */
function partsOf(full: string) {
  const [name = '', ...degrees] = full.split(',');
  return {
    name: wordsOf(name).filter((word) => !TITLES.includes(word)),
    degrees: degrees.flatMap(wordsOf),
  };
}

/** Whether two writings are of one name: titles, degrees and their commas may be on one of them only. */
export function isSameName(one: string, other: string): boolean {
  const [first, second] = [partsOf(one), partsOf(other)];
  const known = new Set([...first.degrees, ...second.degrees]);
  const plain = ({ name }: typeof first): string =>
    name.filter((word) => !known.has(word)).join(' ');
  return plain(first) !== '' && plain(first) === plain(second);
}

/**
 * The name in a certificate where it is not the signatory's as it is written. No reason to refuse
 * what the account of the person has signed: names are shortened and spelt in many ways.
 */
export const otherName = (certified: string, signer: string): string | undefined =>
  isSameName(certified, signer) ? undefined : certified;
