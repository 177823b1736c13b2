import { describe, expect, it } from 'vitest';
import { looksEntered } from '../../functions/domain/number.ts';
import { agency } from '../samples/declaration.ts';

const classification = '000.8.6';
const numbered = agency({
  numbering: {
    charter: { classification, pattern: '{classification}/{sequence}/{unit}/{year}' },
    pledge: { classification, pattern: 'P-{sequence}.{month}.{year}' },
  },
});

describe('a number given elsewhere', () => {
  it.each([
    '000.8.6/1/SETDA/2022',
    '000.8.6/120/Dinas Satu/2046',
    '000.8.6/1//2022',
    '000.8.6/1/setda/2022',
    ' 000.8.6/1/SETDA/2022 ',
    'P-7.IX.2022',
    'p-7.ix.2022',
  ])('has the form of those that the register gives: %j', (number) => {
    expect(looksEntered(numbered, number)).toBe(true);
  });

  it.each([
    '000x8x6/1/SETDA/2022',
    '000.8.6/satu/SETDA/2022',
    '000.8.6/1/SETDA/22',
    '1/000.8.6/SETDA/2022',
    'P-7.9.2022',
    'PP-7.IX.2022',
    'P-7.IX.2022a',
    '',
  ])('has another form: %j', (number) => {
    expect(looksEntered(numbered, number)).toBe(false);
  });

  it.each([
    ['7/DS/DS/2022', true],
    ['7/DS/DP/2022', false],
    [`7/${'/'.repeat(80)}`, false],
  ])('repeats what its pattern repeats: %s %s', (number, expected) => {
    const units = Array(16).fill('{unit}').join('');
    const pattern =
      number.length < 20 ? '{sequence}/{unit}/{unit}/{year}' : `{sequence}${units}x{year}`;
    const twice = agency({ numbering: { minutes: { classification, pattern } } });
    expect(looksEntered(twice, number)).toBe(expected);
  });

  it('is never taken for one of an agency that numbers nothing', () => {
    expect(looksEntered(agency(), '000.8.6/1/SETDA/2022')).toBe(false);
  });
});
