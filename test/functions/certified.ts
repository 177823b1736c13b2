/** Rooms of an agency whose signatories sign with certificates, beside the provider they sign with. */
import { bsreCertifier } from '../../functions/adapters/bsre-certifier.ts';
import { padesInspector } from '../../functions/adapters/pades-inspect.ts';
import { fileToSeal } from '../../functions/domain/certified.ts';
import { signingApp } from '../../functions/signing/app.ts';
import { type Bsre, type Holder, startBsre } from '../fakes/bsre.ts';
import { invited, linkHolder, stateOf } from './flow.ts';
import { charterFor } from './request.ts';
import type { Signatory } from './signatory.ts';
import { startWorld, type TestWorld } from './world.ts';

/** As they sign the charter, and as the provider knows them: with degrees on one side only. */
export const EKO = 'Eko Prasetyo, S.E.';
export const TRI = 'Tri Wahyuni';

export const NIK = '8171010101700001';
export const PASSPHRASE = 'Sandi Rahasia#2026';

const holder = (key: string, name: string, status = 'ISSUE'): Holder => ({
  name,
  email: `${key}@example.test`,
  nik: key === 'orang1' ? NIK : '8171010101700002',
  passphrase: PASSPHRASE,
  status,
});

/** A charter of an agency whose signatories sign with certificates. */
export function certifiedCharter(names: readonly string[]): Record<string, unknown> {
  const body = charterFor(names);
  return { ...body, agency: { ...Object(body['agency']), certifier: 'bsre' } };
}

export const inspector = padesInspector({ trust: [] });

export async function startCertified() {
  const plain = await startWorld();
  const bsre: Bsre = await startBsre([holder('orang1', 'EKO PRASETYO'), holder('orang2', TRI)]);
  const certifier = async () => bsreCertifier(bsre.setting);
  /** The rooms with the provider, and with this in the place of something of the plain ones. */
  const worldWith = (change: Partial<TestWorld> = {}): TestWorld => ({
    ...plain,
    ...change,
    signing: signingApp({ ...plain, ...change, certifier }),
  });
  return {
    world: worldWith(),
    worldWith,
    plain,
    bsre,
    /** The provider's requests for a signature so far. */
    signatures: (): number => bsre.paths.filter((path) => path.endsWith('/sign/pdf')).length,
    stop: async (): Promise<void> => {
      await bsre.stop();
      await plain.stop();
    },
  };
}

/** A charter of Eko and Tri, open before both. */
export async function openedByBoth(
  world: TestWorld,
): Promise<{ readonly id: string; readonly eko: Signatory; readonly tri: Signatory }> {
  const id = await invited(world, certifiedCharter([EKO, TRI]));
  const [eko, tri] = [linkHolder(world, id, 1), linkHolder(world, id, 2)];
  await eko.open();
  await tri.open();
  return { id, eko, tri };
}

/** The file that the seal would be made on. */
export async function lastFile(world: TestWorld, id: string): Promise<Uint8Array> {
  const file = fileToSeal(await stateOf(world, id));
  if (file === undefined) throw new Error('there is no file');
  return world.files.get(file.key);
}
