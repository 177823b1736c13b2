/** Whether validation data shows, by signatures of its own, that no certificate of a chain was revoked. */
import { X509Certificate } from 'node:crypto';
import type { Issued, RevocationAnswer } from '../ports-seal.ts';
import { has } from './pades-bytes.ts';
import { type RevocationStatus, readAnswer, speaksFor } from './pades-revocation-check.ts';
import type { ValidationData } from './pades-scan-dss.ts';
import { isBareAnswer } from './pades-verify-form.ts';

const answersIn = ({ ocsps, crls }: ValidationData): readonly RevocationAnswer[] => [
  ...ocsps.map((der) => ({ type: 'ocsp', der }) as const),
  ...crls.map((der) => ({ type: 'crl', der }) as const),
];

/** A response holds the serial number of whom it is about; one without need not be read. */
function mayBeAbout({ type, der }: RevocationAnswer, certificate: Uint8Array): boolean {
  const serial = Buffer.from(new X509Certificate(certificate).serialNumber, 'hex');
  return type === 'crl' || Buffer.from(der).includes(serial);
}

/** All that is said in `data` of one certificate, by whoever may say it. */
async function statusesOf(
  data: ValidationData,
  issued: Issued,
): Promise<readonly RevocationStatus[]> {
  const answers = answersIn(data).filter((answer) => mayBeAbout(answer, issued.certificate));
  const statuses = await Promise.all(
    answers.map((answer) => readAnswer(answer, issued).catch(() => undefined)),
  );
  return statuses.filter((status) => status !== undefined);
}

/**
 * Whether an answer says that a certificate of `chain` has been revoked, whenever that was: nobody
 * shall have to argue about the time. A chain without answers is not.
 *
 * @param chain as for `isVouchedFor`. Never throws.
 */
export async function isRevokedBy(
  chain: readonly Uint8Array[],
  data: ValidationData,
): Promise<boolean> {
  for (const [index, certificate] of chain.entries()) {
    const issuer = chain[index + 1];
    if (issuer === undefined) return false;
    const about = await statusesOf(data, { certificate, issuer });
    if (about.some(({ isRevoked }) => isRevoked)) return true;
  }
  return false;
}

/**
 * Whether every certificate of `chain` but the last, which is trusted as it is, has an answer that
 * says "good" for its use at `at`. That each is answered for, and not that there is some answer, is
 * what makes the level B-LT (EN 319 142-1, clause 6.3).
 *
 * @param chain DER, from the leaf to the trusted certificate. Never throws.
 */
export async function isVouchedFor(
  chain: readonly Uint8Array[],
  data: ValidationData,
  at: Date,
): Promise<boolean> {
  for (const [index, certificate] of chain.entries()) {
    const issuer = chain[index + 1];
    if (issuer === undefined) return true;
    const about = await statusesOf(data, { certificate, issuer });
    const isGood = about.some((status) => !status.isRevoked && speaksFor(status, at));
    if (!isGood || about.some(({ isRevoked }) => isRevoked)) return false;
  }
  return true;
}

/** Each certificate of `chains` with its issuer, once: many timestamps are of one authority. */
function issuedIn(chains: readonly (readonly Uint8Array[])[]): readonly Issued[] {
  const issued = chains.flatMap((chain) =>
    chain.slice(1).map((issuer, index) => ({ certificate: chain[index] ?? issuer, issuer })),
  );
  const named = ({ certificate, issuer }: Issued): string =>
    Buffer.concat([certificate, issuer]).toString('base64');
  return [...new Map(issued.map((one) => [named(one), one])).values()];
}

/**
 * Whether all of the validation data is needed and as it was: each certificate is one of `chains`,
 * and each answer is about one of them, by somebody who may give it. What is not could be anything.
 */
export async function isAllNeeded(
  data: ValidationData,
  chains: readonly (readonly Uint8Array[])[],
): Promise<boolean> {
  const used = chains.flat();
  const pairs = issuedIn(chains);
  if (!data.certificates.every((one) => has(used, one))) return false;
  for (const answer of answersIn(data)) {
    const asked = pairs.filter(({ certificate }) => mayBeAbout(answer, certificate));
    const about = await Promise.all(
      asked.map((issued) => readAnswer(answer, issued).catch(() => undefined)),
    );
    // A list may be read for whoever has the issuer; a response is about one certificate alone.
    if (about.every((status) => status === undefined) || !isBareAnswer(answer, used)) return false;
  }
  return true;
}
