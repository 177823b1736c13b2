/** Kinds of document may have deadlines of their own: pledges are signed after the ceremony as well. */
import { describe, expect, it } from 'vitest';
import { begets } from '../../functions/domain/begets.ts';
import { deadlinesAreUsable } from '../../functions/domain/check-event.ts';
import { minutesDeadline } from '../../functions/domain/minutes.ts';
import { agency, declaration, NOW } from '../samples/declaration.ts';

const OWN = declaration({
  deadline: '2026-12-01',
  deadlines: { pledge: '2027-03-31', minutes: '2026-12-24' },
  reminders: { afterDays: [1, 2] },
});

describe('a deadline of its own', () => {
  it('counts for its kind, and the common one for all others', () => {
    const deadlines = begets(OWN, NOW).map(({ kind, deadline }) => [kind, deadline]);
    expect(deadlines).toEqual([
      ['charter', '2026-12-01T14:59:59.999Z'],
      ['pledge', '2027-03-31T14:59:59.999Z'],
    ]);
    expect(minutesDeadline(OWN, NOW)).toBe('2026-12-24T14:59:59.999Z');
  });

  it('is named when it cannot be kept', () => {
    const late = declaration({ deadlines: { pledge: '2026-11-20', charter: '2027-01-01' } });
    expect(deadlinesAreUsable(late, NOW).map(({ field, code }) => [field, code])).toEqual([
      ['deadlines.pledge', 'deadlineOutOfRange'],
    ]);
  });
});

it('reminders and contact stand on every document, the declaration’s before the agency’s', () => {
  const contact = 'zi@example.test';
  const ofAgency = { ...OWN, agency: agency({ contact: 'umum@example.test' }) };
  for (const plan of begets(ofAgency, NOW))
    expect(plan).toMatchObject({ reminders: [1, 2], contact: 'umum@example.test' });
  for (const plan of begets({ ...ofAgency, contact }, NOW)) expect(plan.contact).toBe(contact);
  for (const plan of begets(declaration(), NOW)) expect(plan).not.toHaveProperty('contact');
});
