import { describe, expect, it } from 'vitest';
import { AREA_NAMES, AREAS } from '../../functions/domain/area.ts';
import catalogue from '../../functions/domain/areas.json' with { type: 'json' };
import { areasAreTheSix } from '../../functions/domain/check-areas.ts';
import { declaration, NOW } from '../samples/declaration.ts';

const found = (areas: readonly string[]) => areasAreTheSix(declaration({ areas }), NOW);
const SIX = AREAS.map((area) => AREA_NAMES[area]);

/** As the report of Ambon lists them: the areas of bureaucratic reform. */
const EIGHT = [
  'Manajemen Perubahan',
  'Regulasi Kebijakan',
  'Penataan dan Penguatan Organisasi',
  'Penataan Tata Laksana',
  'Penataan Sistem Manajemen SDM',
  'Penguatan Akuntabilitas Kinerja',
  'Penguatan Pengawasan',
  'Peningkatan Kualitas Pelayanan Publik',
];

describe('the areas of change that an agency lists', () => {
  it.each([
    ['none at all', []],
    ['the six by their official names', SIX],
    ['in another order and case', SIX.map((name) => name.toUpperCase()).toReversed()],
    [
      'as worksheets and papers spell them',
      [
        '1. Manajemen Perubahan (MP)',
        '2. Penataan Tata Laksana',
        '3. Penataan Sistem Manajemen Sumber Daya Manusia (SDM)',
        '4. Penguatan Akuntabilitas Kinerja',
        '5. Penguatan  Pengawasan',
        '6. Pelayanan Publik',
      ],
    ],
  ])('may be %s', (_, areas) => {
    expect(found(areas)).toEqual([]);
  });

  it('differ when they are the eight of bureaucratic reform: two do not belong', () => {
    const [finding, ...rest] = found(EIGHT);
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({ severity: 'mild', field: 'areas', code: 'areasDiffer' });
    expect(finding?.message.id).toContain(SIX.join(', '));
    expect(finding?.message.id).toContain(
      'bukan area Zona Integritas: "Regulasi Kebijakan", "Penataan dan Penguatan Organisasi".',
    );
    expect(finding?.message.id).not.toContain('Belum disebut');
    expect(finding?.message.en).toContain('not of Zona Integritas: "Regulasi Kebijakan"');
  });

  it('differ when they are the five by which WBK was once defined: one is wanting', () => {
    const [finding] = found(SIX.slice(0, 5));
    expect(finding?.message.id).toContain(
      'Belum disebut: "Peningkatan Kualitas Pelayanan Publik".',
    );
    expect(finding?.message.id).not.toContain('bukan area');
  });

  it('differ when one is unknown, or named twice', () => {
    expect(found([...SIX, 'Inovasi'])[0]?.message.id).toContain('Tidak dikenal: "Inovasi".');
    expect(found([...SIX, 'Pengawasan'])).toHaveLength(1);
  });

  it('have no spelling that means two of them', () => {
    const spellings = [
      ...SIX,
      ...AREAS.flatMap((area) => catalogue.spellings[area]),
      ...catalogue.reformOnly.names,
    ].map((name) => name.toLowerCase().replaceAll(' ', ''));
    expect(new Set(spellings).size).toBe(spellings.length);
  });
});
