/** The real clock. */
import type { Clock } from '../ports.ts';

export const clock: Clock = () => new Date().toISOString();
