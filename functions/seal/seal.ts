/** Seals a completed document: the sealed file begins with exactly the bytes everyone confirmed. */
import { documentWork } from '../domain/due.ts';
import { sealedKey } from '../domain/storage-key.ts';
import type { Clock, Files } from '../ports.ts';
import type { Ledger } from '../ports-ledger.ts';
import { type Sealer, TimestampFault } from '../ports-seal.ts';
import { attempt, putOff } from '../runtime/attempt.ts';
import { type Execute, record } from '../runtime/execute.ts';
import { checkedFile } from './check.ts';
import { sealOrder } from './order.ts';
import { readBase, readRecord } from './record.ts';

const WORKER = 'seal';

export type SealWorld = {
  readonly ledger: Ledger;
  readonly files: Files;
  /** Reads the key; that it cannot be read is a failure of this work like any other. */
  readonly sealer: () => Promise<Sealer>;
  readonly execute: Execute;
  readonly clock: Clock;
};

async function sealConfirmed(world: SealWorld, documentId: string): Promise<void> {
  const sealer = await world.sealer();
  const chain = await readRecord(world.ledger, documentId);
  const base = await readBase(world.files, chain);
  const order = await sealOrder(world, chain);
  const sealed = await sealer.seal(base, order);
  const file = await checkedFile(sealer, { sealed, confirmed: base });
  if (order.mustBeStamped && file.stamped === undefined)
    throw new Error('the seal holds no timestamp, which the agency demands');
  await world.files.put(sealedKey(documentId, file.sha256), sealed, 'application/pdf');
  const command = { type: 'recordSeal', ...file } as const;
  await record(world.execute, documentId, { command, worker: WORKER });
}

/** Seals the document if that is what it waits for; without a timestamp that must be, it waits on. */
export async function seal(world: SealWorld, documentId: string): Promise<void> {
  const head = await world.ledger.document(documentId);
  if (head === undefined || documentWork(head.state) !== 'seal') return;
  const task = { documentId, work: 'seal', worker: WORKER } as const;
  await attempt(world.execute, task, async () => {
    try {
      await sealConfirmed(world, documentId);
    } catch (error) {
      if (!(error instanceof TimestampFault)) throw error;
      await putOff(world.execute, task, error);
    }
  });
}
