/** Seals a completed document: the sealed file begins with exactly the bytes everyone confirmed. */
import type { DocumentState } from '../domain/document.ts';
import { documentWork } from '../domain/document.ts';
import { sealedKey, unsignedKey } from '../domain/storage-key.ts';
import type { Clock, Files, Ledger, Sealer } from '../ports.ts';
import { attempt } from '../runtime/attempt.ts';
import { sha256 } from '../runtime/digest.ts';
import type { Execute } from '../runtime/execute.ts';

const BY = { type: 'worker', name: 'seal' } as const;

export type SealWorld = {
  readonly ledger: Ledger;
  readonly files: Files;
  readonly sealer: Sealer;
  readonly execute: Execute;
  readonly clock: Clock;
};

async function sealConfirmed(world: SealWorld, state: DocumentState): Promise<void> {
  const { draft, unsigned } = state;
  if (unsigned === undefined) throw new Error('there is no confirmed file to seal');
  const confirmed = await world.files.get(unsignedKey(draft.id, unsigned.sha256));
  if (sha256(confirmed) !== unsigned.sha256)
    throw new Error('the stored file is not the one that was confirmed');
  const reason = `Segel elektronik ${draft.agency.name}`;
  const sealed = await world.sealer.seal(confirmed, { at: world.clock(), reason });
  // Our own check comes before the state moves: what is recorded is what was found, not wished.
  const check = await world.sealer.check(sealed, confirmed);
  if (!check.ok) throw new Error(`the seal does not hold: ${check.fault}`);
  const { sealedBy, level } = check;
  const hash = sha256(sealed);
  await world.files.put(sealedKey(draft.id, hash), sealed, 'application/pdf');
  const sizeBytes = sealed.length;
  await world.execute(
    draft.id,
    { type: 'recordSeal', sha256: hash, sizeBytes, sealedBy, level },
    BY,
  );
}

/** Seals the document if that is what it waits for. */
export async function seal(world: SealWorld, documentId: string): Promise<void> {
  const head = await world.ledger.document(documentId);
  if (head === undefined || documentWork(head.state) !== 'seal') return;
  await attempt(world.execute, { documentId, work: 'seal', worker: BY.name }, () =>
    sealConfirmed(world, head.state),
  );
}
