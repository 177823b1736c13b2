import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DocumentCommand } from '../../functions/domain/command.ts';
import { decide, MAX_NUDGES } from '../../functions/domain/decide.ts';
import type { DocumentState } from '../../functions/domain/document.ts';
import { evolve } from '../../functions/domain/document.ts';
import { documentWork, sweepAt } from '../../functions/domain/due.ts';
import type { DocumentEvent } from '../../functions/domain/event.ts';
import { isStalled } from '../../functions/domain/postponed.ts';
import { isBelow, SEAL_LEVELS, type SealLevel } from '../../functions/domain/seal-level.ts';
import { NOW } from '../samples/declaration.ts';
import { answer, fail, mailed, postpone, run, SHA, seal, states, upgrade } from './life.ts';

const RUNS = 500;
const HOUR_MS = 3_600_000;

const levels = fc.constantFrom(...SEAL_LEVELS);
const nudge: DocumentCommand = { type: 'nudge' };
const lowerGoal = (goal: SealLevel): DocumentCommand => ({ type: 'lowerGoal', from: SHA, goal });
const told = [1, 2].map((signer) => ({ ...mailed, purpose: 'completion', signer }));

/** Seals and upgrades of any level, from any file, between all else that can happen to them. */
const commands: fc.Arbitrary<DocumentCommand> = fc.oneof(
  levels.map((level) => ({ ...seal, level }) as DocumentCommand),
  fc
    .tuple(levels, fc.option(levels))
    .map(([level, from]) => upgrade(level, from?.padEnd(SHA.length, '0') ?? SHA)),
  levels.map(lowerGoal),
  fc.constantFrom(
    nudge,
    postpone('seal'),
    postpone('upgrade'),
    fail('seal'),
    { type: 'recordFailure', work: 'mail', reason: 'tertolak' } as const,
    { type: 'retry' } as const,
    { type: 'reseal' } as const,
    ...(told as DocumentCommand[]),
  ),
);

type Step = {
  readonly before: DocumentState;
  readonly after: DocumentState;
  readonly command: DocumentCommand;
  readonly events: readonly DocumentEvent[];
};

function live(sequence: readonly DocumentCommand[]): readonly Step[] {
  const steps: Step[] = [];
  let state = states.evidenced();
  for (const command of sequence) {
    const decision = decide(state, command, NOW);
    if (!decision.ok) continue;
    const before = state;
    state = decision.events.reduce((next, event) => evolve(next, event, NOW), before);
    steps.push({ before, after: state, command, events: decision.events });
  }
  return steps;
}

const holds = (property: (step: Step, steps: readonly Step[]) => void): void =>
  fc.assert(
    fc.property(fc.array(commands, { maxLength: 60 }), (sequence) => {
      const steps = live(sequence);
      for (const step of steps) property(step, steps);
    }),
    { numRuns: RUNS },
  );

describe('whatever happens to a seal', () => {
  it('it is set at most once, and its time stays', () => {
    holds(({ before, after }, steps) => {
      const facts = steps.flatMap(({ events }) => events);
      expect(facts.filter(({ type }) => type === 'DocumentSealed').length).toBeLessThanOrEqual(1);
      if (before.sealed !== undefined) expect(after.sealed?.at).toBe(before.sealed.at);
    });
  });

  it('its level never falls, and each upgrade raises it', () => {
    holds(({ before, after, events }) => {
      if (before.sealed === undefined || after.sealed === undefined) return;
      expect(isBelow(after.sealed.level, before.sealed.level)).toBe(false);
      const raised = events.some(({ type }) => type === 'SealUpgraded');
      expect(isBelow(before.sealed.level, after.sealed.level)).toBe(raised);
    });
  });

  it('every level on record is the one that was checked', () => {
    holds(({ after, command, events }) => {
      for (const event of events)
        if (event.type === 'DocumentSealed' || event.type === 'SealUpgraded') {
          const { type: _, ...file } = event;
          expect(command).toMatchObject(file);
          expect(after.sealed).toMatchObject(file);
        }
    });
  });

  it('an upgrade is of the last file on record, or it is nothing', () => {
    holds(({ before, command, events }) => {
      if (command.type === 'recordUpgrade' && command.from !== before.sealed?.sha256)
        expect(events).toEqual([]);
    });
  });

  it('a goal that is lowered is one that cannot be reached, of the last file, and waits no more', () => {
    holds(({ before, after, command, events }) => {
      if (command.type !== 'lowerGoal') return;
      const isLower = isBelow(command.goal, before.sealed?.goal ?? 'B-B');
      const isLast = before.sealed?.sha256 === command.from;
      expect(events.map(({ type }) => type)).toEqual(isLower && isLast ? ['SealGoalLowered'] : []);
      if (events.length > 0) expect(after.sealed).toEqual({ ...before.sealed, goal: command.goal });
    });
  });

  it('an upgrade never comes to the shelf, and letters on the shelf do not keep it back', () => {
    holds(({ after }) => {
      expect(after.shelf?.work).not.toBe('upgrade');
      const { level, goal } = after.sealed ?? {};
      if (after.shelf === undefined || level === undefined || goal === undefined) return;
      expect(documentWork(after)).toBe(isBelow(level, goal) ? 'upgrade' : undefined);
    });
  });
});

