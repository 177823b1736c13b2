/** Lifts a seal from level to level (EN 319 142-1, clause 6): B-T, then B-LT, then B-LTA. */
import {
  type Revocation,
  type RevocationAnswer,
  SealSpent,
  TimestampFault,
  type Timestamping,
} from '../ports-seal.ts';
import { addValidationData, distinct } from './pades-dss.ts';
import { RevocationFault, RevokedFault } from './pades-revocation-check.ts';
import { appendTo, NO_TIME } from './pades-update.ts';
import {
  isArchived,
  isComplete,
  readState,
  type SealState,
  UpgradeFault,
} from './pades-upgrade-read.ts';
import { appendTimestamp } from './pades-upgrade-stamp.ts';

/** What may be added to a file in answers about revocation: sealed files have to pass many doors. */
const MAX_ANSWERS_BYTES = 1024 * 1024;

export type UpgradeServices = {
  readonly timestamps: Timestamping;
  readonly revocation: Revocation;
  /** Certificates (DER) of the authorities that are trusted. */
  readonly trust: readonly Uint8Array[];
};

/** B-T for a seal without a timestamp of its own: the document's counts (EN 319 142-1, table 1). */
async function stamped(pdf: Uint8Array, services: UpgradeServices): Promise<Uint8Array> {
  const state = await readState(pdf, services.trust);
  return state.isStamped ? pdf : appendTimestamp(pdf, services.timestamps);
}

/**
 * Asks for all that is missing at once, so that the slowest answer is all there is to wait for. One
 * that cannot be had leaves the level unreached; that a certificate has been revoked goes before.
 */
async function answersFor(
  { unproven }: SealState,
  revocation: Revocation,
): Promise<readonly RevocationAnswer[]> {
  const asked = await Promise.allSettled(unproven.map((issued) => revocation.answer(issued)));
  const faults = asked.flatMap((one): readonly unknown[] =>
    one.status === 'rejected' ? [one.reason] : [],
  );
  const revoked = faults.find((fault) => fault instanceof RevokedFault);
  if (revoked !== undefined) throw new SealSpent(revoked.message, { cause: revoked });
  if (faults.length > 0) throw faults[0];
  return asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

/** B-LT. */
async function completed(pdf: Uint8Array, services: UpgradeServices): Promise<Uint8Array> {
  const state = await readState(pdf, services.trust);
  if (isComplete(state)) return pdf;
  const answers = await answersFor(state, services.revocation);
  const size = distinct(answers.map(({ der }) => der)).reduce((sum, der) => sum + der.length, 0);
  if (size > MAX_ANSWERS_BYTES)
    throw new UpgradeFault(`The answers about revocation take ${size} of ${MAX_ANSWERS_BYTES} B.`);
  const ders = (type: RevocationAnswer['type']) =>
    distinct(answers.filter((answer) => answer.type === type).map(({ der }) => der));
  const data = { certificates: state.absent, ocsps: ders('ocsp'), crls: ders('crl') };
  const result = await appendTo(pdf, NO_TIME, (context) => addValidationData(context, data));
  if (!isComplete(await readState(result, services.trust)))
    throw new UpgradeFault('The validation data does not prove the seal.');
  return result;
}

/** B-LTA. */
const archived = (pdf: Uint8Array, { timestamps }: UpgradeServices): Promise<Uint8Array> =>
  appendTimestamp(pdf, timestamps);

/** What only means "not now". */
const isDelay = (error: unknown): boolean =>
  error instanceof TimestampFault ||
  error instanceof UpgradeFault ||
  error instanceof RevocationFault;

/**
 * Appends what the next levels need, as far as they can be reached now. Each step is an incremental
 * update: the result begins with exactly `sealed`, and equals it when nothing is left to add.
 *
 * @throws TimestampFault, RevocationFault or UpgradeFault when nothing could be added now, and why;
 * SealSpent, whatever was reached, when a certificate of the seal or of a timestamp has been revoked,
 * or the seal's own has ended before a timestamp; Error when the PDF cannot be extended.
 */
export async function upgradeSeal(
  sealed: Uint8Array,
  services: UpgradeServices,
): Promise<Uint8Array> {
  if (await isArchived(sealed, services.trust)) return sealed;
  let reached = sealed;
  try {
    for (const step of [stamped, completed, archived]) reached = await step(reached, services);
  } catch (error) {
    if (reached === sealed || !isDelay(error)) throw error;
  }
  return reached;
}
