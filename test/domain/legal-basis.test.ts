/** Which regulations a document rests on by the day of the event, and what the catalogue claims. */
import { describe, expect, it } from 'vitest';
import { basisIsCertain } from '../../functions/domain/check-citations.ts';
import { DOCUMENT_KINDS } from '../../functions/domain/draft.ts';
import { legalBasis } from '../../functions/domain/legal-basis.ts';
import { baseOf, fullTitle, REGULATIONS } from '../../functions/domain/regulation.ts';
import { declaration, HELD, NOW } from '../samples/declaration.ts';

const keys = (kind: (typeof DOCUMENT_KINDS)[number], date: string) =>
  legalBasis(kind, date).map(({ key }) => key);

describe('legal basis by event date', () => {
  it.each([
    ['2011-12-31', []],
    ['2013-03-20', ['60/2012']],
    ['2014-10-30', ['60/2012']],
    ['2014-10-31', ['52/2014']],
    ['2016-05-01', ['52/2014']],
    ['2019-12-30', ['52/2014']],
    ['2019-12-31', ['52/2014', '10/2019']],
    ['2020-02-13', ['52/2014', '10/2019']],
    ['2020-11-05', ['52/2014', '10/2019']],
    ['2021-12-30', ['52/2014', '10/2019']],
    ['2021-12-31', ['90/2021']],
    ['2022-03-01', ['90/2021']],
    ['2022-09-21', ['90/2021']],
  ])('on %s a charter rests on %o', (date, expected) => {
    expect(keys('charter', date)).toEqual(expected);
  });

  it('commitment, minutes and action plan rest on the same as the charter', () => {
    for (const kind of ['commitment', 'minutes', 'action-plan'] as const)
      expect(keys(kind, '2020-11-05')).toEqual(['52/2014', '10/2019']);
  });

  it('a pledge rests on 49/2011', () => {
    expect(keys('pledge', '2022-09-21')).toEqual(['49/2011']);
  });

  it('prints name and title as the regulation itself has them', () => {
    expect(legalBasis('charter', '2022-09-21')[0]?.title).toBe(
      'Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi Nomor 90 Tahun 2021 tentang Pembangunan dan Evaluasi Zona Integritas Menuju Wilayah Bebas dari Korupsi dan Wilayah Birokrasi Bersih dan Melayani di Instansi Pemerintah',
    );
  });

  it('never prints an amendment without what it amends, nor a title that is not verified', () => {
    for (const kind of DOCUMENT_KINDS)
      for (let year = 2011; year <= 2030; year++)
        for (const month of ['01-01', '06-15', '12-31']) {
          const printed = keys(kind, `${year}-${month}`);
          for (const entry of REGULATIONS.filter(({ key }) => printed.includes(key))) {
            expect(entry.title.verified).toBe(true);
            expect(printed).toContain((baseOf(entry) ?? entry).key);
          }
        }
  });
});

describe('what the catalogue leaves open', () => {
  const doubts = (date: string) => basisIsCertain(declaration({ event: { ...HELD, date } }), NOW);

  it.each(['2016-05-01', '2020-02-13', '2020-11-05', '2022-03-01', '2022-09-21'])(
    'nothing on %s',
    (date) => {
      expect(doubts(date)).toEqual([]);
    },
  );

  it.each([
    ['2014-10-16', 'PermenPANRB 52/2014', 'Oktober 2014'],
    ['2019-08-01', 'PermenPANRB 10/2019', 'tahun 2019'],
    ['2021-12-15', 'PermenPANRB 90/2021', 'Desember 2021'],
    ['2024-07-01', 'PermenPANRB 5/2024', 'tahun 2024'],
  ])('on %s whether %s was in force, known only as %s', (date, short, since) => {
    const [finding, ...rest] = doubts(date);
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'mild',
      field: 'event.date',
      code: 'uncertainBasis',
    });
    for (const text of [short, since, 'jdih.menpan.go.id'])
      expect(finding?.message.id).toContain(text);
    expect(finding?.message.en).toContain(short);
  });

  it('from 2025 on that 5/2024 is in force, but not printed for want of its title', () => {
    expect(keys('charter', '2025-06-01')).toEqual(['90/2021']);
    const [finding] = doubts('2025-06-01');
    expect(finding).toMatchObject({ severity: 'mild', code: 'uncertainBasis' });
    expect(finding?.message.id).toContain('PermenPANRB 5/2024 berlaku');
  });

  it('nothing while an event is only planned, for nothing is printed', () => {
    const event = { status: 'planned', date: '2021-12-15' } as const;
    expect(basisIsCertain(declaration({ event }), NOW)).toEqual([]);
  });
});

describe('the catalogue of regulations', () => {
  it('stands in order of issue, each once', () => {
    const order = REGULATIONS.map(({ name }) => Number(/Tahun (\d{4})/.exec(name)?.[1]));
    expect(order).toEqual(order.toSorted());
    expect(new Set(REGULATIONS.map(({ key }) => key)).size).toBe(REGULATIONS.length);
  });

  it('gives each claim a source, and each verified one an address where it was read', () => {
    for (const { title, from, repealedBy, amends } of REGULATIONS)
      for (const claim of [title, from, repealedBy, amends]) {
        if (claim === null) continue;
        expect(claim.source).not.toBe('');
        if (claim.verified) expect(claim.source).toMatch(/https?:\/\/\S+\./);
      }
  });

  it('gives out no title that it holds unverified', () => {
    const unverified = REGULATIONS.filter(({ title }) => !title.verified);
    expect(unverified.some(({ title }) => title.text !== null)).toBe(true);
    expect(unverified.map(fullTitle)).toEqual(unverified.map(() => undefined));
  });

  it('verifies no title that is missing', () => {
    for (const { title } of REGULATIONS) expect(title.verified && title.text === null).toBe(false);
  });

  it('knows every regulation that it links to, and every kind of document', () => {
    const known = REGULATIONS.map(({ key }) => key);
    for (const { repealedBy, amends, documents, from } of REGULATIONS) {
      for (const link of [repealedBy, amends]) if (link) expect(known).toContain(link.key);
      for (const kind of documents) expect(DOCUMENT_KINDS).toContain(kind);
      expect(from.date).toMatch(/^\d{4}(-\d{2}){0,2}$/);
    }
  });
});
