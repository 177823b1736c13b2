import { describe, expect, it } from 'vitest';
import {
  DEFAULT_SIGNING_DAYS,
  endOfDay,
  signingDeadline,
} from '../../functions/domain/deadline.ts';
import { NOW } from '../samples/declaration.ts';

describe('deadlines', () => {
  it('end with the day in the agency’s zone', () => {
    expect(endOfDay('2026-12-01', 'WIB')).toBe('2026-12-01T16:59:59.999Z');
    expect(endOfDay('2026-12-01', 'WIT')).toBe('2026-12-01T14:59:59.999Z');
  });

  it(`are ${DEFAULT_SIGNING_DAYS} days away when none is set`, () => {
    const wish = { date: undefined, zone: 'WIT' as const };
    expect(signingDeadline(wish, NOW)).toBe('2026-12-21T14:59:59.999Z');
  });
});
