/** Reminders: by the schedule, by hand, never too often, and only to those who can act on them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../functions/domain/deadline.ts';
import { decide } from '../../functions/domain/decide.ts';
import type { DocumentState } from '../../functions/domain/document.ts';
import { evolve, progressOf } from '../../functions/domain/document.ts';
import { mailsDue, sweepAt } from '../../functions/domain/due.ts';
import { MAX_REMINDERS, nextReminderAt } from '../../functions/domain/reminder.ts';
import { NOW } from '../samples/declaration.ts';
import { answer, fresh, mailed, render, run, sign, states } from './life.ts';

/** A document whose signatory has been invited; `days` is the schedule. */
function invited(days: readonly number[] | undefined, deadlineDays = 30): DocumentState {
  const state = run(fresh([1]), render, mailed);
  const deadline = addDays(NOW, deadlineDays);
  return { ...state, draft: { ...state.draft, reminders: days, deadline } };
}

function nudged(state: DocumentState, at: string): DocumentState {
  const decision = decide(state, { type: 'nudge' }, at);
  if (!decision.ok) throw new Error(decision.refusal.reason);
  return decision.events.reduce((before, event) => evolve(before, event, at), state);
}

/** Sends the reminders that are due. */
const sent = (state: DocumentState, at: string): DocumentState =>
  mailsDue(state)
    .filter(({ purpose }) => purpose === 'reminder')
    .reduce(
      (before, mail) => evolve(before, { type: 'MailSent', ...mail, messageId: 'm' }, at),
      state,
    );

/** The days on which a sweep every six hours has reminders sent, up to the deadline. */
function remindedOn(days: readonly number[] | undefined, deadlineDays = 30): readonly number[] {
  const on: number[] = [];
  let state = invited(days, deadlineDays);
  for (let hours = 0; hours < deadlineDays * 24; hours += 6) {
    const at = addDays(NOW, hours / 24 + 0.001);
    const after = sent(nudged(state, at), at);
    if (progressOf(after, 1).remindedAt === at) on.push(hours / 24);
    state = after;
  }
  return on;
}

describe('the schedule', () => {
  it('reminds after three and seven days, and a day before the deadline, unless told otherwise', () => {
    expect(remindedOn(undefined)).toEqual([3, 7, 29]);
    expect(remindedOn([2, 5])).toEqual([2, 5, 29]);
    expect(remindedOn([])).toEqual([29]);
  });

  it('has no reminder on the deadline or after it, and none twice within a day', () => {
    expect(remindedOn([3, 7], 3)).toEqual([2]);
    expect(remindedOn([7, 7, 8], 8.5)).toEqual([7]);
  });

  it('makes up for nothing that was missed', () => {
    const late = sent(nudged(invited([1, 2, 3]), addDays(NOW, 10)), addDays(NOW, 10));
    expect(progressOf(late, 1).mailed).toEqual(['invitation:1', 'reminder:1:1']);
    expect(nextReminderAt(late)).toBe(addDays(late.draft.deadline, -1));
  });

  it('wakes the sweep, and not while a reminder is on its way', () => {
    const state = invited([2]);
    expect(sweepAt(state, NOW)).toBe(addDays(NOW, 2));
    expect(nextReminderAt(nudged(state, addDays(NOW, 3)))).toBeUndefined();
  });

  it('never sends more than the cap, whatever it says', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 20 }),
        fc.integer({ min: 2, max: 60 }),
        (days, deadline) => {
          const on = remindedOn(days, deadline);
          expect(on.length).toBeLessThanOrEqual(MAX_REMINDERS);
          for (const [index, day] of on.entries())
            if (index > 0) expect(day - (on[index - 1] ?? 0)).toBeGreaterThanOrEqual(1);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('nobody is reminded', () => {
  const remind = { type: 'remind', signer: 1 } as const;
  const later = addDays(NOW, 2);

  it('who has not been invited, or was on this day', () => {
    expect(answer(run(fresh([1]), render), remind, later)).toEqual([]);
    expect(answer(invited([3]), remind, addDays(NOW, 0.5))).toEqual([]);
    expect(answer(invited([3]), remind, later)).toEqual(['RemindersDue']);
  });

  it('who has signed, whose turn it is not, or whose document has ended', () => {
    expect(answer(run(invited([3]), sign(1)), remind, later)).toBe('alreadySigned');
    expect(answer(states.half(), { type: 'remind', signer: 2 }, later)).toEqual([]);
    expect(answer(states.declined(), remind, later)).toBe('declined');
  });

  it('to whom letters come back, or who is not the person meant', () => {
    const trouble = { purpose: 'invitation', trouble: 'bounced', code: '550' } as const;
    const bounced = run(invited([1]), { type: 'recordTrouble', signer: 1, round: 1, ...trouble });
    expect(answer(bounced, remind, later)).toBe('undeliverable');
    expect(nextReminderAt(bounced)).toBeUndefined();
  });

  it('but a new link counts anew', () => {
    const trouble = { purpose: 'invitation', trouble: 'bounced', code: '550' } as const;
    const bounced = run(invited([1]), { type: 'recordTrouble', signer: 1, round: 1, ...trouble });
    const renewed = run(bounced, { type: 'renewLink', signer: 1 });
    expect(progressOf(renewed, 1)).toEqual({ round: 2, mailed: ['invitation:1'] });
  });
});
