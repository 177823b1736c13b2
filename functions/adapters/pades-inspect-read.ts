/** Reads the signatures of any PDF and judges each: whether it holds, whom it leads to, and since when. */
import { X509Certificate } from 'node:crypto';
import { chainOf } from './pades-chain.ts';
import { type Carried, carriedIn } from './pades-inspect-carried.ts';
import { latin1, type ScannedSignature, scanSignatures } from './pades-scan.ts';
import { digestOf } from './pades-signature.ts';
import { type CheckedToken, checkToken } from './pades-token.ts';
import { SUB_FILTER_CADES, type VerifiedCms, verifyCms } from './pades-verify.ts';
import { areIssued, derLength, isBareToken, isOwnCms, isPadded } from './pades-verify-form.ts';
import { maySign } from './pades-verify-use.ts';

/** Whom to believe. */
export type Trust = {
  /** Certificates (DER) that are trusted because the operator says so. */
  readonly anchors: readonly Uint8Array[];
  /** Other certificates (DER) that may lie between. */
  readonly intermediates: readonly Uint8Array[];
};

/** A signature with what its CMS says; without it when that cannot be read. */
export type ReadSignature = {
  readonly kind: 'signature';
  readonly scanned: ScannedSignature;
  readonly cms: VerifiedCms | undefined;
  /** The timestamp it carries, when that holds. */
  readonly stamp: CheckedToken | undefined;
  readonly carried: Carried;
};

/** A document timestamp; without what it vouches for when it does not hold. */
export type ReadTimestamp = {
  readonly kind: 'timestamp';
  readonly scanned: ScannedSignature;
  readonly stamp: CheckedToken | undefined;
};

export type Read = ReadSignature | ReadTimestamp;

const SUB_FILTER_TIMESTAMP = '/ETSI.RFC3161';
const READABLE: ReadonlySet<string> = new Set([SUB_FILTER_CADES, '/adbe.pkcs7.detached']);

/** How the reason of our seals ends, which names the evidence (see `functions/seal`). */
export const OWN_REASON = /; bukti SHA-256 ([0-9a-f]{64})$/;

/** Bytes that are digested for all signatures of a file together; a large sealed one takes 10 MB. */
const MAX_DIGESTED_BYTES = 512 * 2 ** 20;

/** CMS that is parsed for all signatures of a file together; those of ours have 10 kB each. */
const MAX_PARSED_BYTES = 8 * 2 ** 20;

/** Everything that a signature is about: its revision of the file but the room of its CMS. */
const coveredBy = (pdf: Uint8Array, { start, after, end }: ScannedSignature): Uint8Array =>
  Buffer.concat([pdf.subarray(0, start), pdf.subarray(after, end)]);

/** What the signatures of one file are read with. */
type Reading = { readonly trust: Trust; readonly carried: Carried };

/** What a token vouches for, when it holds; a revoked authority is not trusted. */
async function stampOf(
  token: Uint8Array | undefined,
  stamped: Uint8Array,
  { trust: { anchors: trust, intermediates: pool }, carried }: Reading,
): Promise<CheckedToken | undefined> {
  if (token === undefined) return undefined;
  const imprint = (algorithm: string): Uint8Array => digestOf(algorithm, stamped);
  const stamp = await checkToken(token, { imprint, trust, pool }).catch(() => undefined);
  if (!stamp?.isTrusted || !(await carried.isRevoked(stamp.chain))) return stamp;
  return { ...stamp, isTrusted: false };
}

/** Whoever writes a CMS writes all its digits in one way: a mixture has been changed. */
const isEvenlyWritten = (pdf: Uint8Array, { start, after }: ScannedSignature): boolean =>
  /^<(?:[0-9a-f]*|[0-9A-F]*)>$/.test(latin1(pdf.subarray(start, after)));

async function readOne(
  pdf: Uint8Array,
  scanned: ScannedSignature,
  reading: Reading,
): Promise<Read> {
  const { contents, subFilter } = scanned;
  const length = derLength(contents);
  // A CMS of indefinite length ends where it says so itself, and its room may hold what it likes.
  const isWhole = isEvenlyWritten(pdf, scanned) && (length === 0 || isPadded(contents, length));
  const covered = coveredBy(pdf, scanned);
  if (subFilter === SUB_FILTER_TIMESTAMP) {
    const token = isWhole ? contents : undefined;
    return { kind: 'timestamp', scanned, stamp: await stampOf(token, covered, reading) };
  }
  const isReadable = isWhole && READABLE.has(subFilter);
  const cms = isReadable ? await verifyCms(scanned, covered) : undefined;
  const stamp = await stampOf(cms?.token, cms?.signature ?? new Uint8Array(), reading);
  return { kind: 'signature', scanned, cms, stamp, carried: reading.carried };
}

/** Whether a token is as it was made; when nobody we trust made it, its certificates may be any. */
function isBare(token: Uint8Array, stamp: CheckedToken | undefined, trust: Trust): boolean {
  if (stamp === undefined) return false;
  const issuers = [...trust.anchors, ...trust.intermediates];
  return isBareToken(token, stamp.isTrusted ? issuers : undefined);
}

/** Whether the certificates beside the one that signed are as they were, as far as we know them. */
function areAsIssued(read: ReadSignature, { certificates }: VerifiedCms, trust: Trust): boolean {
  if (chainAt(read, { at: read.scanned.claimedAt, trust }) === undefined) return true;
  return areIssued(certificates, [...trust.anchors, ...trust.intermediates]);
}

