import { describe, expect, it } from 'vitest';
import { AGENCY_LEVELS } from '../../functions/domain/agency.ts';
import { begets } from '../../functions/domain/begets.ts';
import type { Declaration } from '../../functions/domain/declaration.ts';
import { addressesOf } from '../../functions/domain/people.ts';
import { SIGNING_MODES } from '../../functions/domain/signing-mode.ts';
import { agency, declaration, NOW, person, pledger, unit } from '../samples/declaration.ts';

const plansOf = (change: Partial<Declaration>) => begets(declaration(change), NOW);
const only = { signatories: [], pledges: [] };
const leader = person('Wali Kota');

const action = {
  area: 'management',
  activity: 'Menyusun tim kerja',
  indicator: 'Tim kerja terbentuk',
  target: '1 SK',
  month: '2022-10',
  personInCharge: 'Sekretaris',
  evidence: 'SK tim kerja',
} as const;

/** Role, name and order group of each signatory of the first document. */
const parts = (change: Partial<Declaration>) =>
  plansOf(change)[0]?.signers.map(({ role, name, group }) => [role, name, group]);

describe('which documents a declaration begets', () => {
  it('one charter per unit, then the pledges', () => {
    const plans = plansOf({ units: [unit('Dinas Satu'), unit('Dinas Dua')] });
    expect(plans.map(({ kind, title }) => [kind, title])).toEqual([
      ['charter', 'Piagam Pencanangan Pembangunan Zona Integritas Dinas Satu'],
      ['charter', 'Piagam Pencanangan Pembangunan Zona Integritas Dinas Dua'],
      ['pledge', 'Pakta Integritas Pegawai'],
    ]);
  });

  it('one joint charter for all units and for the agencies that declare together', () => {
    const partners = [{ name: 'Kabupaten Lain', leader: person('Bupati') }];
    const units = [unit('A'), unit('B'), unit('C')];
    const [charter, ...rest] = plansOf({ ...only, leader, charterMode: 'joint', units, partners });
    expect(rest).toEqual([]);
    expect(charter).toMatchObject({ title: expect.stringContaining('Pemerintah Kota Contoh') });
    expect(charter?.units).toHaveLength(3);
    expect(charter?.partners).toEqual(['Kabupaten Lain']);
    expect(charter?.signers.find(({ name }) => name === 'Bupati')).toMatchObject({
      role: 'declarer',
      institution: 'Kabupaten Lain',
    });
  });

  it('commitment, action plans of units that have one, collective pledges, and last the minutes', () => {
    const units = [unit('Dinas Satu', { actions: [action] }), unit('Dinas Dua')];
    const sheet = { unit: 'Dinas Dua', members: [person('Ani'), person('Budi')] };
    const plans = plansOf({
      units,
      charterMode: 'none',
      commitment: true,
      minutes: true,
      collectivePledges: [sheet],
    });
    expect(plans.map(({ kind }) => kind)).toEqual([
      'commitment',
      'action-plan',
      'pledge',
      'pledge',
      'minutes',
    ]);
    expect(plans[1]).toMatchObject({ units: [{ name: 'Dinas Satu' }], actions: [action] });
    expect(plans[3]).toMatchObject({
      collective: true,
      title: 'Pakta Integritas Pegawai Dinas Dua',
    });
    expect(plans[3]?.signers).toHaveLength(2);
  });

  it('nothing while the event is only planned', () => {
    expect(plansOf({ event: { status: 'planned' }, commitment: true })).toEqual([]);
  });

  it('nothing for a unit that is only proposed; joint documents name it apart', () => {
    const units = [unit('Dinas Satu'), unit('Dinas Dua', { standing: 'proposed' })];
    expect(plansOf({ ...only, units }).map(({ title }) => title)).toHaveLength(1);
    const [joint] = plansOf({ ...only, leader, units, charterMode: 'joint' });
    expect(joint?.units.map(({ name }) => name)).toEqual(['Dinas Satu']);
    expect(joint?.proposedUnits.map(({ name }) => name)).toEqual(['Dinas Dua']);
    expect(joint?.signers.map(({ name }) => name)).not.toContain('Ketua Dinas Dua');
  });

  it('thirty units of a city: thirty charters and one commitment signed by all their heads', () => {
    const units = Array.from({ length: 30 }, (_, index) => unit(`Unit ${index + 1}`));
    const plans = plansOf({ ...only, leader, units, commitment: true });
    const kinds = Object.groupBy(plans, ({ kind }) => kind);
    expect(kinds.charter).toHaveLength(30);
    expect(kinds.commitment).toHaveLength(1);
    expect(kinds.commitment?.[0]?.signers).toHaveLength(32);
  });

  it('documents of a unit bear its name also where other agencies declare together', () => {
    const partners = [{ name: 'Kabupaten Lain', leader: person('Bupati') }];
    const units = [unit('Dinas Satu', { actions: [action] }), unit('Dinas Dua')];
    const titles = plansOf({ ...only, leader, units, partners, commitment: true }).map(
      ({ title }) => title,
    );
    expect(titles).toEqual([
      'Piagam Pencanangan Pembangunan Zona Integritas Dinas Satu',
      'Piagam Pencanangan Pembangunan Zona Integritas Dinas Dua',
      'Komitmen Bersama Pembangunan Zona Integritas Pemerintah Kota Contoh',
      'Rencana Aksi Pembangunan Zona Integritas Dinas Satu',
    ]);
  });

  it('keeps a number that was given elsewhere', () => {
    const units = [unit('Dinas Satu', { numbers: { charter: '1/A/2022' } })];
    expect(plansOf({ ...only, units })[0]?.number).toBe('1/A/2022');
    const joint = { ...only, charterMode: 'joint', numbers: { charter: '2/B/2022' } } as const;
    expect(plansOf(joint)[0]?.number).toBe('2/B/2022');
  });
});

