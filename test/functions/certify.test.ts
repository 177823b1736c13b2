/** Signing with a certificate: what is asked of the provider, what is recorded, and in which order. */
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { CONSENT } from '../../functions/domain/consent.ts';
import { certifiedKey, certifierAnswerKey, sealedKey } from '../../functions/domain/storage-key.ts';
import { render } from '../../functions/render/render.ts';
import { seal } from '../../functions/seal/seal.ts';
import {
  certifiedCharter,
  EKO,
  inspector,
  lastFile,
  NIK,
  openedByBoth,
  PASSPHRASE,
  startCertified,
  TRI,
} from './certified.ts';
import { eventsOf, invited, linkHolder, opened, signaturesOf, stateOf } from './flow.ts';
import { expectNotice } from './page.ts';
import { charterFor } from './request.ts';
import { realSealer } from './sealer.ts';
import { ORIGIN } from './signatory.ts';
import { sha256 } from './world.ts';

const WITH_PASSPHRASE = { passphrase: PASSPHRASE };

let stage: Awaited<ReturnType<typeof startCertified>>;
beforeAll(async () => {
  stage = await startCertified();
});
afterAll(() => stage.stop());
afterEach(() => {
  stage.bsre.desk.fault = undefined;
  stage.bsre.desk.gate = async () => {};
});

describe('a signature with a certificate', () => {
  test('is recorded with the file it was made on and the file that came of it', async () => {
    const { world } = stage;
    const { id, eko } = await openedByBoth(world);
    expect((await eko.sign(WITH_PASSPHRASE)).status).toBe(303);
    const { unsigned } = await stateOf(world, id);
    const file = await lastFile(world, id);
    const certified = { provider: 'bsre', base: unsigned?.sha256, sha256: sha256(file) };
    expect(await signaturesOf(world, id)).toMatchObject([
      { signer: 1, sha256: unsigned?.sha256, certified },
    ]);
    expect(await inspector.inspect(file)).toMatchObject([
      { kind: 'signature', by: 'EKO PRASETYO', holds: true, coversWholeFile: true },
    ]);
  });

  test('goes on the bytes of the one before; all begin with the confirmed file', async () => {
    const { world } = stage;
    const { id, eko, tri } = await openedByBoth(world);
    await eko.sign(WITH_PASSPHRASE);
    await tri.sign(WITH_PASSPHRASE);
    const { unsigned, status } = await stateOf(world, id);
    const file = await lastFile(world, id);
    const confirmed = file.subarray(0, unsigned?.sizeBytes);
    expect([status, sha256(confirmed)]).toEqual(['signed', unsigned?.sha256]);
    expect(await inspector.inspect(file)).toMatchObject([
      { by: 'EKO PRASETYO', holds: true },
      { by: TRI, holds: true, coversWholeFile: true },
    ]);
  });

  test('by NIK is one of the same person', async () => {
    const { eko } = await openedByBoth(stage.world);
    expect((await eko.sign({ ...WITH_PASSPHRASE, nik: ` ${NIK} ` })).status).toBe(303);
  });

  test('given twice is asked of the provider once', async () => {
    const { world, signatures } = stage;
    const { id, eko } = await openedByBoth(world);
    const form = { ...(await eko.form()), ...WITH_PASSPHRASE };
    const before = signatures();
    await eko.post('/sign', form);
    expect((await eko.post('/sign', form)).status).toBe(303);
    expect(signatures() - before).toBe(1);
    expect(await signaturesOf(world, id)).toHaveLength(1);
  });

  test('is not asked for of agencies that sign without', async () => {
    const { world, signatures } = stage;
    const before = signatures();
    const { id, who } = await opened(world, charterFor([EKO]));
    expect(await (await who.get()).text()).not.toContain('name="passphrase"');
    expect((await who.sign()).status).toBe(303);
    expect(await signaturesOf(world, id)).not.toHaveProperty('0.certified');
    expect(signatures()).toBe(before);
  });
});

