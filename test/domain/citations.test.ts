/** What is said of the regulations that an agency's papers cite; errors as found in public reports. */
import { describe, expect, it } from 'vitest';
import { citationsAreSound } from '../../functions/domain/check-citations.ts';
import { assessmentStillExists } from '../../functions/domain/check-pmprb.ts';
import { readCitation } from '../../functions/domain/citation.ts';
import { declaration, HELD, NOW } from '../samples/declaration.ts';

const ZI =
  'Zona Integritas Menuju Wilayah Bebas dari Korupsi dan Wilayah Birokrasi Bersih dan Melayani';
const MINISTER = 'Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi';
const TITLE_52 = `Pedoman Pembangunan ${ZI} di Lingkungan Instansi Pemerintah`;
const TITLE_90 = `Pembangunan dan Evaluasi ${ZI} di Instansi Pemerintah`;

const found = (date: string, ...citations: readonly string[]) =>
  citationsAreSound(declaration({ event: { ...HELD, date }, citations }), NOW);
const codes = (date: string, ...citations: readonly string[]) =>
  found(date, ...citations).map(({ severity, field, code }) => `${severity} ${field} ${code}`);

describe('reading a citation', () => {
  it.each([
    ['PermenPANRB 10/2019', ['10/2019']],
    ['Permenpan RB Nomor 52 Tahun 2014 tentang Pedoman', ['52/2014']],
    ['Peraturan Menteri PAN dan RB No. 90 Th 2021', ['90/2021']],
    ['PERMENPAN-RB NO.10 TH. 2019', ['10/2019']],
    ['Permen PAN & RB Nomor: 60 Tahun 2012', ['60/2012']],
    ['Peraturan MenPAN-RB nomor 09 tahun 2023', ['9/2023']],
    [`${MINISTER} Republik Indonesia Nomor 90 Tahun 2021 tentang ${TITLE_90}`, ['90/2021']],
    ['Nomor 90 Tahun 2021', ['90/2021']],
    ['PermenPANRB 52/2014 jo. 10/2019', ['52/2014', '10/2019']],
    [
      'PermenPANRB 90/2021 sebagaimana telah diubah dengan PermenPANRB 5/2024',
      ['90/2021', '5/2024'],
    ],
    ['Perpres 81/2010 dan PermenPANRB 25/2020', ['Perpres 81/2010', '25/2020']],
    ['Perpres No 81 Th 2010', ['Perpres 81/2010']],
    ['SE Menteri PANRB Nomor 4 Tahun 2025', ['SE 4/2025']],
    ['Road Map Reformasi Birokrasi 2020–2024', ['25/2020']],
    ['Grand Design Reformasi Birokrasi', ['Perpres 81/2010']],
    ['KMK Nomor 426/KMK.01/2017', []],
  ])('%s → %o', (text, keys) => {
    expect(readCitation(text).regulations.map(({ key }) => key)).toEqual(keys);
  });

  it('does not take another issuer’s number for one of the ministry', () => {
    expect(readCitation('Peraturan Wali Kota Semarang Nomor 90 Tahun 2021')).toMatchObject({
      regulations: [],
      unknown: [],
      legible: true,
    });
  });
});

describe('a citation that is right draws no warning', () => {
  it.each([
    ['2022-09-21', `${MINISTER} Nomor 90 Tahun 2021 tentang ${TITLE_90}`],
    ['2022-09-21', `PERMENPAN-RB NO. 90 TH 2021 TENTANG ${TITLE_90.toUpperCase()};`],
    ['2022-09-21', `PermenPANRB 90/2021 tentang ${TITLE_90.replace('Korupsi', 'Korupsi (WBK)')}`],
    ['2016-05-01', `PermenPANRB 52/2014  tentang  ${TITLE_52}.`],
    ['2020-11-05', 'PermenPANRB 52/2014 jo. PermenPANRB 10/2019'],
    [
      '2020-11-05',
      `Permenpan RB No. 10 Tahun 2019 tentang Perubahan atas PermenPAN-RB Nomor 52 Tahun 2014 tentang ${TITLE_52}`,
    ],
    ['2025-06-01', 'PermenPANRB 90/2021 jo. 5/2024'],
    ['2022-09-21', 'Undang-Undang Nomor 28 Tahun 1999'],
    ['2022-09-21', 'Perpres 95/2018'],
    ['2022-09-21', 'Perpres 54/2018 tentang judul yang tidak dapat kami pastikan'],
  ])('on %s: %s', (date, citation) => {
    expect(codes(date, citation)).toEqual([]);
  });

  it('an amendment is not alone when its base is cited beside it', () => {
    expect(codes('2020-11-05', 'PermenPANRB 10/2019', 'PermenPANRB 52/2014')).toEqual([]);
  });
});

