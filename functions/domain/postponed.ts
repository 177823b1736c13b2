/** Work that waits for an authority outside of the house: it is tried again and never given up. */
import type { PatientWork, Work } from './event.ts';

/** Why such work is not done yet, in words for an admin. */
export type Postponed = {
  readonly work: PatientWork;
  readonly reason: string;
  /** ISO 8601 UTC. */
  readonly since: string;
};

/** Tries without success before somebody is told: the fifth comes some five hours after the first. */
const STALLED_TRIES = 5;

type Waiting = { readonly postponed?: Postponed | undefined; readonly nudges: number };

/** A broken authority is no fault of the document, which therefore never goes to the shelf for it. */
export const isPatient = ({ postponed }: Waiting, work: Work): boolean =>
  work === 'upgrade' || postponed?.work === work;

/** Whether an authority has failed for so long that an operator has to look into it. */
export const isStalled = ({ postponed, nudges }: Waiting): boolean =>
  postponed !== undefined && nudges >= STALLED_TRIES;