test('two signatories at the same moment: both signatures end up in the file', async () => {
  const { world, bsre } = stage;
  const { id, eko, tri } = await openedByBoth(world);
  const { promise: both, resolve: bothAreThere } = Promise.withResolvers<void>();
  let arrived = 0;
  bsre.desk.gate = async () => {
    arrived += 1;
    if (arrived === 2) bothAreThere();
    await both;
  };
  const answers = await Promise.all([eko.sign(WITH_PASSPHRASE), tri.sign(WITH_PASSPHRASE)]);
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  const found = await inspector.inspect(await lastFile(world, id));
  expect(found.map(({ by, holds }) => `${by} ${holds}`).sort()).toEqual([
    'EKO PRASETYO true',
    `${TRI} true`,
  ]);
  const [first, second] = await signaturesOf(world, id);
  expect(second).toHaveProperty('certified.base', Object(first).certified.sha256);
  // The loser's first file is nobody's: it lacks the winner's signature.
  expect(arrived).toBe(3);
});

test('the seal goes on the last certified file; all signatures hold in what is sealed', async () => {
  const { world } = stage;
  const { id, eko, tri } = await openedByBoth(world);
  await eko.sign(WITH_PASSPHRASE);
  await tri.sign(WITH_PASSPHRASE);
  const certified = await lastFile(world, id);
  await render(world, id);
  await seal({ ...world, sealer: realSealer }, id);
  const { status, shelf, sealed, unsigned } = await stateOf(world, id);
  expect([status, shelf]).toEqual(['sealed', undefined]);
  const file = await world.files.get(sealedKey(id, sealed?.sha256 ?? ''));
  expect(Buffer.compare(file.subarray(0, certified.length), certified)).toBe(0);
  expect(sha256(file.subarray(0, unsigned?.sizeBytes))).toBe(unsigned?.sha256);
  expect(await inspector.inspect(file)).toMatchObject([
    { by: 'EKO PRASETYO', holds: true, coversWholeFile: false },
    { by: TRI, holds: true, coversWholeFile: false },
    { by: sealed?.sealedBy, holds: true, coversWholeFile: true },
  ]);
});

test('a certificate in another name is on record as such, and no reason to refuse', async () => {
  const { world, bsre } = stage;
  const { id, eko, tri } = await openedByBoth(world);
  bsre.desk.holders = bsre.desk.holders.map((one) =>
    one.nik === NIK ? { ...one, name: 'E. PRASETYO' } : one,
  );
  await eko.sign(WITH_PASSPHRASE);
  await tri.sign(WITH_PASSPHRASE);
  bsre.desk.holders = bsre.desk.holders.map((one) =>
    one.nik === NIK ? { ...one, name: 'EKO PRASETYO' } : one,
  );
  const [first, second] = await signaturesOf(world, id);
  expect(first).toHaveProperty('certified.otherName', 'E. PRASETYO');
  expect(second).not.toHaveProperty('certified.otherName');
});

test('proofs and a timestamp that a provider adds to its signature are taken with it', async () => {
  const { world, bsre } = stage;
  const { id, eko, tri } = await openedByBoth(world);
  bsre.desk.addsProofs = true;
  await eko.sign(WITH_PASSPHRASE);
  await tri.sign(WITH_PASSPHRASE);
  bsre.desk.addsProofs = false;
  const file = await lastFile(world, id);
  expect((await inspector.inspect(file)).map(({ kind, holds }) => `${kind} ${holds}`)).toEqual([
    'signature true',
    'timestamp true',
    'signature true',
    'timestamp true',
  ]);
  await render(world, id);
  await seal({ ...world, sealer: realSealer }, id);
  expect((await stateOf(world, id)).status).toBe('sealed');
});

test('an answer that cannot be used is kept all the same', async () => {
  const { world, bsre } = stage;
  const { id, eko } = await openedByBoth(world);
  bsre.desk.fault = 'signsAnotherFile';
  await expectNotice(await eko.sign(WITH_PASSPHRASE), 503, 'certifierFault');
  const { unsigned } = await stateOf(world, id);
  const key = certifierAnswerKey(id, { base: unsigned?.sha256 ?? '', signer: 1 });
  expect(await world.files.find(key)).toBeDefined();
});

