/** Two series of one pattern, and numbers given elsewhere: whoever comes when, no number stands twice. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { begets } from '../../functions/domain/begets.ts';
import type { Claim, RegisterState } from '../../functions/domain/number.ts';
import { enter, evolveRegister, MAX_ENTRIES } from '../../functions/domain/number.ts';
import { claimsBySeries, seats } from '../../functions/domain/numbering.ts';
import { agency, declaration, NOW, unit } from '../samples/declaration.ts';

const RUNS = 300;
const SERIES = ['charter', 'commitment'] as const;
const numberAt = (sequence: number): string => `W/${sequence}/2026`;

/** Registers as the ledger keeps them: who holds a number, and where each series ends. */
function openRegister(given: ReadonlySet<number>) {
  const holders = new Map([...given].map((place) => [numberAt(place), `given ${place}`]));
  const states = new Map<string, RegisterState>();
  const sequences = new Map<string, number[]>(SERIES.map((series) => [series, []]));

  const enterSome = (series: string, claims: readonly Claim[]): void => {
    const before = states.get(series);
    const from = (before?.last ?? 0) + 1;
    const places = Array.from({ length: MAX_ENTRIES }, (_, index) => numberAt(from + index));
    const next = seats(
      places.map((number) => holders.get(number)),
      claims,
    );
    const entered = enter(before, next, numberAt);
    for (const { number, documentId, sequence } of entered.entries) {
      expect([undefined, documentId]).toContain(holders.get(number));
      holders.set(number, documentId);
      if (sequence !== undefined) sequences.get(series)?.push(sequence);
    }
    states.set(series, evolveRegister(before, entered));
  };

  return { holders, sequences, enterSome };
}

it('every document gets one number, no number stands twice, and no series has a gap', () => {
  const batch = fc.record({
    series: fc.constantFrom(...SERIES),
    size: fc.integer({ min: 1, max: MAX_ENTRIES + 5 }),
  });
  const given = fc.uniqueArray(fc.integer({ min: 1, max: 100 }), { maxLength: 60 });
  fc.assert(
    fc.property(given, fc.array(batch, { maxLength: 8 }), (places, batches) => {
      const register = openRegister(new Set(places));
      const documents = batches.flatMap(({ size }, turn) =>
        Array.from({ length: size }, (_, index) => `document ${turn}.${index}`),
      );
      for (const [turn, { series, size }] of batches.entries()) {
        let waiting: readonly Claim[] = Array.from({ length: size }, (_, index) => ({
          documentId: `document ${turn}.${index}`,
        }));
        while (waiting.length > 0) {
          register.enterSome(series, waiting);
          const served = new Set(register.holders.values());
          waiting = waiting.filter(({ documentId }) => !served.has(documentId));
        }
      }
      const held = [...register.holders.values()];
      expect(new Set(held).size).toBe(held.length);
      expect(held).toEqual(expect.arrayContaining(documents));
      for (const sequences of register.sequences.values())
        expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    }),
    { numRuns: RUNS },
  );
});

it('a document of the whole agency bears its code, even if the agency has a single unit', () => {
  const pattern = '{classification}/{sequence}/{unit}/{year}';
  const numbering = { classification: '000.8.6', pattern };
  const one = declaration({
    agency: agency({ code: 'SETDA', numbering: { charter: numbering, minutes: numbering } }),
    units: [unit('Dinas Satu', { code: 'DS' })],
    minutes: true,
    pledges: [],
  });
  const planned = begets(one, NOW).map((plan, index) => ({ id: `${index}`, plan }));
  expect(claimsBySeries(one, planned).map(({ numberAt }) => numberAt(7))).toEqual([
    '000.8.6/7/DS/2022',
    '000.8.6/7/SETDA/2022',
  ]);
});
