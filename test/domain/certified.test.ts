/** Certified signatures: whose name is whose, and which file the next one is made on. */
import { describe, expect, test } from 'vitest';
import { fileToSeal, isSameName } from '../../functions/domain/certified.ts';
import { certifiedKey, unsignedKey } from '../../functions/domain/storage-key.ts';
import { answer, fresh, render, run, SHA, sign } from './life.ts';

describe('the name in a certificate is the signatory’s', () => {
  test.each([
    ['Budi Santoso', 'Budi Santoso'],
    ['BUDI SANTOSO', 'Budi Santoso'],
    ['Siti Rahmawati', 'Siti Rahmawati, S.Sos.'],
    ['SITI RAHMAWATI, S.Sos., M.Si', 'Dra. Hj. Siti Rahmawati'],
    ['Ahmad Ma’ruf', "Dr. H. Ahmad Ma'ruf, S.E."],
    ['Óscar Núñez', 'Oscar Nunez'],
    ['Budi  Santoso ', 'Budi Santoso'],
    ['BUDI SANTOSO SE', 'Budi Santoso, S.E.'],
    ['Drs. H. Budi Santoso', 'Budi Santoso SE, S.E.'],
  ])('%s for %s', (certified, signer) => {
    expect(isSameName(certified, signer)).toBe(true);
  });

  test.each([
    ['Budi', 'Budi Santoso'],
    ['A. Yani', 'Moh. Yani'],
    ['R. Budi', 'dr. Budi'],
    ['MUHAMMAD RIDWAN', 'Muh. Ridwan, S.H.'],
    ['Budi Santosa', 'Budi Santoso'],
    ['Santoso Budi', 'Budi Santoso'],
    ['', 'Budi Santoso'],
    ['Drs.', 'Dr.'],
    ['', ''],
  ])('but not %j for %j', (certified, signer) => {
    expect(isSameName(certified, signer)).toBe(false);
  });
});

describe('where signatories sign with certificates', () => {
  const before = fresh([1, 1]);
  const agency = { ...before.draft.agency, certifier: 'bsre' as const };
  const state = run({ ...before, draft: { ...before.draft, agency } }, render);
  const certified = (base: string, sha256: string) => ({
    certified: { provider: 'bsre', base, sha256 },
  });
  const [FIRST, SECOND] = ['1'.repeat(64), '2'.repeat(64)];

  test('the first signature goes on the printed file, each next on the one before', () => {
    expect(fileToSeal(state)?.key).toBe(unsignedKey(state.draft.id, SHA));
    const once = run(state, sign(1, certified(SHA, FIRST)));
    expect(fileToSeal(once)).toEqual({ sha256: FIRST, key: certifiedKey(state.draft.id, FIRST) });
    const twice = run(once, sign(2, certified(FIRST, SECOND)));
    expect([fileToSeal(twice)?.sha256, twice.status]).toEqual([SECOND, 'signed']);
  });

  test('one on a file that is no longer the last is to be made again', () => {
    const once = run(state, sign(1, certified(SHA, FIRST)));
    expect(answer(once, sign(2, certified(SHA, SECOND)))).toBe('contended');
    expect(answer(state, sign(1, certified(FIRST, SECOND)))).toBe('contended');
  });

  test('one given twice stands as it was given first', () => {
    const once = run(state, sign(1, certified(SHA, FIRST)));
    expect(answer(once, sign(1, certified(SHA, SECOND)))).toEqual([]);
  });

  test('none without a certificate is taken, and none with one elsewhere', () => {
    expect(answer(state, sign(1))).toBe('notCertified');
    expect(answer(run(before, render), sign(1, certified(SHA, FIRST)))).toBe('notCertified');
  });
});