describe('verify before retry:', () => {
  test('a signature whose answer was lost is made again, and stands in the file once', async () => {
    const { world, bsre, signatures } = stage;
    const { id, eko } = await openedByBoth(world);
    const before = await world.record();
    bsre.desk.fault = 'hangsUpAfterSigning';
    await expectNotice(await eko.sign(WITH_PASSPHRASE), 503, 'certifierSilent');
    expect(await world.record()).toEqual(before);
    const asked = signatures();
    bsre.desk.fault = undefined;
    expect((await eko.sign(WITH_PASSPHRASE)).status).toBe(303);
    expect(signatures() - asked).toBe(1);
    expect(await inspector.inspect(await lastFile(world, id))).toHaveLength(1);
  });

  test('a signature that is there and was not recorded is used, not asked for again', async () => {
    const { world, bsre, signatures } = stage;
    const { id, eko } = await openedByBoth(world);
    bsre.desk.fault = 'isNotTrusted';
    await expectNotice(await eko.sign(WITH_PASSPHRASE), 503, 'certifierFault');
    expect(await signaturesOf(world, id)).toEqual([]);
    const asked = signatures();
    bsre.desk.fault = undefined;
    expect((await eko.sign(WITH_PASSPHRASE)).status).toBe(303);
    expect(signatures()).toBe(asked);
    const [{ sha256: file } = { sha256: '' }] = (await signaturesOf(world, id)).map(
      (event) => Object(event).certified,
    );
    expect(sha256(await world.files.get(certifiedKey(id, file)))).toBe(file);
  });
});

test('passphrase and NIK are in no commit, no file, no log and on no page', async () => {
  const { world, bsre } = stage;
  const written: string[] = [];
  const keep = (chunk: string | Uint8Array): boolean => written.push(String(chunk)) > 0;
  const streams = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation(keep),
  );
  const { id, eko } = await openedByBoth(world);
  const secret = { passphrase: PASSPHRASE, nik: NIK };
  const pages: Response[] = [];
  pages.push(await eko.sign({ ...secret, passphrase: `${PASSPHRASE}, salah` }));
  bsre.desk.fault = 'hangsUpAfterSigning';
  pages.push(await eko.sign(secret));
  bsre.desk.fault = 'changesBytes';
  pages.push(await eko.sign(secret));
  bsre.desk.fault = undefined;
  pages.push(await eko.sign(secret), await eko.get());
  for (const stream of streams) stream.mockRestore();
  expect(pages.map(({ status }) => status)).toEqual([422, 503, 503, 303, 200]);
  const told = [
    ...written,
    ...(await Promise.all(pages.map((page) => page.text()))),
    JSON.stringify([await eventsOf(world, id), await stateOf(world, id), await world.record()]),
    Buffer.from(await lastFile(world, id)).toString('latin1'),
  ].join('\n');
  expect(told).toContain('no certified signature');
  for (const word of [PASSPHRASE, NIK, bsre.password]) expect(told).not.toContain(word);
});

test('an agency that signs with certificates is not signed for where no provider is set', async () => {
  const { plain } = stage;
  const id = await invited(plain, certifiedCharter([EKO]));
  const eko = linkHolder(plain, id, 1);
  await eko.open();
  const page = await (await eko.get()).text();
  expect(page).toContain('name="passphrase"');
  await expectNotice(await eko.sign(WITH_PASSPHRASE), 503, 'certifierSilent');
  expect(await signaturesOf(plain, id)).toEqual([]);
});

test('the rulebook takes no signature without a certificate where one is due', async () => {
  const { world } = stage;
  const { id } = await openedByBoth(world);
  const { unsigned } = await stateOf(world, id);
  const sign = {
    type: 'sign',
    signer: 1,
    round: 1,
    sha256: unsigned?.sha256 ?? '',
    consent: CONSENT,
    origin: ORIGIN,
  } as const;
  const by = { type: 'signer', signer: 1 } as const;
  const outcome = await world.execute(id, sign, by);
  expect(outcome).toEqual({ ok: false, refusal: { reason: 'notCertified' } });
  const certified = { provider: 'bsre', base: sha256('another'), sha256: sha256('x') } as const;
  const late = await world.execute(id, { ...sign, certified }, by);
  expect(late).toEqual({ ok: false, refusal: { reason: 'contended' } });
});
