/** The check of our own seal: reads a sealed PDF with other eyes than those that sealed it. */
import { PDF } from '@libpdf/core';
import type { SealCheck, SealKey } from '../ports-seal.ts';
import { equal } from './pades-bytes.ts';
import { chainOf, endOf } from './pades-chain.ts';
import { areOurUpdates, dataAddedAfter } from './pades-check-increments.ts';
import { leafOf } from './pades-cms.ts';
import { levelOf } from './pades-inspect.ts';
import {
  chainAt,
  keepsForm,
  proofOf,
  type Read,
  type ReadSignature,
  type ReadTimestamp,
  readSignatures,
  type Trust,
} from './pades-inspect-read.ts';
import { beginsWith } from './pades-room.ts';
import { isAllNeeded } from './pades-verify-revocation.ts';
import { maySign } from './pades-verify-use.ts';

/** Whose seal it has to be. */
export type SealOwner = {
  readonly key: SealKey;
  /** Certificates (DER) of the authorities that are trusted: of the seal and of its timestamps. */
  readonly trust: readonly Uint8Array[];
};

class SealFault extends Error {}

function demand(condition: boolean, fault: string): asserts condition {
  if (!condition) throw new SealFault(fault);
}

/** What is checked: a sealed file, what was sealed, and the file on record that it was lifted from. */
type CheckedFiles = {
  readonly sealed: Uint8Array;
  readonly original: Uint8Array;
  readonly earlier?: Uint8Array | undefined;
};

/**
 * An owner vouches for the end of the own chain where nobody trusted does: an anchor below a trusted
 * one would cut the way short, and what proves the rest of it would seem to prove nothing.
 */
function trustOf({ key, trust }: SealOwner): Trust {
  const intermediates = key.certificates.slice(1);
  const search = { anchors: trust, pool: intermediates, at: endOf(key.certificates) };
  const isTrusted = chainOf(leafOf(key), search) !== undefined;
  return { anchors: isTrusted ? trust : [...trust, ...key.certificates.slice(-1)], intermediates };
}

/**
 * The one seal, which stands in what was appended to the original. Others may have signed before,
 * and lie in the original.
 */
function onlySeal(all: readonly Read[], owner: SealOwner, original: Uint8Array): ReadSignature {
  const isLater = ({ scanned }: Read): boolean => scanned.start >= original.length;
  const signatures = all.filter((each) => each.kind === 'signature');
  const [seal, ...others] = signatures.filter(
    (each) => isLater(each) || (each.cms && equal(each.cms.leaf, leafOf(owner.key))),
  );
  demand(seal !== undefined, 'The file is not sealed.');
  demand(others.length === 0 && isLater(seal), 'The file carries more than one seal.');
  return seal;
}

/**
 * A seal in the file on record was checked when it was made, by the certificate of then; that one has
 * to lead to somebody trusted, as any other.
 */
function demandOwn(seal: ReadSignature, owner: SealOwner, files: CheckedFiles): string {
  const { cms } = seal;
  demand(cms !== undefined, 'The seal cannot be read.');
  const isOnRecord = seal.scanned.end <= (files.earlier?.length ?? 0);
  const isOwn = isOnRecord || equal(cms.leaf, leafOf(owner.key));
  demand(isOwn, 'The seal was made with another certificate.');
  return cms.by;
}

function demandGenuine(pdf: Uint8Array, seal: ReadSignature, trust: Trust): void {
  const { cms } = seal;
  demand(cms !== undefined, 'The seal cannot be read.');
  demand(cms.holds, 'The file has changed since it was sealed.');
  demand(cms.isBaseline, 'The seal is not a PAdES signature.');
  demand(maySign(cms.leaf), 'The certificate is not one for signing documents.');
  demand(
    cms.token === undefined || seal.stamp?.isTrusted === true,
    'The timestamp of the seal does not hold.',
  );
  demand(keepsForm(pdf, seal, trust), 'The unsigned part of the seal has changed.');
}

