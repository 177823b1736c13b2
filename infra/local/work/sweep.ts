/** The clock of the laptop: runs the sweep at start and then every minute. */
import { randomUUID } from 'node:crypto';
import type { ScheduledEvent, SweepHandler } from '../handlers.ts';
import { ACCOUNT, REGION } from '../region.ts';
import type { Invoker } from './invocation.ts';

/** As often as in AWS. */
const SWEEP_INTERVAL_MS = 60_000;

export type Sweep = {
  /** Begins no further sweep; resolves when the one in hand has ended. */
  stop(): Promise<void>;
};

const scheduledEvent = (): ScheduledEvent => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: ACCOUNT,
  time: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
  region: REGION,
  resources: [],
  detail: {},
});

/** Sweeps once now and then at every interval, until stopped. */
export function startSweep(handler: SweepHandler, invoker: Invoker): Sweep {
  const run = async (): Promise<void> => {
    try {
      await invoker.invoke({ room: 'sweep', handler, event: scheduledEvent() });
    } catch (error) {
      console.error('sweep:', error);
    }
  };
  let running = run();
  const timer = setInterval(() => {
    running = run();
  }, SWEEP_INTERVAL_MS);
  const stop = async (): Promise<void> => {
    clearInterval(timer);
    await running;
  };
  return { stop };
}
