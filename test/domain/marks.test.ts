/** The visible marks: which field shows what, told from the record alone. */
import { describe, expect, test } from 'vitest';
import type { Zone } from '../../functions/domain/deadline.ts';
import type { Mark } from '../../functions/domain/mark.ts';
import { markPlaces, SEAL_FIELD, signatoryMarks } from '../../functions/domain/marks.ts';
import { completed, signedCommit } from '../samples/completed.ts';

const NIGHT = '2026-12-31T16:30:00.000Z';

const labelsAt = (zone: Zone, utc: string): readonly string[] => {
  const { state, commits } = completed({ timezone: zone, signedAt: utc });
  return markPlaces(state, commits).map(({ label }) => label);
};

describe('the places of the marks', () => {
  test('are every signatory’s field in the order of the document, then the seal’s', () => {
    const { state, commits } = completed();
    const places = markPlaces(state, commits);
    const numbers = state.draft.signers.map(({ number }) => number);
    expect(places.map(({ field }) => field)).toEqual([
      ...numbers.map((number) => `Signature-${number}`),
      SEAL_FIELD,
    ]);
    expect(places.map(({ page }) => page)).toEqual([...places.keys()]);
  });

  test('do not depend on the order in which people signed', () => {
    const { state, commits } = completed();
    expect(markPlaces(state, [...commits].reverse())).toEqual(markPlaces(state, commits));
  });

  test('are the same when more has been recorded since', () => {
    const { state, commits } = completed();
    const [last] = commits.slice(-1);
    if (last === undefined) throw new Error('the sample has no commits');
    const later = { ...last, events: [{ type: 'DocumentRetried', work: 'seal' }] } as const;
    expect(markPlaces(state, [...commits, later])).toEqual(markPlaces(state, commits));
  });

  test('are not told before everyone has signed', () => {
    const { state, commits } = completed();
    expect(() => markPlaces(state, commits.slice(1))).toThrow('signatory 1 has not signed');
    const { completedAt: _, ...unfinished } = state;
    expect(() => markPlaces(unfinished, commits)).toThrow('not complete');
  });
});

describe('a label', () => {
  test.each([
    ['WIB', NIGHT, '31 Desember 2026 pukul 23.30.00 WIB (UTC+07:00)'],
    ['WITA', NIGHT, '1 Januari 2027 pukul 00.30.00 WITA (UTC+08:00)'],
    ['WIT', NIGHT, '1 Januari 2027 pukul 01.30.00 WIT (UTC+09:00)'],
    ['WIB', '2027-01-01T16:59:59.999Z', '1 Januari 2027 pukul 23.59.59 WIB (UTC+07:00)'],
    ['WIB', '2027-01-01T17:00:00.000Z', '2 Januari 2027 pukul 00.00.00 WIB (UTC+07:00)'],
  ] as const)('in %s tells the local day and time of %s', (zone, utc, told) => {
    for (const label of labelsAt(zone, utc)) expect(label).toContain(`pada ${told}`);
  });

  test('names the signatory with position and institution, letter by letter', () => {
    const { state, commits } = completed({
      signer: {
        name: 'Đorđe Š. Petrović, S.H.',
        prefix: 'Plt.',
        position: 'Camat “Nusaniwe” & <Sirimau>',
        institution: 'Pemerintah Kota Ambon',
      },
    });
    expect(markPlaces(state, commits)[0]?.label).toBe(
      'Ditandatangani secara elektronik oleh Đorđe Š. Petrović, S.H., ' +
        'Plt. Camat “Nusaniwe” & <Sirimau>, Pemerintah Kota Ambon, ' +
        'pada 21 September 2022 pukul 14.03.22 WIT (UTC+09:00)',
    );
  });

  test('of the seal names the agency and the time of completion, not one of sealing', () => {
    const { state, commits } = completed();
    expect(markPlaces(state, commits).at(-1)?.label).toBe(
      `Segel elektronik ${state.draft.agency.name}; penandatanganan selesai pada ` +
        '21 September 2022 pukul 14.03.22 WIT (UTC+09:00); lembar bukti terlampir',
    );
  });
});

describe('the mark of a signatory', () => {
  test('is the own name as typed where none was left', () => {
    const { state, commits } = completed();
    const [first] = signatoryMarks(state, commits);
    expect(first?.mark).toEqual({ type: 'typed', text: state.draft.signers[0]?.name });
  });

  test('is what the signatory left, typed or drawn', () => {
    const { state, commits } = completed();
    const drawn: Mark = { type: 'drawn', strokes: [[1, 2, 3, 4]] };
    const [, ...others] = commits;
    const marked = [signedCommit(1, { mark: drawn }), ...others];
    expect(signatoryMarks(state, marked)[0]?.mark).toEqual(drawn);
  });
});
