/** The real sealer with a certificate of its own, and documents that have come to its seal. */
import { fileKey } from '../../functions/adapters/key-file.ts';
import { padesSealer } from '../../functions/adapters/pades-sealer.ts';
import type { Sealer } from '../../functions/ports-seal.ts';
import { render } from '../../functions/render/render.ts';
import { seal } from '../../functions/seal/seal.ts';
import { makeSealCertificate } from '../../infra/local/seal-certificate.ts';
import { invited, signedByAll } from './flow.ts';
import { START, type TestWorld } from './world.ts';

export const realSealer = async (): Promise<Sealer> =>
  padesSealer(fileKey(await makeSealCertificate('Pemerintah Kota Contoh', new Date(START))));

/** A document with all signatures and its evidence, waiting for the seal. */
export async function completed(world: TestWorld, body?: unknown): Promise<string> {
  const id = await invited(world, body);
  await signedByAll(world, id);
  await render(world, id);
  return id;
}

/** A document at the end of its life. */
export async function sealed(world: TestWorld, body?: unknown): Promise<string> {
  const id = await completed(world, body);
  await seal({ ...world, sealer: realSealer }, id);
  return id;
}
