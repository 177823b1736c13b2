/** The daily trial of the seal: a small document goes the whole way, before a real one has to. */
import { EVIDENCE_FILE } from '../domain/attachment.ts';
import type { CanaryResult } from '../domain/canary.ts';
import { expiryWarning } from '../domain/canary.ts';
import { SEAL_FIELD } from '../domain/marks.ts';
import { isBelow } from '../domain/seal-level.ts';
import { canaryKey } from '../domain/storage-key.ts';
import type { Sealer, SealOrder } from '../ports-seal.ts';
import { CERTIFICATE_ENDS } from '../runtime/env.ts';
import { log } from '../runtime/log.ts';
import { CANARY_PDF } from './canary-pdf.ts';
import { checkedFile } from './check.ts';
import type { SealWorld } from './seal.ts';

const BY = { type: 'worker', name: 'seal' } as const;

const orderAt = (at: string, { goal }: Sealer): SealOrder => ({
  at,
  reason: 'Uji segel harian',
  marks: CANARY_PDF,
  places: [{ field: SEAL_FIELD, page: 0, label: 'Uji segel harian' }],
  attachments: [
    {
      ...EVIDENCE_FILE,
      mediaType: 'application/json',
      relationship: 'Data',
      bytes: Buffer.from('{}'),
    },
  ],
  mustBeStamped: goal !== 'B-B',
});

type Trial = { readonly sealer: Sealer; readonly day: string; readonly at: string };

/** Seals, upgrades and checks the trial document, and keeps it. @throws when it misses the goal. */
async function trial({ files }: SealWorld, { sealer, day, at }: Trial): Promise<CanaryResult> {
  const sealed = await sealer.upgrade(await sealer.seal(CANARY_PDF, orderAt(at, sealer)));
  const { sha256, level, stamped } = await checkedFile(sealer, {
    sealed,
    confirmed: CANARY_PDF,
  });
  if (isBelow(level, sealer.goal))
    throw new Error(`the trial reached ${level} instead of ${sealer.goal}`);
  await files.put(canaryKey(day, sha256), sealed, 'application/pdf');
  return { sha256, level, stamped, certificateExpiresAt: sealer.expiresAt };
}

function warnOfEnd({ expiresAt: certificateExpiresAt }: Sealer, at: string): void {
  const warning = expiryWarning(certificateExpiresAt, at);
  if (warning !== undefined) log.warn(CERTIFICATE_ENDS[warning], { certificateExpiresAt });
}

/**
 * Runs the trial of a day (YYYY-MM-DD) unless it has passed. @throws when it fails, so that the
 * message comes again and at last lies with the dead letters, where an alarm waits for it.
 */
export async function canary(world: SealWorld, day: string): Promise<void> {
  const head = await world.ledger.canary(day);
  if (head === undefined || head.state.result !== undefined) return;
  const at = world.clock();
  const sealer = await world.sealer();
  const result = await trial(world, { sealer, day, at }).catch((error: unknown) => {
    // What ends soon may be why.
    warnOfEnd(sealer, at);
    throw error;
  });
  const events = [{ type: 'CanaryPassed', ...result } as const];
  const next = await world.ledger.recordCanary(day, head, { events, at, by: BY });
  if (next === undefined) throw new Error('another trial is being recorded');
  // Only who records the day's result comes here, so each day that goes well warns once.
  warnOfEnd(sealer, at);
}
