/** How a signature that is not ours is told: what anyone may know of it, and nothing more. */
import type { Zone } from '../domain/deadline.ts';
import { localTime } from '../domain/wording.ts';
import type { FoundSignature } from '../ports-seal.ts';

/** More signatures than a person would read; who has more to check has other means. */
const MAX_TOLD = 20;

/** Longest name that a certificate may have (RFC 5280, appendix A.1: ub-common-name), doubled. */
const MAX_NAME = 128;

/**
 * Numbers of persons, however their digits are grouped: NIK has 16 digits, NIP 18, and both hold the
 * date of birth.
 */
const PERSON_NUMBER = /\p{Nd}(?:[\s.,/_\p{Pd}]{0,3}\p{Nd}){15,}/gu;
const ALL_BUT_FOUR_DIGITS = /\p{Nd}(?=(?:\P{Nd}*\p{Nd}){4})/gu;
const ADDRESS = /[^\s<>()]+@[^\s<>()]+/g;
/** Characters that are not seen, or that turn the direction of the text around them. */
const UNSEEN = /[\p{Cc}\p{Cf}]/gu;

/** Times outside of these years are no times of a signature, whatever it claims. */
const PLAUSIBLE = /^[12]\d{3}-\d{2}-\d{2}T[\d:.]+Z$/;

/** A name from a certificate, without what would help a stranger: addresses, numbers of persons. */
export const publicName = (name: string): string =>
  name
    .replace(UNSEEN, '')
    .replace(ADDRESS, '…')
    .replace(PERSON_NUMBER, (number) => number.replace(ALL_BUT_FOUR_DIGITS, '•'))
    .slice(0, MAX_NAME)
    .toWellFormed();

const plausible = (at: string | undefined): string | null =>
  at !== undefined && PLAUSIBLE.test(at) && !Number.isNaN(Date.parse(at)) ? at : null;

export type ToldSignature = {
  readonly kind: FoundSignature['kind'];
  /** Null when the certificate cannot be read. */
  readonly by: string | null;
  /** ISO 8601 UTC; what it claims of itself unless `stampedBy` vouches for it. */
  readonly at: string | null;
  readonly stampedBy: string | null;
  readonly holds: boolean;
  readonly trusted: boolean;
  /** Nothing follows that it does not cover; what does may be proofs, or may change what is read. */
  readonly coversFile: boolean;
};

function told(found: FoundSignature): ToldSignature {
  const { kind, by, claimedAt, stamped, holds, isTrusted } = found;
  const vouched = stamped?.isTrusted ? stamped : undefined;
  return {
    kind,
    by: publicName(by) || null,
    at: plausible(vouched?.at ?? claimedAt),
    stampedBy: vouched ? publicName(vouched.by) : null,
    holds,
    trusted: holds && isTrusted,
    coversFile: holds && found.coversWholeFile,
  };
}

/** For programs: the first of them, in the order of the file. */
export const toldSignatures = (found: readonly FoundSignature[]): readonly ToldSignature[] =>
  found.slice(0, MAX_TOLD).map(told);

/** For people: times as they are read in `zone`. */
export const otherViews = (signatures: readonly ToldSignature[], zone: Zone) =>
  signatures.map((signature) => ({
    ...signature,
    at: signature.at && localTime(signature.at, zone),
  }));
