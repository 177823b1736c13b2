/** Rebuilds a document from its audit trail alone: what the hash chain vouches for, and nothing else. */
import type { Commit, Digest } from './commit.ts';
import { firstBreak } from './commit.ts';
import type { DocumentState } from './document.ts';
import { evolve } from './document.ts';
import type { DocumentEvent } from './event.ts';

/**
 * The state after all of `commits`. The head row is only a copy of it, which no hash covers.
 * @throws when the chain does not hold or is not a document's.
 */
export function replay(commits: readonly Commit[], digest: Digest): DocumentState {
  const broken = firstBreak(commits, digest);
  if (broken !== undefined) throw new Error(`the hash chain breaks at version ${broken}`);
  let state: DocumentState | undefined;
  for (const { at, events } of commits)
    for (const event of events) state = evolve(state, event as DocumentEvent, at);
  if (state === undefined) throw new Error('the chain is empty');
  return state;
}

/** The confirmations in a chain: who signed which file. */
const confirmations = (commits: readonly Commit[]) =>
  commits.flatMap(({ events }) => events).filter((event) => event.type === 'SignerSigned');

/**
 * The file that every signatory of the chain confirmed, once each.
 * @throws when one is missing, signed twice, or confirmed another file.
 */
export function confirmedFile(commits: readonly Commit[], state: DocumentState): string {
  const sha256 = state.unsigned?.sha256;
  const signed = confirmations(commits);
  const numbers = signed.map(({ signer }) => signer).sort((a, b) => a - b);
  const everyone = state.draft.signers.map(({ number }) => number);
  const whole =
    numbers.join() === everyone.join() && signed.every((event) => event.sha256 === sha256);
  if (sha256 === undefined || !whole)
    throw new Error('the signatures on record do not confirm one file by everyone');
  return sha256;
}
