import { describe, expect, it } from 'vitest';
import { predicateSuggestion, termsAreSpeltRight } from '../../functions/domain/check-terms.ts';
import terms from '../../functions/domain/terms.json' with { type: 'json' };
import { declaration, NOW, unit } from '../samples/declaration.ts';

const inAreas = (text: string) => termsAreSpeltRight(declaration({ areas: [text] }), NOW);

describe('misspelt terms', () => {
  it.each([
    ['Wilayah Bersih dari Korupsi', 'Wilayah Bebas dari Korupsi (WBK)'],
    ['WILAYAH  BEBAS KORUPSI', 'Wilayah Bebas dari Korupsi (WBK)'],
    ['daerah bebas korupsi', 'Wilayah Bebas dari Korupsi (WBK)'],
    ['daerah bebas dari korupsi', 'Wilayah Bebas dari Korupsi (WBK)'],
    ['Wawasan Bebas dari Korupsi', 'Wilayah Bebas dari Korupsi (WBK)'],
    ['menuju WBK dan WBB', 'WBBM'],
    ['Wilayah Birokrasi Bersih Melayani', 'Wilayah Birokrasi Bersih dan Melayani (WBBM)'],
    ['Wilayah Birokrasi Bersih', 'Wilayah Birokrasi Bersih dan Melayani (WBBM)'],
    ['Zona Integrasi', 'Zona Integritas'],
    ['Zona Intergritas', 'Zona Integritas'],
    ['Wilayah Birokrat Bersih dan Melayani', 'Birokrasi Bersih'],
    ['Wikayah Bebas dari Korupsi', 'Wilayah'],
    ['Kementerian Pemberdayaan Aparatur Negara', 'Pendayagunaan Aparatur'],
    ['Ombusdman', 'Ombudsman'],
    ['nilai Center Prevention "Baik"', 'Monitoring Center for Prevention (MCP)'],
  ])('"%s" → "%s"', (text, right) => {
    const [finding, ...rest] = inAreas(text);
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({ severity: 'mild', field: 'areas.0', code: 'misspeltTerm' });
    expect(finding?.message.id).toContain(`Tulis "${right}"`);
    expect(finding?.message.en).toContain(`Write "${right}"`);
  });

  it.each([
    'Wilayah Bebas dari Korupsi (WBK) dan Wilayah Birokrasi Bersih dan Melayani (WBBM)',
    'Zona Integritas',
    'SWBBX',
    'Pemberdayaan aparatur desa',
    'Monitoring Center for Prevention',
    ...terms.map(({ right }) => right),
  ])('"%s" is right', (text) => {
    expect(inAreas(text)).toEqual([]);
  });

  it('are found in every text that speaks of Zona Integritas, at their exact path', () => {
    const text = 'WBB';
    const action = {
      area: 'management',
      activity: text,
      indicator: text,
      target: text,
      month: '2026-12',
      personInCharge: text,
      evidence: text,
    } as const;
    const units = [
      unit('Dinas Satu'),
      unit('Dinas WBB', { reasons: [{ assessment: text, source: text }], actions: [action] }),
    ];
    const found = termsAreSpeltRight(declaration({ units, citations: [text], areas: [text] }), NOW);
    expect(found.map(({ field }) => field)).toEqual([
      'citations.0',
      'areas.0',
      'units.1.reasons.0.assessment',
      'units.1.reasons.0.source',
      'units.1.actions.0.activity',
      'units.1.actions.0.indicator',
      'units.1.actions.0.target',
      'units.1.actions.0.evidence',
    ]);
  });

  it('each name where they were read', () => {
    for (const { source } of terms) expect(source.length).toBeGreaterThan(10);
  });
});

describe('the predicate that somebody meant', () => {
  it.each([
    ['wbk', 'WBK'],
    ['W.B.K.', 'WBK'],
    ['Menuju WBK', 'WBK'],
    ['Wilayah Bebas dari Korupsi', 'WBK'],
    ['Wilayah Bersih dari Korupsi', 'WBK'],
    ['Wilayah Bebas Korupsi', 'WBK'],
    ['Wikayah Bebas dari Korupsi', 'WBK'],
    ['daerah bebas korupsi', 'WBK'],
    ['wbbm', 'WBBM'],
    ['WBB', 'WBBM'],
    ['Wilayah Birokrasi Bersih dan Melayani', 'WBBM'],
    ['Wilayah Birokrat Bersih dan Melayani', 'WBBM'],
    ['WBK/WBBM', undefined],
    ['Zona Integritas', undefined],
    ['', undefined],
  ])('"%s" → %s', (text, predicate) => {
    expect(predicateSuggestion(text)).toBe(predicate);
  });
});
