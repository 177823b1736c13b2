/** The baseline levels of a PAdES seal (ETSI EN 319 142-1, clause 6), and what is kept of a sealed file. */

/**
 * - `B-B`: signed.
 * - `B-T`: a timestamp proves that it existed at a time.
 * - `B-LT`: what is needed to check it later lies inside.
 * - `B-LTA`: and a document timestamp keeps all of that.
 */
export const SEAL_LEVELS = ['B-B', 'B-T', 'B-LT', 'B-LTA'] as const;
export type SealLevel = (typeof SEAL_LEVELS)[number];

export const isBelow = (level: SealLevel, goal: SealLevel): boolean =>
  SEAL_LEVELS.indexOf(level) < SEAL_LEVELS.indexOf(goal);

/** A sealed file, as our own check found it and never as it was wished. */
export type SealFile = {
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Common name of the sealing certificate. */
  readonly sealedBy: string;
  readonly level: SealLevel;
  /** The level that this installation aims at; below it the seal is still to be upgraded. */
  readonly goal?: SealLevel | undefined;
  /** The earliest time that a trusted authority vouches for, and who vouches. */
  readonly stamped?: { readonly at: string; readonly by: string } | undefined;
};