describe('who signs a charter', () => {
  const base = { ...only, leader, witnesses: [person('Saksi')] };

  it.each([
    ['together', ['declarer', 'declarer', 'witness']],
    ['leaderAlone', ['declarer', 'witness']],
    ['leaderAcknowledges', ['declarer', 'witness', 'acknowledging']],
    ['leaderWitnesses', ['declarer', 'witness', 'witness']],
  ] as const)('in the mode %s: %o', (signingMode, roles) => {
    expect(parts({ ...base, signingMode })?.map(([role]) => role)).toEqual(roles);
  });

  it.each([
    ['kota', 'declarer'],
    ['vertical', 'declarer'],
    ['court', 'witness'],
    ['ministry', 'declarer'],
  ] as const)(
    'the leader of a %s signs as %s, unless the agency or the declaration says otherwise',
    (level, role) => {
      const roleOf = (change: Partial<Declaration>) =>
        parts({ ...base, ...change })?.find(([, name]) => name === leader.name)?.[0];
      expect(roleOf({ agency: agency({ level }) })).toBe(role);
      const own = agency({ level, signingMode: 'leaderAcknowledges' });
      expect(roleOf({ agency: own })).toBe('acknowledging');
      expect(roleOf({ agency: own, signingMode: 'leaderWitnesses' })).toBe('witness');
    },
  );

  it('every level and every mode has its answer', () => {
    for (const level of AGENCY_LEVELS)
      for (const signingMode of SIGNING_MODES)
        expect(parts({ ...base, agency: agency({ level }), signingMode })).not.toEqual([]);
  });

  it('unit head, then leader, then witness, then who acknowledges', () => {
    const signatories = [{ ...person('Gubernur'), role: 'acknowledging' as const }];
    expect(parts({ ...base, signatories })).toEqual([
      ['declarer', 'Ketua Dinas Satu', 1],
      ['declarer', 'Wali Kota', 2],
      ['witness', 'Saksi', 3],
      ['acknowledging', 'Gubernur', 4],
    ]);
  });

  it('witnesses sign after everyone else, whatever groups the admin chose', () => {
    const signatories = [{ ...person('Gubernur'), role: 'coSigner' as const, group: 7 }];
    expect(parts({ ...base, signatories })?.at(-1)).toEqual(['witness', 'Saksi', 8]);
  });

  it.each(['witness', 'acknowledging'] as const)(
    'somebody who signs as %s never signs before the leader, whatever group the admin chose',
    (role) => {
      const signatories = [{ ...person('Gubernur'), role, group: 1 }];
      const signed = parts({ ...base, signatories }) ?? [];
      expect(signed[1]).toEqual(['declarer', 'Wali Kota', 2]);
      expect(signed.find(([, name]) => name === 'Gubernur')).toEqual([role, 'Gubernur', 3]);
    },
  );

  it('who is merely present signs nothing', () => {
    const present = [{ name: 'Tamu', position: 'Kapolres' }];
    const plans = plansOf({ ...base, present, commitment: true, minutes: true });
    const names = plans.flatMap(({ signers }) => signers.map(({ name }) => name));
    expect(names).not.toContain('Tamu');
  });
});

