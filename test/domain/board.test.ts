/** The ceremony board: whom it shows where, and what it counts. */
import { describe, expect, it } from 'vitest';
import { boardOf } from '../../functions/domain/board.ts';
import { evolve } from '../../functions/domain/document.ts';
import { type Ceremony, ceremony, cityOf, signedBy } from '../samples/ceremony.ts';
import { HELD, NOW, person, pledger, unit } from '../samples/declaration.ts';

const AT = '2022-09-21T05:03:22.000Z';
const LATER = '2022-09-21T05:04:00.000Z';

const board = ({ state, documents }: Ceremony) => boardOf(state, documents);
const names = (people: readonly { readonly name: string }[]) => people.map(({ name }) => name);
const score = ({ signed, total }: { readonly signed: number; readonly total: number }) =>
  `${signed}/${total}`;

describe('whom the board shows', () => {
  it('heads with their units, leaders and witnesses apart, in the order of the documents', () => {
    const shown = board(ceremony(cityOf(2)));
    expect(shown.units.map(({ name, head }) => [name, head?.name])).toEqual([
      ['Dinas 1', 'Ketua Dinas 1'],
      ['Dinas 2', 'Ketua Dinas 2'],
    ]);
    expect(names(shown.leaders)).toEqual(['Wali Kota']);
    expect(names(shown.witnesses)).toEqual(['Sekretaris Daerah', 'Inspektur']);
  });

  it('everyone once, however many documents they sign', () => {
    const shown = board(ceremony({ ...cityOf(3), charterMode: 'perUnit', commitment: true }));
    expect(names(shown.leaders)).toEqual(['Wali Kota']);
    expect(score(shown.leaders[0]?.tally ?? { signed: 0, total: 0 })).toBe('0/4');
  });

  it('staff who pledge in their unit, and those without one apart', () => {
    const stranger = { ...pledger('Tanpa Unit'), unit: undefined, superior: undefined };
    const shown = board(ceremony({ pledges: [pledger('Rina'), stranger] }));
    expect(names(shown.units[0]?.staff ?? [])).toEqual(['Rina']);
    expect(names(shown.others)).toEqual(['Tanpa Unit']);
  });

  it('a unit whose charter the leader signs alone, without anybody of its own', () => {
    const alone = { signingMode: 'leaderAlone', leader: person('Wali Kota') } as const;
    const made = ceremony({ ...alone, signatories: [], witnesses: [], pledges: [] });
    const signed = board(signedBy(made, 'Wali Kota', { at: AT }));
    expect(signed.units.map(({ head, tally }) => [head, score(tally)])).toEqual([
      [undefined, '1/1'],
    ]);
  });

  it('no address and no number of a person', () => {
    const made = ceremony({
      units: [unit('Dinas Satu', { head: person('Ketua', { nip: '197001011990032001' }) })],
    });
    expect(JSON.stringify(board(made))).not.toMatch(/example\.test|197001011990032001/);
  });
});

describe('what the board counts', () => {
  it('every signature once in total, and in a unit what is about the unit alone', () => {
    const made = ceremony({ ...cityOf(2), charterMode: 'perUnit' });
    const shown = board(signedBy(made, 'Ketua Dinas 1', { at: AT }));
    expect(score(shown.total)).toBe('1/8');
    expect(shown.units.map(({ tally }) => score(tally))).toEqual(['1/4', '0/4']);
  });

  it('what people of a unit sign together with others for their unit too', () => {
    const shown = board(signedBy(ceremony(cityOf(2)), 'Ketua Dinas 2', { at: AT }));
    expect(shown.units.map(({ tally }) => score(tally))).toEqual(['0/1', '1/1']);
  });

  it('the last signature as the latest, with its person and time', () => {
    const made = signedBy(ceremony(cityOf(2)), 'Ketua Dinas 2', { at: LATER });
    const { latest } = board(signedBy(made, 'Ketua Dinas 1', { at: AT }));
    expect([latest?.person.name, latest?.at]).toEqual(['Ketua Dinas 2', LATER]);
    expect(board(ceremony()).latest).toBeUndefined();
  });

  it('no minutes, which tell of the ceremony when it is over', () => {
    const made = ceremony({ ...cityOf(1), minutes: true, event: HELD });
    expect(made.documents.some(({ draft }) => draft.kind === 'minutes')).toBe(true);
    expect(score(board(made).total)).toBe(score(board(ceremony(cityOf(1))).total));
  });

  it('no document that ended without all signatures, and says how many those are', () => {
    const made = ceremony({ ...cityOf(2), charterMode: 'perUnit' });
    const [first, ...others] = made.documents;
    if (first === undefined) throw new Error('nothing was made');
    const voided = evolve(first, { type: 'DocumentVoided', reason: 'Salah nama' }, NOW);
    const shown = board({ ...made, documents: [voided, ...others] });
    expect([shown.ended, score(shown.total)]).toEqual([1, '0/4']);
    expect(shown.units.map(({ name }) => name)).toEqual(['Dinas 2']);
  });

  it('the same whatever order the documents come in', () => {
    const made = signedBy(ceremony({ ...cityOf(3), charterMode: 'perUnit' }), 'Wali Kota', {
      at: AT,
    });
    const turned = { ...made, documents: made.documents.toReversed() };
    expect(board(turned)).toEqual(board(made));
  });
});
