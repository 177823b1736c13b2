/** What a sealed file has already of what the higher levels need. */
import { X509Certificate } from 'node:crypto';
import { type Issued, SealSpent } from '../ports-seal.ts';
import { equal } from './pades-bytes.ts';
import { absent, NO_DATA, type UsedChain, unproven } from './pades-dss.ts';
import { chainAt, proofOf, type Read, readSignatures } from './pades-inspect-read.ts';
import { scanValidationData, type ValidationData } from './pades-scan-dss.ts';

/** The file cannot be brought to a higher level; the message says why. */
export class UpgradeFault extends Error {
  override readonly name = 'UpgradeFault';
}

/** What was found, against what the next level needs. */
export type SealState = {
  /** A timestamp that we trust vouches for the seal, and for every other signature that counts. */
  readonly isStamped: boolean;
  /** Certificates (DER) that the validation data lacks. */
  readonly absent: readonly Uint8Array[];
  /** Certificates that nothing in the validation data shows to be good. */
  readonly unproven: readonly Issued[];
};

type Trust = readonly Uint8Array[];

const known = (anchors: Trust) => ({ anchors, intermediates: [] });

type Vouched = UsedChain & { readonly isStamped: boolean };

/** The signatures that somebody we trust vouches for, each with its way there. */
function vouchedIn(all: readonly Read[], trust: Trust): readonly Vouched[] {
  return all.flatMap((read) => {
    if (read.kind !== 'signature') return [];
    const proof = proofOf(read, all);
    const at = proof?.at ?? new Date().toISOString();
    const chain = chainAt(read, { at, trust: known(trust) });
    if (chain === undefined) return [];
    return [{ chain, at: new Date(at), isStamped: proof !== undefined }];
  });
}

/** Without a proof of time, a seal of a certificate that has ended could have been made since. */
function unvouched(leaf: Uint8Array, isStamped: boolean): Error {
  const isOver = new X509Certificate(leaf).validToDate < new Date();
  return isOver && !isStamped
    ? new SealSpent('The certificate ended before anybody vouched for the time of the seal.')
    : new UpgradeFault('Nobody we trust vouches for the seal.');
}

async function judge(pdf: Uint8Array, all: readonly Read[], trust: Trust): Promise<SealState> {
  const seal = all.findLast((read) => read.kind === 'signature');
  if (seal?.cms === undefined) throw new UpgradeFault('The file carries no seal that can be read.');
  const { leaf } = seal.cms;
  const signatures = vouchedIn(all, trust);
  const isSeal = ({ chain: [first] }: Vouched): boolean =>
    first !== undefined && equal(first, leaf);
  if (!signatures.some(isSeal)) throw unvouched(leaf, proofOf(seal, all) !== undefined);
  const stamps = all.flatMap(({ stamp }) =>
    stamp?.isTrusted ? [{ chain: stamp.chain, at: new Date(stamp.at) }] : [],
  );
  const chains = [...signatures, ...stamps];
  const data: ValidationData = scanValidationData(pdf, seal.scanned.end) ?? NO_DATA;
  return {
    isStamped: signatures.every(({ isStamped }) => isStamped),
    absent: absent(chains, data),
    unproven: await unproven(chains, data),
  };
}

/** @throws UpgradeFault when the file is not sealed, or its seal is not one that we trust; SealSpent. */
export async function readState(pdf: Uint8Array, trust: Trust): Promise<SealState> {
  return judge(pdf, await readSignatures(pdf, known(trust)), trust);
}

/** B-LT: all that is needed to check the seal later lies inside. */
export const isComplete = (state: SealState): boolean =>
  state.isStamped && state.absent.length === 0 && state.unproven.length === 0;

/** B-LTA: a timestamp that we trust is over a file that was complete before it. */
export async function isArchived(pdf: Uint8Array, trust: Trust): Promise<boolean> {
  const all = await readSignatures(pdf, known(trust));
  const last = all.at(-1);
  if (last?.kind !== 'timestamp' || !last.stamp?.isTrusted) return false;
  return isComplete(await judge(pdf.subarray(0, last.scanned.start), all.slice(0, -1), trust));
}