describe('who signs the other documents', () => {
  const signersOf = (change: Partial<Declaration>, kind: string) =>
    plansOf(change)
      .find((plan) => plan.kind === kind)
      ?.signers.map(({ role, name }) => [role, name]);

  it('minutes: leader and witnesses; without a leader the unit heads', () => {
    const base = { ...only, minutes: true };
    expect(signersOf({ ...base, leader }, 'minutes')).toEqual([
      ['declarer', 'Wali Kota'],
      ['witness', 'Sekretaris Daerah'],
    ]);
    expect(signersOf(base, 'minutes')).toEqual([
      ['declarer', 'Ketua Dinas Satu'],
      ['witness', 'Sekretaris Daerah'],
    ]);
  });

  it('an action plan: the unit head, and the leader acknowledges', () => {
    const units = [unit('Dinas Satu', { actions: [action] })];
    expect(signersOf({ ...only, leader, units }, 'action-plan')).toEqual([
      ['declarer', 'Ketua Dinas Satu'],
      ['acknowledging', 'Wali Kota'],
    ]);
  });

  it('a pledge: who pledges, before the superior', () => {
    expect(signersOf({}, 'pledge')).toEqual([
      ['declarer', 'Pegawai'],
      ['superior', 'Ketua Dinas Satu'],
    ]);
  });
});

describe('people', () => {
  it('one address is one person in all documents of a declaration', () => {
    const plans = plansOf({ leader: person('Wali Kota'), signatories: [], commitment: true });
    const numbersOf = (name: string) =>
      plans.flatMap(({ signers }) =>
        signers.filter((signer) => signer.name === name).map((signer) => signer.person),
      );
    expect(new Set(numbersOf('Ketua Dinas Satu'))).toEqual(new Set([1]));
    expect(numbersOf('Ketua Dinas Satu')).toHaveLength(3);
    expect(new Set(numbersOf('Wali Kota')).size).toBe(1);
    expect(numbersOf('Pegawai')).not.toEqual(numbersOf('Wali Kota'));
  });

  it('who is on record keeps the number that links lead by, whatever the order is now', () => {
    const one = declaration({ commitment: true });
    const recorded = addressesOf(begets(one, NOW)).toReversed();
    const plans = begets(one, NOW, recorded);
    expect(addressesOf(plans)).toEqual(recorded);
    for (const { person: number, email } of plans.flatMap(({ signers }) => signers))
      expect(recorded[number - 1]).toBe(email);
  });

  it('staff and leaders pledge alike, whoever they are', () => {
    const boss = { ...pledger('Kepala'), rankAndFile: false };
    expect(plansOf({ pledges: [boss] }).at(-1)?.rankAndFile).toBe(false);
  });
});
