/** The inspector: what the signatures of any PDF are worth, found and checked by its bytes alone. */
import { createHash } from 'node:crypto';
import type { SealLevel } from '../domain/seal-level.ts';
import type { FoundSignature, Inspector } from '../ports-seal.ts';
import { has } from './pades-bytes.ts';
import {
  proofOf,
  type Read,
  type ReadSignature,
  type ReadTimestamp,
  readSignatures,
  type Trust,
  trustedChain,
  trustedStampsOver,
  withFixedForm,
} from './pades-inspect-read.ts';
import type { CheckedToken } from './pades-token.ts';
import { isVouchedFor } from './pades-verify-revocation.ts';

export type InspectorOptions = {
  /** Certificates (DER) of the authorities that are trusted: of seals and of timestamps. */
  readonly trust: readonly Uint8Array[];
  /** Certificates (DER) that may lie between, where a file does not carry them. */
  readonly intermediates?: readonly Uint8Array[] | undefined;
};

/** What a level is judged by: all that was found in the file, and the way to a trusted certificate. */
type Judged = {
  readonly all: readonly Read[];
  readonly chain: readonly Uint8Array[] | undefined;
};

/** Whether the file up to the byte `until` carries what it takes to check signature and timestamp later. */
async function isKept(
  until: number,
  signature: ReadSignature,
  { all, chain = [] }: Judged,
): Promise<boolean> {
  const within = all.filter(({ scanned }) => scanned.end <= until);
  const proof = proofOf(signature, within);
  if (proof === undefined || chain.length === 0) return false;
  const data = signature.carried.data(signature.scanned.end, until);
  if (data === undefined) return false;
  const carried = [...(signature.cms?.certificates ?? []), ...data.certificates];
  const at = new Date(proof.at);
  return (
    chain.slice(0, -1).every((certificate) => has(carried, certificate)) &&
    (await isVouchedFor(chain, data, at)) &&
    (await isVouchedFor(proof.chain, data, at))
  );
}

/**
 * The baseline level that a signature has reached (EN 319 142-1, clause 6), none when it does not
 * fulfil even the first.
 */
export async function levelOf(
  pdf: Uint8Array,
  signature: ReadSignature,
  judged: Judged,
): Promise<SealLevel | undefined> {
  if (!signature.cms?.isBaseline || signature.scanned.claimedAt === undefined) return undefined;
  if (proofOf(signature, judged.all) === undefined) return 'B-B';
  // What lay in the file before an earlier timestamp lies before the last one as well.
  const last = trustedStampsOver(signature, judged.all).at(-1);
  if (last !== undefined && (await isKept(last.scanned.start, signature, judged))) return 'B-LTA';
  return (await isKept(pdf.length, signature, judged)) ? 'B-LT' : 'B-T';
}

const revision = (pdf: Uint8Array, { scanned }: Read) => ({
  coversWholeFile: scanned.end === pdf.length,
  revisionSha256: createHash('sha256').update(pdf.subarray(0, scanned.end)).digest('hex'),
});

/** Its certificate is unknown, and so has no name, when it cannot be read. */
const NAMELESS = '';

const foundTimestamp = (pdf: Uint8Array, read: ReadTimestamp): FoundSignature => ({
  kind: 'timestamp',
  by: read.stamp?.by ?? NAMELESS,
  claimedAt: read.scanned.claimedAt,
  holds: read.stamp !== undefined,
  isTrusted: read.stamp?.isTrusted ?? false,
  stamped: read.stamp && {
    at: read.stamp.at,
    by: read.stamp.by,
    isTrusted: read.stamp.isTrusted,
  },
  ...revision(pdf, read),
});

/** What vouches for the time of a signature: who is trusted, else the timestamp it carries. */
function stampedBy(
  { stamp }: ReadSignature,
  proof: CheckedToken | undefined,
): FoundSignature['stamped'] {
  const best = proof ?? stamp;
  return best && { at: best.at, by: best.by, isTrusted: best.isTrusted };
}

async function foundSignature(
  pdf: Uint8Array,
  read: ReadSignature,
  { all, trust }: { readonly all: readonly Read[]; readonly trust: Trust },
): Promise<FoundSignature> {
  const { cms, scanned } = read;
  const proof = proofOf(read, all);
  const chain = await trustedChain(read, { all, trust });
  return {
    kind: 'signature',
    by: cms?.by ?? NAMELESS,
    claimedAt: scanned.claimedAt,
    holds: cms?.holds ?? false,
    isTrusted: chain !== undefined,
    stamped: stampedBy(read, proof),
    level: await levelOf(pdf, read, { all, chain }),
    ...revision(pdf, read),
  };
}

/**
 * Reads the signatures of PDFs that anybody may have made.
 *
 * Its work is bounded by the length of the file: what exceeds the named limits is not found. A
 * signature whose CMS or format cannot be read is found without a name, and does not hold.
 */
export function padesInspector({ trust, intermediates = [] }: InspectorOptions): Inspector {
  const known: Trust = { anchors: trust, intermediates };
  return {
    async inspect(pdf) {
      const all = withFixedForm(pdf, await readSignatures(pdf, known), known);
      return Promise.all(
        all.map((read) =>
          read.kind === 'timestamp'
            ? foundTimestamp(pdf, read)
            : foundSignature(pdf, read, { all, trust: known }),
        ),
      );
    },
  };
}