describe('work that waits for an authority', () => {
  it('is begun within a minute or two where it is an upgrade that nobody has tried', () => {
    const wait = Date.parse(sweepAt(states.told(), NOW) ?? '') - Date.parse(NOW);
    expect(wait).toBe(60_000);
    expect(Date.parse(sweepAt(run(states.told(), nudge), NOW) ?? '') - Date.parse(NOW)).toBe(
      20 * 60_000,
    );
  });

  it('is nudged more and more seldom, once a day at last, and never given up', () => {
    for (const start of [states.unstamped(), run(states.told(), postpone('upgrade'))]) {
      let state = start;
      const waits: number[] = [];
      for (let tries = 0; tries < 3 * MAX_NUDGES; tries += 1) {
        waits.push(Date.parse(sweepAt(state, NOW) ?? '') - Date.parse(NOW));
        state = run(state, nudge);
      }
      expect(state.shelf).toBeUndefined();
      expect(waits.slice(0, 4).map((ms) => ms / HOUR_MS)).toEqual([1 / 6, 1 / 3, 2 / 3, 4 / 3]);
      expect(new Set(waits.slice(MAX_NUDGES))).toEqual(new Set([24 * HOUR_MS]));
    }
  });

  it('says why, and since when; the same reason again is no news', () => {
    const state = states.unstamped();
    expect(state.postponed).toEqual({ work: 'seal', reason: 'otoritas diam', since: NOW });
    expect(answer(state, postpone('seal'))).toEqual([]);
    expect(answer(state, { type: 'postpone', work: 'seal', reason: 'jam salah' })).toEqual([
      'WorkPostponed',
    ]);
    expect(run(state, seal).postponed).toBeUndefined();
  });

  it('is an operator’s business after five tries in vain', () => {
    const tries = (count: number) => Array.from({ length: count }, () => nudge);
    expect(isStalled(run(states.unstamped(), ...tries(4)))).toBe(false);
    expect(isStalled(run(states.unstamped(), ...tries(5)))).toBe(true);
    expect(isStalled(run(states.evidenced(), ...tries(5)))).toBe(false);
  });

  it('counts as no failed attempt: three of those still shelve the seal', () => {
    const failedTwice = run(states.unstamped(), fail('seal'), fail('seal'));
    expect(answer(failedTwice, fail('seal'))).toEqual(['WorkFailed', 'DocumentShelved']);
  });
});

it('a sealed document owes its letters first, then its upgrades, one after the other', () => {
  expect(documentWork(states.sealed())).toBe('mail');
  expect(documentWork(states.told())).toBe('upgrade');
  const better = run(states.told(), upgrade('B-LT'));
  expect(documentWork(better)).toBe('upgrade');
  const best = run(better, upgrade('B-LTA', better.sealed?.sha256));
  expect(documentWork(best)).toBeUndefined();
  expect(best.sealed).toMatchObject({ level: 'B-LTA', at: NOW, upgradedAt: NOW });
});

it('a seal without a goal, from before there were upgrades, owes none', () => {
  const { goal: _, ...old } = seal as Extract<DocumentCommand, { type: 'recordSeal' }>;
  expect(documentWork(run(states.evidenced(), old, ...(told as DocumentCommand[])))).toBe(
    undefined,
  );
});
