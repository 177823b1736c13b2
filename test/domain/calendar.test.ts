import { describe, expect, it } from 'vitest';
import { yearsFitting } from '../../functions/domain/calendar.ts';
import { NOW } from '../samples/declaration.ts';

const KAMIS = { day: 13, month: 2, weekday: 'Kamis', citations: [], now: NOW };

describe('years that fit a date without one', () => {
  it.each([
    ['the weekday narrows them', KAMIS, [2014, 2020, 2025]],
    [
      'a cited amendment narrows them further',
      { ...KAMIS, citations: ['PermenPANRB 10/2019'] },
      [2020],
    ],
    [
      'every regulation cited has to be in force',
      { ...KAMIS, citations: ['PermenPANRB 52/2014', 'PermenPANRB 10/2019'] },
      [2020],
    ],
    [
      'a doubtful day counts as possible',
      { day: 15, month: 12, citations: ['PermenPANRB 52/2014 jo. 10/2019'], now: NOW },
      [2019, 2020, 2021],
    ],
    [
      'regulations that exclude each other leave none',
      { ...KAMIS, citations: ['PermenPANRB 60/2012', 'PermenPANRB 90/2021'] },
      [],
    ],
    [
      'an unknown regulation narrows nothing',
      { ...KAMIS, citations: ['UU 28/1999'] },
      [2014, 2020, 2025],
    ],
    [
      'a weekday may be spelt as people do',
      { ...KAMIS, day: 14, weekday: "jum'at" },
      [2014, 2020, 2025],
    ],
    [
      'a day that exists only in leap years',
      { ...KAMIS, day: 29, weekday: undefined },
      [2012, 2016, 2020, 2024],
    ],
    ['no year has a thirtieth of February', { ...KAMIS, day: 30, weekday: undefined }, []],
  ])('%s', (_, date, years) => {
    expect(yearsFitting(date)).toEqual(years);
  });

  it('end with the current one', () => {
    const early = { ...KAMIS, now: '2021-01-01T00:00:00.000Z' };
    expect(yearsFitting(early)).toEqual([2014, 2020]);
  });
});
