/** Lifts the seal of a document to the next levels, as far as timestamps and revocation can be had. */
import { documentWork } from '../domain/due.ts';
import { isBelow, type SealFile, type SealLevel } from '../domain/seal-level.ts';
import { sealedKey } from '../domain/storage-key.ts';
import { type Sealer, SealSpent } from '../ports-seal.ts';
import { putOff } from '../runtime/attempt.ts';
import { record } from '../runtime/execute.ts';
import { log } from '../runtime/log.ts';
import { checkedFile } from './check.ts';
import { type DocumentRecord, readBase, readHashed, readRecord } from './record.ts';
import type { SealWorld } from './seal.ts';

const WORKER = 'seal';

type Upgrade = {
  readonly documentId: string;
  readonly sealer: Sealer;
  readonly chain: DocumentRecord;
  readonly last: SealFile;
};

async function lift(world: SealWorld, upgrade: Upgrade): Promise<void> {
  const { documentId, sealer, chain, last } = upgrade;
  const base = await readBase(world.files, chain);
  const sealed = await readHashed(world.files, sealedKey(documentId, last.sha256), last.sha256);
  const upgraded = await sealer.upgrade(sealed);
  if (Buffer.compare(upgraded.subarray(0, sealed.length), sealed) !== 0)
    throw new Error('the upgraded file does not begin with the sealed one');
  const file = await checkedFile(sealer, {
    sealed: upgraded,
    confirmed: base,
    earlier: sealed,
  });
  if (!isBelow(last.level, file.level)) throw new Error(`the seal stays at ${file.level}`);
  await world.files.put(sealedKey(documentId, file.sha256), upgraded, 'application/pdf');
  const command = { type: 'recordUpgrade', from: last.sha256, ...file } as const;
  await record(world.execute, documentId, { command, worker: WORKER });
}

/** Lifts the seal; or puts on record that it stays, where nothing more can be had for it. */
async function upgradeSealed(world: SealWorld, documentId: string): Promise<void> {
  const sealer = await world.sealer();
  const chain = await readRecord(world.ledger, documentId);
  const last = chain.state.sealed;
  if (last === undefined) throw new Error('the chain holds no seal');
  const settle = (goal: SealLevel, reason?: string): Promise<void> => {
    const command = { type: 'lowerGoal', from: last.sha256, goal, reason } as const;
    return record(world.execute, documentId, { command, worker: WORKER });
  };
  if (!isBelow(last.level, sealer.goal)) return settle(sealer.goal);
  try {
    await lift(world, { documentId, sealer, chain, last });
  } catch (error) {
    if (!(error instanceof SealSpent)) throw error;
    log.error('the seal can never be lifted higher', {
      documentId,
      level: last.level,
      reason: error.message,
    });
    await settle(last.level, error.message);
  }
}

/**
 * Upgrades the seal if that is what the document waits for. A failure is put on record and not
 * thrown: the message shall not come again at once, for the sweep comes back, ever more seldom.
 */
export async function upgrade(world: SealWorld, documentId: string): Promise<void> {
  const head = await world.ledger.document(documentId);
  if (head === undefined || documentWork(head.state) !== 'upgrade') return;
  try {
    await upgradeSealed(world, documentId);
  } catch (error) {
    await putOff(world.execute, { documentId, work: 'upgrade', worker: WORKER }, error);
  }
}
