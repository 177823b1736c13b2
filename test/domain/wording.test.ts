import { describe, expect, it } from 'vitest';
import {
  dateInWords,
  inSeries,
  isWeekday,
  localTime,
  localTimeWithOffset,
  monthInWords,
  numberInWords,
  signatureCaption,
} from '../../functions/domain/wording.ts';

describe('numbers in words', () => {
  it.each([
    [0, 'nol'],
    [1, 'satu'],
    [10, 'sepuluh'],
    [11, 'sebelas'],
    [12, 'dua belas'],
    [20, 'dua puluh'],
    [21, 'dua puluh satu'],
    [100, 'seratus'],
    [101, 'seratus satu'],
    [111, 'seratus sebelas'],
    [200, 'dua ratus'],
    [999, 'sembilan ratus sembilan puluh sembilan'],
    [1000, 'seribu'],
    [1999, 'seribu sembilan ratus sembilan puluh sembilan'],
    [2000, 'dua ribu'],
    [2022, 'dua ribu dua puluh dua'],
    [9999, 'sembilan ribu sembilan ratus sembilan puluh sembilan'],
  ])('%i is %s', (value, words) => {
    expect(numberInWords(value)).toBe(words);
  });

  it.each([-1, 1.5, 10_000, Number.NaN])('%d is not put into words', (value) => {
    expect(() => numberInWords(value)).toThrow(RangeError);
  });
});

describe('a number in words', () => {
  const all = Array.from({ length: 10_000 }, (_, value) => numberInWords(value));

  it('is no other number', () => {
    expect(new Set(all).size).toBe(all.length);
  });

  it('never says satu where the language has se-', () => {
    expect(all.filter((words) => /satu (puluh|belas|ratus|ribu)/.test(words))).toEqual([]);
  });
});

describe('dates and times', () => {
  it('writes the day of Ambon as its charter does', () => {
    expect(dateInWords('2022-09-21')).toEqual({
      weekday: 'Rabu',
      dayWords: 'dua puluh satu',
      month: 'September',
      yearWords: 'dua ribu dua puluh dua',
      long: '21 September 2022',
    });
  });

  it.each([
    ['Jum’at', '2026-11-20', true],
    ["jum'at", '2026-11-20', true],
    ['Sabtu', '2026-11-20', false],
  ])('%s fits %s: %s', (name, date, fits) => {
    expect(isWeekday(name, dateInWords(date).weekday)).toBe(fits);
  });

  it('knows Ahad as Minggu', () => {
    expect(isWeekday('Ahad', dateInWords('2026-11-22').weekday)).toBe(true);
  });

  it('crosses midnight and the year with the zone', () => {
    const utc = '2022-12-31T15:30:05.000Z';
    expect(localTime(utc, 'WIB')).toBe('31 Desember 2022 pukul 22.30.05 WIB');
    expect(localTime(utc, 'WITA')).toBe('31 Desember 2022 pukul 23.30.05 WITA');
    expect(localTimeWithOffset(utc, 'WIT')).toBe('1 Januari 2023 pukul 00.30.05 WIT (UTC+09:00)');
  });
});

describe('phrases', () => {
  it.each([
    ['2027-03', 'Maret 2027'],
    ['2026-12', 'Desember 2026'],
  ])('the month %s is %s', (month, words) => {
    expect(monthInWords(month)).toBe(words);
  });

  it.each([
    [[], ''],
    [['A'], 'A'],
    [['A', 'B'], 'A dan B'],
    [['A', 'B', 'C'], 'A, B, dan C'],
  ])('%j in a series is "%s"', (things, words) => {
    expect(inSeries(things)).toBe(words);
  });
});

describe('what stands above signatures', () => {
  it.each([
    ['charter', 'declarer', 2, 'Yang mencanangkan'],
    ['charter', 'coSigner', 1, 'Turut menandatangani'],
    ['charter', 'witness', 1, 'Saksi'],
    ['charter', 'witness', 2, 'Saksi-saksi'],
    ['charter', 'acknowledging', 1, 'Mengetahui'],
    ['pledge', 'declarer', 1, 'Pembuat pernyataan'],
    ['pledge', 'superior', 1, 'Menyaksikan'],
    ['commitment', 'declarer', 33, 'Yang berkomitmen'],
    ['minutes', 'declarer', 1, 'Yang membuat berita acara'],
    ['action-plan', 'declarer', 1, 'Penanggung jawab rencana aksi'],
  ] as const)('on a %s, %s × %i: %s', (kind, role, count, caption) => {
    expect(signatureCaption(kind, role, count)).toBe(caption);
  });
});