describe('errors found in the wild', () => {
  it.each<[string, string, string, readonly string[]]>([
    [
      '10/2019 alone (Gorontalo)',
      '2020-02-13',
      'PermenPANRB 10/2019',
      ['mild citations.0 amendmentAlone'],
    ],
    [
      '10/2019 under the title of 52/2014 (Gorontalo)',
      '2020-02-13',
      `PermenPANRB Nomor 10 Tahun 2019 tentang ${TITLE_52}`,
      ['mild citations.0 misnamedCitation', 'mild citations.0 amendmentAlone'],
    ],
    [
      'title garbled, without "dan Melayani" (Kupang)',
      '2020-11-05',
      `PermenPANRB 10/2019 tentang Perubahan atas PermenPANRB 52/2014 tentang ${TITLE_52.replace(' dan Melayani', '')}`,
      ['mild citations.0 misnamedCitation'],
    ],
    [
      '"Pemberdayaan" for "Pendayagunaan", and "Daerah Bebas Korupsi" (Kupang)',
      '2020-11-05',
      `Peraturan Menteri Pemberdayaan Aparatur Negara dan Reformasi Birokrasi Nomor 52 Tahun 2014 tentang ${TITLE_52.replace('Wilayah Bebas dari', 'Daerah Bebas')}`,
      ['mild citations.0 misnamedCitation'],
    ],
    [
      '"Perubahan Kedua"',
      '2021-03-01',
      `Permenpan-RB No. 10 Tahun 2019 tentang Perubahan Kedua atas Permenpan-RB No. 52 Tahun 2014 tentang ${TITLE_52}`,
      ['mild citations.0 misnamedCitation'],
    ],
    [
      '90/2021 with "di Lingkungan Instansi Pemerintah"',
      '2022-09-21',
      `PermenPANRB 90/2021 tentang ${TITLE_90.replace('di Instansi', 'di Lingkungan Instansi')}`,
      ['mild citations.0 misnamedCitation'],
    ],
    [
      '26/2020 as the decree on PMPRB',
      '2021-03-01',
      'PermenPANRB 26/2020 tentang Penilaian Mandiri Pelaksanaan Reformasi Birokrasi',
      ['mild citations.0 misnamedCitation'],
    ],
    [
      'the repealed pair in 2022',
      '2022-09-21',
      `PermenPANRB 10/2019 tentang Perubahan atas PermenPANRB 52/2014 tentang ${TITLE_52}`,
      ['strong citations.0 repealedCitation'],
    ],
    [
      '52/2014 in 2022',
      '2022-09-21',
      'PermenPANRB 52/2014',
      ['strong citations.0 repealedCitation'],
    ],
    ['90/2021 in 2020', '2020-11-05', 'PermenPANRB 90/2021', ['strong citations.0 notYetInForce']],
    [
      'its amendment before it came',
      '2022-09-21',
      'PermenPANRB 90/2021 jo. 5/2024',
      ['strong citations.0 notYetInForce'],
    ],
    [
      'an unknown number',
      '2022-09-21',
      'PermenPANRB 91/2021',
      ['mild citations.0 unknownRegulation'],
    ],
    ['no number', '2022-09-21', 'Permenpan tentang ZI', ['mild citations.0 unknownRegulation']],
    [
      'a day of which nobody knows',
      '2021-12-15',
      'PermenPANRB 90/2021',
      ['mild citations.0 uncertainBasis'],
    ],
    [
      'its predecessor on that day',
      '2021-12-15',
      'PermenPANRB 52/2014',
      ['mild citations.0 uncertainBasis'],
    ],
  ])('%s', (_, date, citation, expected) => {
    expect(codes(date, citation)).toEqual(expected);
  });

  it('each warning stands at its own citation', () => {
    expect(codes('2022-09-21', 'PermenPANRB 90/2021', 'PermenPANRB 10/2019')).toEqual([
      'strong citations.1 repealedCitation',
    ]);
  });

  it('a planned event without a date is judged by today', () => {
    const planned = declaration({
      event: { status: 'planned' },
      citations: ['PermenPANRB 52/2014'],
    });
    expect(citationsAreSound(planned, NOW).map(({ code }) => code)).toEqual(['repealedCitation']);
  });
});

describe('the right text comes with the warning, in both languages', () => {
  it.each([
    ['2022-09-21', 'PermenPANRB 10/2019', `${MINISTER} Nomor 90 Tahun 2021 tentang ${TITLE_90}`],
    [
      '2025-06-01',
      'PermenPANRB 60/2012',
      `${MINISTER} Nomor 90 Tahun 2021 tentang ${TITLE_90} jo. ${MINISTER} Nomor 5 Tahun 2024`,
    ],
    [
      '2020-11-05',
      'PermenPANRB 90/2021',
      `${MINISTER} Nomor 52 Tahun 2014 tentang ${TITLE_52} jo. ${MINISTER} Nomor 10 Tahun 2019`,
    ],
    ['2022-09-21', 'PermenPANRB 5/2024', `${MINISTER} Nomor 90 Tahun 2021 tentang ${TITLE_90}`],
    ['2020-11-05', 'PermenPANRB 10/2019', 'PermenPANRB 52/2014 jo. PermenPANRB 10/2019'],
    [
      '2020-11-05',
      'PermenPANRB 9/2023',
      'tentang Pedoman Evaluasi Pelaksanaan Reformasi Birokrasi',
    ],
    ['2022-09-21', 'PermenPANRB 90/2021 tentang Zona Integritas', `tentang ${TITLE_90}`],
  ])('on %s: %s → %s', (date, citation, right) => {
    const [finding] = found(date, citation);
    expect(finding?.message.id).toContain(right);
    expect(finding?.message.en).toContain(right);
    expect(finding?.message.id).not.toBe(finding?.message.en);
  });

  it('nothing is suggested where the catalogue knows nothing', () => {
    const [finding] = found('2010-05-01', 'PermenPANRB 52/2014');
    expect(finding).toMatchObject({ code: 'notYetInForce' });
    expect(finding?.message.id).not.toContain('Gunakan');
  });
});

describe('evidence for PMPRB', () => {
  it.each([
    ['PMPRB', 2020, []],
    ['PMPRB', 2022, []],
    ['PMPRB', 2023, ['mild evidenceFor.programme pmprbEnded']],
    ['RB', 2023, []],
  ] as const)('%s of %i → %o', (programme, year, expected) => {
    const findings = assessmentStillExists(declaration({ evidenceFor: { programme, year } }), NOW);
    expect(findings.map(({ severity, field, code }) => `${severity} ${field} ${code}`)).toEqual(
      expected,
    );
  });

  it('nothing is said when no assessment is named', () => {
    expect(assessmentStillExists(declaration(), NOW)).toEqual([]);
  });
});
