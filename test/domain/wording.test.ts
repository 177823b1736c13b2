import { describe, expect, it } from 'vitest';
import {
  dateInWords,
  isWeekday,
  localTime,
  localTimeWithOffset,
  numberInWords,
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
