/** What the seal worker does for a message: a document's seal or its upgrade, or the trial of a day. */
import type { WorkOn } from '../runtime/batch.ts';
import { canary } from './canary.ts';
import { type SealWorld, seal } from './seal.ts';
import { upgrade } from './upgrade.ts';

export const sealRoom =
  (world: SealWorld): WorkOn =>
  async (id, stream) => {
    if (stream.startsWith('CANARY#')) return canary(world, id);
    // One of the two at most is what the document waits for.
    await seal(world, id);
    await upgrade(world, id);
  };
