/** The self-check: a seal is recorded at the level it has reached, and with nothing beside it. */
import { beforeAll, describe, expect, test } from 'vitest';
import { fileKey } from '../../functions/adapters/key-file.ts';
import { addValidationData } from '../../functions/adapters/pades-dss.ts';
import { scanSignatures } from '../../functions/adapters/pades-scan.ts';
import { padesSealer } from '../../functions/adapters/pades-sealer.ts';
import { appendTo, NO_TIME } from '../../functions/adapters/pades-update.ts';
import { SEAL_LEVELS } from '../../functions/domain/seal-level.ts';
import { derOf, toPem } from '../../infra/local/trust/certificates.ts';
import { flipped, PRINTER_START_MS, type Printed, printedForSeal } from './pades-fixture.ts';
import {
  type Authority,
  answersOf,
  makeAuthority,
  type SealedFiles,
  sealedAtAllLevels,
  stampsWith,
} from './pades-inspect-fixture.ts';

let printed: Printed;
let authority: Authority;
let sealed: SealedFiles;

beforeAll(async () => {
  [printed, authority] = await Promise.all([printedForSeal(), makeAuthority('RSA')]);
  sealed = await sealedAtAllLevels(printed, authority, answersOf(authority));
}, PRINTER_START_MS);

const check = (file: Uint8Array) => sealed.sealer.check(file, printed.pdf);

describe('the check of a seal', () => {
  test.each(SEAL_LEVELS)('finds %s where it has been reached', async (level) => {
    const found = await check(sealed.files[level]);
    expect(found).toMatchObject({ ok: true, sealedBy: 'Segel', level });
    if (found.ok) expect(found.stamped?.by).toBe(level === 'B-B' ? undefined : 'Stempel');
  });

  test('finds B-LTA again where a file has been upgraded from a seal without a timestamp', async () => {
    const upgraded = await sealed.sealer.upgrade(sealed.files['B-B']);
    expect(await check(upgraded)).toMatchObject({ ok: true, level: 'B-LTA' });
  });

  test('refuses validation data of an authority that is not trusted', async () => {
    const stranger = await makeAuthority('EC');
    const issued = { certificate: derOf(stranger.seal), issuer: derOf(stranger.root) };
    const { der } = await answersOf(stranger).answer(issued);
    const data = { certificates: [], ocsps: [der], crls: [] };
    const file = await appendTo(sealed.files['B-T'], NO_TIME, (context) =>
      addValidationData(context, data),
    );
    expect(await check(file)).toEqual({
      ok: false,
      fault: 'The validation data holds something that proves nothing.',
    });
  });

  test('refuses a timestamp of an authority that is not trusted', async () => {
    const stranger = await makeAuthority('EC');
    const sealer = padesSealer(sealed.key, { timestamps: stampsWith(stranger.stamp) });
    const file = await sealer.seal(printed.pdf, sealed.order);
    expect(await check(file)).toEqual({
      ok: false,
      fault: 'The timestamp of the seal does not hold.',
    });
  });

  test.each(SEAL_LEVELS)('refuses an update of another kind after %s', async (level) => {
    const file = sealed.files[level];
    const changed = await appendTo(file, NO_TIME, (context) => {
      context.catalog.getDict().delete('Outlines');
    });
    expect(await check(changed)).toEqual({
      ok: false,
      fault: 'The seal does not cover the whole file.',
    });
  });

  test('refuses another update though a document timestamp covers it', async () => {
    const changed = await appendTo(sealed.files['B-T'], NO_TIME, (context) => {
      context.catalog.getDict().delete('Outlines');
    });
    const covered = await sealed.sealer.upgrade(changed);
    expect(covered.length).toBeGreaterThan(changed.length);
    expect(await check(covered)).toHaveProperty('ok', false);
  });

  test('lets a signature of others lie in the original, and no seal of its own', async () => {
    const other = await makeAuthority('EC');
    const theirs = padesSealer(fileKey(await toPem(other.seal, [other.root.certificate])));
    const plain = { ...sealed.order, places: [], attachments: [] };
    const base = await theirs.seal(printed.pdf, plain);
    const both = await sealed.sealer.seal(base, plain);
    expect(await sealed.sealer.check(both, base)).toMatchObject({ ok: true, level: 'B-T' });
    expect(await sealed.sealer.check(both, printed.pdf)).toEqual({
      ok: false,
      fault: 'The file carries more than one seal.',
    });
    const twice = await sealed.sealer.seal(both, plain);
    expect(await sealed.sealer.check(twice, both)).toHaveProperty('ok', false);
  });

  test('refuses a change in what no signature covers: names, letters of digits, padding', async () => {
    const file = sealed.files['B-T'];
    const [seal] = scanSignatures(file);
    const { start = 0, after = 0 } = seal ?? {};
    const letter = Buffer.from(file).toString('latin1').indexOf('a', start);
    for (const [at, mask] of [
      [letter, 0x20],
      [after - 2, 1],
    ] as const)
      expect(await check(flipped(file, at, mask))).toEqual({
        ok: false,
        fault: 'The seal cannot be read.',
      });
  });
});
