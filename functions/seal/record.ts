/** What is sealed, as the chain of a document vouches for it: each file is the one on record. */
import { fileToSeal } from '../domain/certified.ts';
import type { Commit } from '../domain/commit.ts';
import { documentStream } from '../domain/commit.ts';
import type { DocumentState } from '../domain/document.ts';
import { confirmedFile, replay } from '../domain/replay.ts';
import { unsignedKey } from '../domain/storage-key.ts';
import type { Files } from '../ports.ts';
import type { Ledger } from '../ports-ledger.ts';
import { sha256 } from '../runtime/digest.ts';

/** A document's state as its chain tells it, with that chain. */
export type DocumentRecord = {
  readonly state: DocumentState;
  readonly commits: readonly Commit[];
};

/** @throws when the chain does not hold. */
export async function readRecord(ledger: Ledger, documentId: string): Promise<DocumentRecord> {
  const commits = await ledger.commits(documentStream(documentId));
  return { state: replay(commits, sha256), commits };
}

/** @throws when the object is missing, or has not the hash (SHA-256, hex) under which it is on record. */
export async function readHashed(files: Files, key: string, hash: string): Promise<Uint8Array> {
  const bytes = await files.get(key);
  if (sha256(bytes) !== hash) throw new Error(`the stored file is not the one on record: ${key}`);
  return bytes;
}

/** The file that every signatory confirmed. @throws when there is none, or another one is stored. */
async function readConfirmed(
  files: Files,
  { state, commits }: DocumentRecord,
): Promise<Uint8Array> {
  const hash = confirmedFile(commits, state);
  return readHashed(files, unsignedKey(state.draft.id, hash), hash);
}

/**
 * The file that the seal goes on: the confirmed one, with the certified signatures after its bytes
 * where a provider makes them. @throws when one of the two is not what is on record.
 */
export async function readBase(files: Files, chain: DocumentRecord): Promise<Uint8Array> {
  const confirmed = await readConfirmed(files, chain);
  const last = fileToSeal(chain.state);
  if (last === undefined || chain.state.certifiedSha256 === undefined) return confirmed;
  const certified = await readHashed(files, last.key, last.sha256);
  if (Buffer.compare(certified.subarray(0, confirmed.length), confirmed) !== 0)
    throw new Error('the certified file does not begin with the confirmed one');
  return certified;
}
