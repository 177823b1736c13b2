/** The levels of a seal with real keys and authorities at the wire, from B-T to B-LTA, through the rooms. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fileKey } from '../../functions/adapters/key-file.ts';
import { timestamping } from '../../functions/adapters/pades-authority.ts';
import { webRevocation } from '../../functions/adapters/pades-revocation.ts';
import { padesSealer } from '../../functions/adapters/pades-sealer.ts';
import { canaryDay } from '../../functions/domain/canary.ts';
import { sealedKey, unsignedKey } from '../../functions/domain/storage-key.ts';
import { notify } from '../../functions/notify/notify.ts';
import type { Sealer } from '../../functions/ports-seal.ts';
import { canary } from '../../functions/seal/canary.ts';
import { seal } from '../../functions/seal/seal.ts';
import { upgrade } from '../../functions/seal/upgrade.ts';
import { sweep } from '../../functions/sweep/sweep.ts';
import { type FakeAuthority, startAuthority } from '../fakes/tsa-authority.ts';
import { stateOf } from './flow.ts';
import { altered } from './request.ts';
import { completed } from './sealer.ts';
import { startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
let authority: FakeAuthority;
let sealer: Sealer;
beforeAll(async () => {
  [world, authority] = await Promise.all([startWorld(), startAuthority()]);
  // The authorities tell the real time, and certify from then on.
  world.time.now = new Date().toISOString();
  const { pem } = await authority.seal('EC');
  const { trust } = authority;
  const timestamps = timestamping([{ url: authority.tsa }], { trust });
  sealer = padesSealer(fileKey(pem), { timestamps, revocation: webRevocation(), trust });
});
beforeEach(() => authority.down.clear());
afterAll(() => Promise.all([world.stop(), authority.server.stop()]));

const open = async (): Promise<Sealer> => sealer;

const sealedBy = async (untimed: 'hold' | 'upgrade'): Promise<string> => {
  const id = await completed(world, altered(['agency.untimed', untimed]));
  await seal({ ...world, sealer: open }, id);
  await notify(world, id);
  return id;
};

/** The last sealed file of a document, and what our own check finds in it. */
async function checked(id: string) {
  const { sealed, unsigned } = await stateOf(world, id);
  const [file, confirmed] = await Promise.all([
    world.files.get(sealedKey(id, sealed?.sha256 ?? '')),
    world.files.get(unsignedKey(id, unsigned?.sha256 ?? '')),
  ]);
  return { file, check: await sealer.check(file, confirmed) };
}

describe('with all authorities at hand', () => {
  test('a seal is at B-T at once, and at B-LTA after its upgrade', async () => {
    const id = await sealedBy('upgrade');
    const first = await checked(id);
    expect((await stateOf(world, id)).sealed).toMatchObject({
      level: 'B-T',
      goal: 'B-LTA',
      stamped: { by: 'Stempel' },
    });
    await upgrade({ ...world, sealer: open }, id);
    const { file, check } = await checked(id);
    expect(check).toMatchObject({ ok: true, level: 'B-LTA' });
    expect((await stateOf(world, id)).sealed).toMatchObject({ level: 'B-LTA', goal: 'B-LTA' });
    expect(Buffer.compare(file.subarray(0, first.file.length), first.file)).toBe(0);
  });

  test('the daily trial goes all the way', async () => {
    await sweep(world);
    const day = canaryDay(world.clock());
    await canary({ ...world, sealer: open }, day);
    expect((await world.ledger.canary(day))?.state.result).toMatchObject({
      level: 'B-LTA',
      stamped: { by: 'Stempel' },
      certificateExpiresAt: sealer.expiresAt,
    });
  });
});

describe('without an authority', () => {
  test('a seal waits or stays at B-B, as the agency wishes, until the authority is back', async () => {
    authority.down.add('tsa');
    const waiting = await sealedBy('hold');
    const plain = await sealedBy('upgrade');
    const { status, postponed, shelf } = await stateOf(world, waiting);
    expect([status, postponed?.work, shelf]).toEqual(['signed', 'seal', undefined]);
    expect(postponed?.reason).toContain('No authority gave a timestamp');
    expect((await stateOf(world, plain)).sealed).toMatchObject({ level: 'B-B', goal: 'B-LTA' });
    authority.down.clear();
    await seal({ ...world, sealer: open }, waiting);
    await upgrade({ ...world, sealer: open }, plain);
    expect((await stateOf(world, waiting)).sealed?.level).toBe('B-T');
    expect((await stateOf(world, plain)).sealed?.level).toBe('B-LTA');
    expect((await checked(plain)).check).toMatchObject({ ok: true, level: 'B-LTA' });
  });

  test('that tells of revocation a seal stays at B-T, and no level is claimed', async () => {
    authority.down.add('ocsp').add('crl');
    const id = await sealedBy('upgrade');
    await upgrade({ ...world, sealer: open }, id);
    const { sealed, postponed } = await stateOf(world, id);
    expect(sealed?.level).toBe('B-T');
    expect(postponed?.work).toBe('upgrade');
    expect(postponed?.reason).toContain('ocsp of 127.0.0.1');
  });
});
