import { describe, expect, it } from 'vitest';
import { checkDeclaration } from '../../functions/domain/check.ts';
import type { Declaration } from '../../functions/domain/declaration.ts';
import type { Person } from '../../functions/domain/signer.ts';
import { agency, declaration, HELD, NOW, person, pledger, unit } from '../samples/declaration.ts';

const findings = (change: Partial<Declaration>) => checkDeclaration(declaration(change), NOW);
const codes = (change: Partial<Declaration>) =>
  findings(change).map(({ severity, code, field }) => [severity, code, field]);

const many = (count: number): readonly Person[] =>
  Array.from({ length: count }, (_, index) => person(`Orang ${index}`));
const sheet = { unit: 'Dinas Satu', members: [person('Ani')] };
const coverage = (staffSigned: number) => ({ leader: true, staffSigned, staffTotal: 100 });

describe('checks of a declaration', () => {
  it('find nothing amiss in the sample', () => {
    expect(codes({})).toEqual([]);
  });

  it.each<[Partial<Declaration>, string, string]>([
    [{ event: { ...HELD, weekday: 'Kamis' } }, 'weekdayMismatch', 'event.weekday'],
    [{ deadline: '2026-11-20' }, 'deadlineOutOfRange', 'deadline'],
    [{ deadline: '2028-01-01' }, 'deadlineOutOfRange', 'deadline'],
    [{ charterMode: 'none', pledges: [] }, 'noDocument', 'charterMode'],
    [{ charterMode: 'none', minutes: true }, 'minutesOfNothing', 'minutes'],
    [{ units: [unit('Dinas Satu'), unit('dinas  satu')] }, 'duplicateUnit', 'units.1.name'],
    [
      { units: [unit('Dinas Satu', { rollout: 1 }), unit('Dinas Dua', { rollout: 1 })] },
      'duplicateRollout',
      'units.1.rollout',
    ],
    [
      { units: [unit('Dinas Satu', { acronym: 'DS' }), unit('Dinas Sosial', { acronym: 'ds' })] },
      'duplicateAcronym',
      'units.1.acronym',
    ],
    [{ units: [], pledges: [] }, 'noUnit', 'units'],
    [{ units: [unit('Dinas Satu', { standing: 'proposed' })], pledges: [] }, 'noUnit', 'units'],
    [{ witnesses: [person('Wali Kota')] }, 'witnessDeclares', 'witnesses.0.name'],
    [
      { witnesses: [person('Lain', { email: 'WALI.KOTA@example.test' })] },
      'witnessDeclares',
      'witnesses.0.name',
    ],
    [
      { leader: person('Sekretaris Daerah'), signingMode: 'together' },
      'witnessDeclares',
      'witnesses.0.name',
    ],
    [{ witnesses: [person('Saksi'), person('Saksi')] }, 'duplicateSignatory', 'witnesses.1.name'],
    [
      { pledges: [pledger('Budi'), { ...pledger('Ani'), email: 'budi@example.test' }] },
      'sharedAddress',
      'pledges.1.email',
    ],
    [{ pledges: [pledger('Budi'), pledger('Budi')] }, 'duplicatePledge', 'pledges.1.name'],
    [
      { pledges: [pledger('Ani')], collectivePledges: [sheet] },
      'duplicatePledge',
      'collectivePledges.0.members.0.name',
    ],
    [
      { pledges: [{ ...pledger('Budi'), superior: person('Budi') }] },
      'ownSuperior',
      'pledges.0.superior',
    ],
    [
      { collectivePledges: [{ ...sheet, superior: person('Ani') }] },
      'ownSuperior',
      'collectivePledges.0.superior',
    ],
    [{ pledges: [{ ...pledger('Budi'), unit: 'X' }] }, 'unknownUnit', 'pledges.0.unit'],
    [{ collectivePledges: [{ ...sheet, unit: 'X' }] }, 'unknownUnit', 'collectivePledges.0.unit'],
    [
      { units: [unit('Dinas Satu', { head: undefined })], signatories: [] },
      'noDeclarer',
      'units.0.head',
    ],
    [{ charterMode: 'joint', units: [], signatories: [], pledges: [] }, 'noDeclarer', 'leader'],
    // The head is named, but only the leader declares.
    [{ signingMode: 'leaderAlone', signatories: [] }, 'noDeclarer', 'leader'],
    [
      { pledgesElsewhere: { leader: true, staffSigned: 81, staffTotal: 80 } },
      'moreThanStaff',
      'pledgesElsewhere.staffSigned',
    ],
    [
      { signatories: many(140).map((one) => ({ ...one, role: 'declarer' })) },
      'tooManySigners',
      'signatories',
    ],
    [
      { partners: [{ name: 'Kabupaten Lain', leader: person('Bupati') }] },
      'partnersSignNothing',
      'partners',
    ],
    [{ numbers: { charter: '1/2022' } }, 'numberWithoutDocument', 'numbers.charter'],
    [{ numbers: { minutes: '1/2022' } }, 'numberWithoutDocument', 'numbers.minutes'],
    [
      {
        pledges: [
          { ...pledger('A'), number: '7' },
          { ...pledger('B'), number: '7' },
        ],
      },
      'duplicateNumber',
      'pledges.1.number',
    ],
  ])('%o is an error: %s at %s', (change, code, field) => {
    expect(codes(change)).toContainEqual(['error', code, field]);
  });

  it.each<[Partial<Declaration>, 'strong' | 'mild', string, string]>([
    [{ witnesses: [] }, 'mild', 'noWitness', 'witnesses'],
    [{ event: { ...HELD, date: '2026-11-22' } }, 'mild', 'dayAhead', 'event.date'],
    [{ event: { ...HELD, date: '0022-09-21' } }, 'strong', 'noBasis', 'event.date'],
    [{ event: { status: 'planned' } }, 'mild', 'plannedOnly', 'event.status'],
    [
      { event: { ...HELD, publicationUrl: undefined } },
      'mild',
      'noPublication',
      'event.publicationUrl',
    ],
    [
      { units: [unit('Dinas Satu'), unit('Dinas Dua', { head: undefined })], charterMode: 'joint' },
      'mild',
      'noUnitHead',
      'units.1.head',
    ],
    [
      { units: [unit('Dinas Satu', { proposedFor: 'WBBM' })] },
      'strong',
      'wbbmWithoutWbk',
      'units.0.proposedFor',
    ],
    [
      { pledgesElsewhere: { ...coverage(90), leader: false } },
      'strong',
      'leaderUnpledged',
      'pledgesElsewhere.leader',
    ],
    [{ pledgesElsewhere: undefined }, 'mild', 'coverageUnknown', 'pledgesElsewhere'],
    [{ pledgesElsewhere: coverage(20) }, 'mild', 'coverageLow', 'pledgesElsewhere.staffSigned'],
    [
      { leader: person('Rudi', { position: 'Pj. Wali Kota' }) },
      'mild',
      'prefixInPosition',
      'leader.position',
    ],
    [
      { leader: person('Rudi', { position: 'Penjabat Wali Kota' }) },
      'mild',
      'prefixInPosition',
      'leader.position',
    ],
  ])('%o is a warning, and does not block: %s %s at %s', (change, weight, code, field) => {
    expect(codes(change)).toContainEqual([weight, code, field]);
    expect(codes(change).filter(([severity]) => severity === 'error')).toEqual([]);
  });

  it('a charter may name WBK and WBBM, and a unit that holds WBK may be proposed for WBBM', () => {
    const units = [unit('Dinas Satu', { holds: ['WBK'], proposedFor: 'WBBM' })];
    expect(codes({ units, target: ['WBK', 'WBBM'] })).toEqual([]);
  });

  it('the agency says what majority of its staff is', () => {
    const majority = agency({ coverageMajority: 80 });
    expect(codes({ pledgesElsewhere: coverage(70) })).toEqual([]);
    expect(codes({ pledgesElsewhere: coverage(70), agency: majority })).toEqual([
      ['mild', 'coverageLow', 'pledgesElsewhere.staffSigned'],
    ]);
  });

  it('who pledges in this declaration counts', () => {
    const pledges = many(40).map((one) => ({ ...one, rankAndFile: true }));
    expect(codes({ pledges, pledgesElsewhere: coverage(10) })).toEqual([]);
    const leader = person('Wali Kota');
    const own = [{ ...leader, rankAndFile: false }];
    const none = { ...coverage(90), leader: false };
    expect(codes({ leader, signatories: [], pledges: own, pledgesElsewhere: none })).toEqual([]);
  });

  it('who heads two units for the time being signs for each, on one charter or on two', () => {
    const plt = (position: string) => person('Rina', { prefix: 'Plt.', position });
    const units = [
      unit('Dinas Dua', { head: plt('Kepala Dinas Dua') }),
      unit('Dinas Tiga', { head: plt('Kepala Dinas Tiga') }),
    ];
    expect(codes({ units, pledges: [] })).toEqual([]);
    expect(codes({ units, pledges: [], charterMode: 'joint' })).toEqual([]);
  });

  it('where the leader alone declares, heads may witness it, or be the leader in person', () => {
    const [boss, head] = [person('Kepala Kantor'), person('Kepala Seksi')];
    const alone = { signingMode: 'leaderAlone', leader: boss, signatories: [] } as const;
    const both = { ...alone, units: [unit('Dinas Satu', { head })], witnesses: [head] };
    expect(codes(both)).toEqual([]);
    expect(codes({ ...alone, units: [unit('Dinas Satu', { head: boss })] })).toEqual([]);
    // On a commitment the heads declare as well.
    expect(codes({ ...both, commitment: true })).toEqual([
      ['error', 'witnessDeclares', 'witnesses.0.name'],
    ]);
  });

  it('errors come first, then strong warnings, then mild ones', () => {
    const all = findings({
      units: [unit('Dinas Satu', { proposedFor: 'WBBM' })],
      witnesses: [],
      deadline: '2026-11-20',
    }).map(({ severity }) => severity);
    expect(all).toEqual(['error', 'strong', 'mild']);
  });

  it('speak both languages', () => {
    for (const { message } of findings({ witnesses: [], event: { status: 'planned' } })) {
      expect(message.id).not.toBe(message.en);
      expect(message.id.length * message.en.length).toBeGreaterThan(0);
    }
  });
});
