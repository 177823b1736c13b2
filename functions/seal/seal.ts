/** Seals a completed document: the sealed file begins with exactly the bytes everyone confirmed. */
import { documentStream } from '../domain/commit.ts';
import { documentWork } from '../domain/document.ts';
import { confirmedFile, replay } from '../domain/replay.ts';
import { sealedKey, unsignedKey } from '../domain/storage-key.ts';
import type { Clock, Files, Ledger, Sealer } from '../ports.ts';
import { attempt } from '../runtime/attempt.ts';
import { sha256 } from '../runtime/digest.ts';
import { type Execute, record } from '../runtime/execute.ts';

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
  const commits = await world.ledger.commits(documentStream(documentId));
  const state = replay(commits, sha256);
  const { draft, evidence } = state;
  if (evidence === undefined) throw new Error('the chain holds no evidence');
  const confirmedSha256 = confirmedFile(commits, state);
  const confirmed = await world.files.get(unsignedKey(documentId, confirmedSha256));
  if (sha256(confirmed) !== confirmedSha256)
    throw new Error('the stored file is not the one that was confirmed');
  // The reason lies inside the signed bytes: the seal vouches for the evidence, and so for the chain.
  const reason = `Segel elektronik ${draft.agency.name}; bukti SHA-256 ${evidence.jsonSha256}`;
  const sealed = await sealer.seal(confirmed, { at: world.clock(), reason });
  // Our own check comes before the state moves: what is recorded is what was found, not wished.
  const check = await sealer.check(sealed, confirmed);
  if (!check.ok) throw new Error(`the seal does not hold: ${check.fault}`);
  const { sealedBy, level } = check;
  const hash = sha256(sealed);
  await world.files.put(sealedKey(documentId, hash), sealed, 'application/pdf');
  const file = { sha256: hash, sizeBytes: sealed.length };
  const command = { type: 'recordSeal', ...file, sealedBy, level } as const;
  await record(world.execute, documentId, { command, worker: WORKER });
}

/** Seals the document if that is what it waits for. */
export async function seal(world: SealWorld, documentId: string): Promise<void> {
  const head = await world.ledger.document(documentId);
  if (head === undefined || documentWork(head.state) !== 'seal') return;
  await attempt(world.execute, { documentId, work: 'seal', worker: WORKER }, () =>
    sealConfirmed(world, documentId),
  );
}
