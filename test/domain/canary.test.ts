import { describe, expect, it } from 'vitest';
import { canaryDay, evolveCanary, expiryWarning } from '../../functions/domain/canary.ts';

const NOW = '2026-11-21T03:00:00.000Z';

describe('the daily trial of the seal', () => {
  it('has the day of Jakarta', () => {
    expect(canaryDay('2026-11-20T16:59:59.999Z')).toBe('2026-11-20');
    expect(canaryDay('2026-11-20T17:00:00.000Z')).toBe('2026-11-21');
  });

  it('has no result before it has passed', () => {
    const result = { sha256: 'a', level: 'B-T', certificateExpiresAt: NOW } as const;
    const due = evolveCanary(undefined, { type: 'CanaryDue' });
    expect(due.result).toBeUndefined();
    expect(evolveCanary(due, { type: 'CanaryPassed', ...result }).result).toEqual(result);
  });

  it.each([
    ['2027-01-20T03:00:00.001Z', undefined],
    ['2027-01-20T03:00:00.000Z', 60],
    ['2026-12-21T03:00:00.001Z', 60],
    ['2026-12-21T03:00:00.000Z', 30],
    ['2026-11-28T03:00:00.000Z', 7],
    ['2026-11-20T03:00:00.000Z', 7],
  ])('a certificate that ends at %s is warned of with %s days', (expiresAt, warning) => {
    expect(expiryWarning(expiresAt, NOW)).toBe(warning);
  });
});
