/** Letters after the invitation: what was sent to whom, and the steps that bring it about. */
import { CONSENT } from '../../functions/domain/consent.ts';
import { progressOf } from '../../functions/domain/document.ts';
import { notify } from '../../functions/notify/notify.ts';
import type { Letter } from '../../functions/ports.ts';
import { sweep } from '../../functions/sweep/sweep.ts';
import { documentsWith, stateOf } from './flow.ts';
import { ORIGIN } from './signatory.ts';
import { later, type TestWorld } from './world.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

export const pass = (world: TestWorld, ms: number): void => {
  world.time.now = later(world.time.now, ms);
};

/** Letters about a document's declaration to one address, oldest first. */
export const sentTo = async (
  world: TestWorld,
  documentId: string,
  address: string,
): Promise<readonly Letter[]> => {
  const { declarationId } = (await stateOf(world, documentId)).draft;
  return world.post.letters.filter(
    ({ to, reference }) => to.address === address && reference.startsWith(`${declarationId}.`),
  );
};

/** Runs the sweep, then the worker of letters for every document of the declaration. */
export async function swept(world: TestWorld, documentId: string): Promise<void> {
  await sweep(world);
  for (const id of documentsWith(documentId)) await notify(world, id);
}

/** Signs as the rulebook is asked to, whatever the pages look like. */
export async function confirms(
  world: TestWorld,
  documentId: string,
  signer: number,
): Promise<void> {
  const state = await stateOf(world, documentId);
  const { round } = progressOf(state, signer);
  const sha256 = state.unsigned?.sha256 ?? '';
  const outcome = await world.execute(
    documentId,
    { type: 'sign', signer, round, sha256, consent: CONSENT, origin: ORIGIN },
    { type: 'signer', signer },
  );
  if (!outcome.ok) throw new Error(`not signed: ${outcome.refusal.reason}`);
}

/** Opens the newest link of a signatory. */
export async function opens(world: TestWorld, documentId: string, signer: number): Promise<void> {
  const { round } = progressOf(await stateOf(world, documentId), signer);
  const outcome = await world.execute(
    documentId,
    { type: 'openSession', signer, round, origin: ORIGIN },
    { type: 'signer', signer },
  );
  if (!outcome.ok) throw new Error(`not opened: ${outcome.refusal.reason}`);
}
