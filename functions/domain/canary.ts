/** The daily trial of the seal: when it is due, what is kept of it, and when its certificate ends. */
import { daysBetween, localDate } from './deadline.ts';
import type { CanaryEvent } from './event.ts';
import type { SealFile } from './seal-level.ts';

/** A sealed trial document, as our own check found it. */
export type CanaryResult = Pick<SealFile, 'sha256' | 'level' | 'stamped'> & {
  /** Until when the certificate of the seal is good (ISO 8601 UTC). */
  readonly certificateExpiresAt: string;
};

/** A trial that has come due, and its result once it has passed. */
export type CanaryState = { readonly result?: CanaryResult | undefined };

/** Days before the certificate ends at which the warnings begin, the gravest first. */
const EXPIRY_WARNINGS = [7, 30, 60] as const;
export type ExpiryWarning = (typeof EXPIRY_WARNINGS)[number];

/** The day whose trial is due at a UTC instant: days are those of Jakarta, for every agency. */
export const canaryDay = (utc: string): string => localDate(utc, 'WIB');

export function evolveCanary(_: CanaryState | undefined, event: CanaryEvent): CanaryState {
  if (event.type === 'CanaryDue') return {};
  const { type, ...result } = event;
  return { result };
}

/** The warning that a certificate deserves `now`, if it ends soon enough. Both times are UTC. */
export const expiryWarning = (expiresAt: string, now: string): ExpiryWarning | undefined =>
  EXPIRY_WARNINGS.find((days) => daysBetween(now, expiresAt) <= days);