function isInForm(pdf: Uint8Array, read: Read, trust: Trust): boolean {
  const { contents } = read.scanned;
  if (read.kind === 'timestamp')
    return isBare(contents.subarray(0, derLength(contents)), read.stamp, trust);
  const { cms } = read;
  if (cms === undefined || !isOwnCms(contents, cms, coveredBy(pdf, read.scanned))) return false;
  const isStamped = cms.token === undefined || isBare(cms.token, read.stamp, trust);
  return isStamped && areAsIssued(read, cms, trust);
}

/**
 * Whether a CMS is written as ours are: what no signature covers has no other way to be, save for
 * what `isBareToken` leaves open. Never throws.
 */
export function keepsForm(pdf: Uint8Array, read: Read, trust: Trust): boolean {
  try {
    return isInForm(pdf, read, trust);
  } catch {
    return false;
  }
}

/** What was changed where no signature covers it, does not hold. */
const spoiled = (read: Read): Read =>
  read.kind === 'timestamp'
    ? { ...read, stamp: undefined }
    : { ...read, stamp: undefined, cms: read.cms && { ...read.cms, holds: false } };

/** Whether this is a seal of Piagam; the reason it gives is one of the things it signs. */
export const isOwnSeal = (read: Read): read is ReadSignature =>
  read.kind === 'signature' &&
  read.cms?.holds === true &&
  OWN_REASON.test(read.scanned.reason ?? '');

/** Where the seal is ours, the form of its CMS and of the document timestamps is fixed as well. */
export function withFixedForm(
  pdf: Uint8Array,
  all: readonly Read[],
  trust: Trust,
): readonly Read[] {
  if (!all.some(isOwnSeal)) return all;
  return all.map((read) => {
    const isOurs = read.kind === 'timestamp' || isOwnSeal(read);
    return !isOurs || keepsForm(pdf, read, trust) ? read : spoiled(read);
  });
}

/** The signatures and document timestamps of a file, in its order. Never throws for a bad file. */
export async function readSignatures(pdf: Uint8Array, trust: Trust): Promise<readonly Read[]> {
  const read: Read[] = [];
  const reading: Reading = { trust, carried: carriedIn(pdf) };
  let digested = 0;
  let parsed = 0;
  for (const scanned of scanSignatures(pdf)) {
    digested += scanned.end;
    parsed += derLength(scanned.contents) || scanned.contents.length;
    if (digested > MAX_DIGESTED_BYTES || parsed > MAX_PARSED_BYTES) break;
    read.push(await readOne(pdf, scanned, reading));
  }
  return read;
}

/** The document timestamps that hold, are trusted, and cover a signature. */
export const trustedStampsOver = (
  { scanned }: Read,
  all: readonly Read[],
): readonly (ReadTimestamp & { readonly stamp: CheckedToken })[] =>
  all.flatMap((each) =>
    each.kind === 'timestamp' && each.stamp?.isTrusted && each.scanned.start >= scanned.end
      ? [{ ...each, stamp: each.stamp }]
      : [],
  );

/** The earliest timestamp of a trusted authority: when a signature existed for certain. */
export function proofOf(signature: ReadSignature, all: readonly Read[]): CheckedToken | undefined {
  const own = signature.stamp?.isTrusted ? [signature.stamp] : [];
  const stamps = [...own, ...trustedStampsOver(signature, all).map(({ stamp }) => stamp)];
  return stamps.toSorted((a, b) => (a.at < b.at ? -1 : 1))[0];
}

/**
 * The certificates from the one that signed to one that is trusted, all of them valid at `at`;
 * undefined when none leads there, the first is not for signing, or there is no time at all.
 */
export function chainAt(
  { cms, scanned, carried }: ReadSignature,
  { at, trust }: { readonly at: string | undefined; readonly trust: Trust },
): readonly Uint8Array[] | undefined {
  if (cms === undefined || !cms.holds || at === undefined || !maySign(cms.leaf)) return undefined;
  const known = [...cms.certificates, ...trust.intermediates];
  const search = { anchors: trust.anchors, at: new Date(at) };
  const chain = chainOf(cms.leaf, { ...search, pool: known });
  if (chain !== undefined) return chain;
  const added = carried.data(scanned.end)?.certificates ?? [];
  return chainOf(cms.leaf, { ...search, pool: [...known, ...added] });
}

const hasExpired = (certificate: Uint8Array): boolean =>
  new X509Certificate(certificate).validToDate.getTime() < Date.now();

/**
 * The chain of `chainAt` at the time that is proven, of which the file itself says nothing worse.
 * A time that is only claimed counts until a certificate expires: from then on, whoever has got
 * hold of the key could have claimed it.
 */
export async function trustedChain(
  read: ReadSignature,
  { all, trust }: { readonly all: readonly Read[]; readonly trust: Trust },
): Promise<readonly Uint8Array[] | undefined> {
  const proof = proofOf(read, all);
  const chain = chainAt(read, { at: proof?.at ?? read.scanned.claimedAt, trust });
  if (chain === undefined || (proof === undefined && chain.some(hasExpired))) return undefined;
  return (await read.carried.isRevoked(chain)) ? undefined : chain;
}
