/** Our own check of a sealed file, which comes before the state moves: what is recorded was found. */
import type { SealFile } from '../domain/seal-level.ts';
import type { Sealer } from '../ports-seal.ts';
import { sha256 } from '../runtime/digest.ts';

/** A sealed file, what was confirmed of it, and the file on record that it was lifted from. */
type MadeFile = {
  readonly sealed: Uint8Array;
  readonly confirmed: Uint8Array;
  readonly earlier?: Uint8Array | undefined;
};

/** What the check found. @throws when the seal does not hold. */
export async function checkedFile(
  sealer: Sealer,
  { sealed, confirmed, earlier }: MadeFile,
): Promise<SealFile> {
  const check = await sealer.check(sealed, confirmed, earlier);
  if (!check.ok) throw new Error(`the seal does not hold: ${check.fault}`);
  const { sealedBy, level, stamped } = check;
  const file = { sha256: sha256(sealed), sizeBytes: sealed.length };
  return { ...file, sealedBy, level, goal: sealer.goal, stamped };
}