/** What a reader of PDF meets has to be the very seal that was found; its bytes are authentic by now. */
async function demandReadable(
  revision: Uint8Array,
  seal: ReadSignature,
  all: readonly Read[],
): Promise<void> {
  const document = await PDF.load(revision);
  demand(!document.recoveredViaBruteForce, 'The structure of the PDF is broken.');
  const fields = document.getForm()?.getSignatureFields() ?? [];
  const signed = fields.filter((field) => field.isSigned());
  const here = signed.filter((field) => {
    const contents = field.getSignatureDict()?.getString('Contents')?.bytes ?? new Uint8Array();
    return equal(contents, seal.scanned.contents);
  });
  demand(here.length === 1, 'The seal is not the one in the form of the PDF.');
  const found = all.filter(({ scanned }) => scanned.end <= revision.length);
  demand(signed.length === found.length, 'The file carries a signature that cannot be found.');
}

/** Everything after the seal is validation data and document timestamps, as we write them. */
async function demandOurUpdates(
  pdf: Uint8Array,
  seal: ReadSignature,
  { all, trust }: { readonly all: readonly Read[]; readonly trust: Trust },
): Promise<void> {
  const stamps = all.filter(
    (each): each is ReadTimestamp =>
      each.kind === 'timestamp' && each.scanned.start >= seal.scanned.end,
  );
  const hold = stamps.every((each) => each.stamp?.isTrusted && keepsForm(pdf, each, trust));
  demand(hold, 'A timestamp of the file does not hold.');
  demand(
    await areOurUpdates(pdf, seal.scanned.end, stamps),
    'The seal does not cover the whole file.',
  );
}

/** The ways to somebody we trust, of whose certificates validation data may speak. */
const chainsIn = (all: readonly Read[], trust: Trust) =>
  all.flatMap((read) => {
    const stamp = read.stamp?.chain ?? [];
    if (read.kind === 'timestamp') return [stamp];
    const at = proofOf(read, all)?.at ?? read.scanned.claimedAt;
    return [stamp, chainAt(read, { at, trust }) ?? []];
  });

async function check(owner: SealOwner, files: CheckedFiles) {
  const { sealed, original, earlier = original } = files;
  demand(beginsWith(sealed, original), 'The file does not begin with the original.');
  demand(beginsWith(sealed, earlier), 'The file does not begin with the one on record.');
  const trust = trustOf(owner);
  const all = await readSignatures(sealed, trust);
  const seal = onlySeal(all, owner, original);
  const sealedBy = demandOwn(seal, owner, files);
  demandGenuine(sealed, seal, trust);
  await demandReadable(sealed.subarray(0, seal.scanned.end), seal, all);
  await demandOurUpdates(sealed, seal, { all, trust });
  const proof = proofOf(seal, all);
  const chain = chainAt(seal, { at: proof?.at ?? seal.scanned.claimedAt, trust });
  demand(chain !== undefined, 'The certificate was not valid at the time of the seal.');
  demand(!(await seal.carried.isRevoked(chain)), 'The certificate of the seal has been revoked.');
  const data = dataAddedAfter(sealed, seal.scanned.end);
  demand(
    await isAllNeeded(data, chainsIn(all, trust)),
    'The validation data holds something that proves nothing.',
  );
  const level = await levelOf(sealed, seal, { all, chain });
  demand(level !== undefined, 'The seal is not a PAdES signature.');
  return { sealedBy, level, stamped: proof && { at: proof.at, by: proof.by } };
}

/**
 * Checks that `sealed` is `original` with exactly one seal of `owner`, and after it nothing but what
 * lifts that seal to a higher level. The level is the one that is found. With the file on record that
 * it was lifted from, the seal may be of a certificate that the owner had before.
 *
 * Never throws: whatever is wrong with the file is the fault in the answer.
 */
export async function checkSeal(owner: SealOwner, files: CheckedFiles): Promise<SealCheck> {
  try {
    return { ok: true, ...(await check(owner, files)) };
  } catch (error) {
    const fault = error instanceof SealFault ? error.message : `The seal is unreadable: ${error}`;
    return { ok: false, fault };
  }
}
