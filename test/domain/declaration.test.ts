import { describe, expect, it } from 'vitest';
import { checkDeclaration } from '../../functions/domain/check.ts';
import {
  DEFAULT_SIGNING_DAYS,
  endOfDay,
  signingDeadline,
} from '../../functions/domain/deadline.ts';
import type { Declaration } from '../../functions/domain/declaration.ts';
import { begets } from '../../functions/domain/declaration.ts';
import { ID_ENTROPY_BYTES, ID_PATTERN, idFrom } from '../../functions/domain/id.ts';
import { legalBasis } from '../../functions/domain/legal-basis.ts';
import { declaration, NOW, person, pledger, unit } from '../samples/declaration.ts';

describe('what a declaration begets', () => {
  it('one charter per unit, signed by head, leader and witness in this order, then the pledges', () => {
    const plans = begets(declaration({ units: [unit('Dinas Satu'), unit('Dinas Dua')] }), NOW);
    expect(plans.map(({ kind }) => kind)).toEqual(['charter', 'charter', 'pledge']);
    expect(plans[0]?.signers.map(({ role, group }) => [role, group])).toEqual([
      ['declarer', 1],
      ['acknowledging', 2],
      ['witness', 3],
    ]);
    expect(plans[2]?.signers.map(({ role }) => role)).toEqual(['declarer', 'superior']);
  });

  it('one joint charter for all units', () => {
    const joint = declaration({ charterMode: 'joint', units: [unit('A'), unit('B'), unit('C')] });
    const [charter, ...rest] = begets({ ...joint, pledges: [] }, NOW);
    expect(rest).toEqual([]);
    expect(charter?.units).toHaveLength(3);
    expect(charter?.signers).toHaveLength(5);
  });

  it('nothing while the event is only planned', () => {
    expect(begets(declaration({ event: { status: 'planned' } }), NOW)).toEqual([]);
  });

  it('witnesses sign after everyone else, whatever the groups of the others', () => {
    const late = declaration({
      signatories: [{ ...person('Gubernur'), role: 'acknowledging', group: 7 }],
    });
    expect(begets(late, NOW)[0]?.signers.at(-1)).toMatchObject({ role: 'witness', group: 8 });
  });
});

describe('checks', () => {
  const codes = (change: Partial<Declaration>) =>
    checkDeclaration(declaration(change), NOW).map(({ code, field }) => [code, field]);
  const held = { status: 'held', date: '2022-09-21', place: 'Balai Kota' } as const;

  it('find nothing amiss in the sample', () => {
    expect(codes({})).toEqual([]);
  });

  it.each<[Partial<Declaration>, string, string]>([
    [{ event: { ...held, weekday: 'Kamis' } }, 'weekdayMismatch', 'event.weekday'],
    [{ units: [unit('Dinas Satu'), unit('dinas  satu')] }, 'duplicateUnit', 'units.1.name'],
    [{ units: [], pledges: [] }, 'noUnit', 'units'],
    [{ witnesses: [person('Wali Kota')] }, 'duplicateSignatory', 'witnesses.0.name'],
    [
      { witnesses: [person('Saksi', { email: 'WALI.KOTA@example.test' })] },
      'sharedAddress',
      'witnesses.0.email',
    ],
    [{ pledges: [pledger('Budi'), pledger('Budi')] }, 'duplicatePledge', 'pledges.1.name'],
    [
      { pledges: [{ ...pledger('Budi'), superior: person('Budi') }] },
      'ownSuperior',
      'pledges.0.superior',
    ],
    [{ pledges: [{ ...pledger('Budi'), unit: 'X' }] }, 'unknownUnit', 'pledges.0.unit'],
    [{ deadline: '2026-11-20' }, 'deadlineOutOfRange', 'deadline'],
    [{ deadline: '2028-01-01' }, 'deadlineOutOfRange', 'deadline'],
    [{ units: [{ name: 'Dinas Satu' }], signatories: [] }, 'noDeclarer', 'signatories'],
    [
      {
        signatories: Array.from({ length: 20 }, (_, n) => ({
          ...person(`Orang ${n}`),
          role: 'declarer' as const,
          group: 2,
        })),
      },
      'tooManySigners',
      'signatories',
    ],
    [{ witnesses: [] }, 'noWitness', 'witnesses'],
    [{ event: { status: 'planned' } }, 'plannedOnly', 'event.status'],
  ])('%o → %s at %s', (change, code, field) => {
    expect(codes(change)).toContainEqual([code, field]);
  });

  it('let one person head two units that have a charter each, but not sign one charter twice', () => {
    const plt = person('Rina', { prefix: 'Plt.' });
    const units = [
      unit('Dinas Satu'),
      { name: 'Dinas Dua', head: plt },
      { name: 'Dinas Tiga', head: plt },
    ];
    expect(codes({ units })).toEqual([]);
    expect(codes({ units, charterMode: 'joint' })).toEqual([
      ['duplicateSignatory', 'units.2.head.name'],
      ['sharedAddress', 'units.2.head.email'],
    ]);
  });

  it('speak both languages', () => {
    for (const { message } of checkDeclaration(declaration({ witnesses: [] }), NOW)) {
      expect(message.id).not.toBe(message.en);
      expect(message.id.length * message.en.length).toBeGreaterThan(0);
    }
  });
});

describe('legal basis by event date', () => {
  it.each([
    ['2016-05-01', ['52/2014']],
    ['2020-11-05', ['52/2014', '10/2019']],
    ['2022-09-21', ['90/2021']],
  ])('on %s a charter rests on %o', (date, keys) => {
    expect(legalBasis('charter', date).map(({ key }) => key)).toEqual(keys);
  });

  it('a pledge rests on 49/2011', () => {
    expect(legalBasis('pledge', '2022-09-21').map(({ key }) => key)).toEqual(['49/2011']);
  });
});

describe('deadlines', () => {
  it('end with the day in the agency’s zone', () => {
    expect(endOfDay('2026-12-01', 'WIB')).toBe('2026-12-01T16:59:59.999Z');
    expect(endOfDay('2026-12-01', 'WIT')).toBe('2026-12-01T14:59:59.999Z');
  });

  it(`are ${DEFAULT_SIGNING_DAYS} days away when none is set`, () => {
    const wish = { date: undefined, zone: 'WIT' as const };
    expect(signingDeadline(wish, NOW)).toBe('2026-12-21T14:59:59.999Z');
  });
});

describe('identifiers', () => {
  it('are sixteen readable characters that keep all the entropy', () => {
    const ids = Array.from({ length: 256 }, (_, byte) =>
      idFrom(new Uint8Array(ID_ENTROPY_BYTES).fill(byte)),
    );
    expect(ids.every((id) => ID_PATTERN.test(id))).toBe(true);
    expect(new Set(ids).size).toBe(256);
  });
});
