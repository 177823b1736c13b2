import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DocumentCommand } from '../../functions/domain/command.ts';
import type { Commit } from '../../functions/domain/commit.ts';
import { chain, documentStream, firstBreak } from '../../functions/domain/commit.ts';
import { decide } from '../../functions/domain/decide.ts';
import type { DocumentState } from '../../functions/domain/document.ts';
import { evolve, hasSigned, isFinal, turnOf } from '../../functions/domain/document.ts';
import type { DocumentEvent } from '../../functions/domain/event.ts';
import { enter, evolveRegister, type RegisterState } from '../../functions/domain/number.ts';
import { replay } from '../../functions/domain/replay.ts';
import { draft, NOW } from '../samples/declaration.ts';
import {
  AFTER_DEADLINE,
  evidence,
  fail,
  fresh,
  origin,
  postpone,
  render,
  SHA,
  seal,
  sign,
  supersede,
  upgrade,
  voidIt,
} from './life.ts';

const RUNS = 500;
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

const plain: readonly DocumentCommand[] = [
  render,
  evidence,
  seal,
  voidIt,
  supersede,
  { type: 'retry' },
  { type: 'nudge' },
  { type: 'reseal' },
  upgrade('B-LTA'),
  postpone('seal'),
  postpone('upgrade'),
  fail('render'),
  fail('seal'),
];

/** Signatories 0 and 5 exist on no sample, round 2 only after a renewal. */
const holders = fc.record({
  signer: fc.integer({ min: 0, max: 5 }),
  round: fc.integer({ min: 1, max: 2 }),
});

const commands: fc.Arbitrary<DocumentCommand> = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom<DocumentCommand>(render, { type: 'nudge' }) },
  { weight: 1, arbitrary: fc.constantFrom<DocumentCommand>(...plain) },
  {
    weight: 4,
    arbitrary: holders.chain(({ signer, round }) =>
      fc.constantFrom<DocumentCommand>(
        sign(signer, { round }),
        sign(signer, { round }),
        { type: 'decline', signer, round, reason: 'tidak', origin },
        { type: 'openSession', signer, round, origin },
        { type: 'issueLink', signer, round, linkHash: SHA },
        { type: 'shareInvitation', signer, round },
        { type: 'renewLink', signer },
      ),
    ),
  },
);

const groups = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 });
const sequences = fc.array(commands, { maxLength: 60 });

/** May be recorded again by nature: each call is a new fact. */
const REPEATABLE = new Set(['renewLink', 'nudge', 'recordFailure', 'retry']);

type Step = {
  readonly before: DocumentState;
  readonly after: DocumentState;
  readonly command: DocumentCommand;
  readonly events: readonly DocumentEvent[];
  readonly now: string;
};

/** Runs commands as the ledger would, refused ones without a trace; late ones after the deadline. */
function live(first: DocumentState, sequence: readonly DocumentCommand[], inTime: number) {
  const steps: Step[] = [];
  let state = first;
  for (const [index, command] of sequence.entries()) {
    const now = index <= inTime ? NOW : AFTER_DEADLINE;
    const decision = decide(state, command, now);
    if (!decision.ok) continue;
    const before = state;
    state = decision.events.reduce((next, event) => evolve(next, event, now), before);
    steps.push({ before, after: state, command, events: decision.events, now });
  }
  return { steps, state };
}

const lives = fc
  .tuple(groups, sequences, fc.integer({ min: 0, max: 60 }))
  .map(([order, sequence, inTime]) => ({ order, ...live(fresh(order), sequence, inTime) }));

const holds = <T>(arbitrary: fc.Arbitrary<T>, property: (value: T) => void): void =>
  fc.assert(fc.property(arbitrary, property), { numRuns: RUNS });

describe('whatever the order of commands', () => {
  it('nobody signs but in turn and in time, and never after the end', () => {
    holds(lives, ({ steps }) => {
      for (const { before, events, now } of steps)
        for (const event of events)
          if (event.type === 'SignerSigned') {
            expect(turnOf(before)).toContain(event.signer);
            expect(now).toBe(NOW);
            expect(isFinal(before)).toBe(false);
          }
    });
  });

  it('a signature stays, and an end is final', () => {
    holds(lives, ({ steps }) => {
      for (const { before, after } of steps) {
        for (const { number } of before.draft.signers)
          if (hasSigned(before, number)) expect(hasSigned(after, number)).toBe(true);
        if (isFinal(before)) expect(after.status).toBe(before.status);
      }
    });
  });

  it('completion and seal come once, and only with everyone’s signature', () => {
    holds(lives, ({ steps, state }) => {
      const count = (type: DocumentEvent['type']): number =>
        steps.flatMap(({ events }) => events).filter((event) => event.type === type).length;
      expect(count('SigningCompleted')).toBeLessThanOrEqual(1);
      expect(count('DocumentSealed')).toBeLessThanOrEqual(1);
      if (count('SigningCompleted') === 1)
        expect(state.draft.signers.every(({ number }) => hasSigned(state, number))).toBe(true);
    });
  });

  it('the same command again records nothing new', () => {
    holds(lives, ({ steps }) => {
      for (const { after, command, now } of steps.filter(
        (step) => !REPEATABLE.has(step.command.type),
      )) {
        const again = decide(after, command, now);
        expect(again.ok ? again.events : []).toEqual([]);
      }
    });
  });

  it('the chain holds, and tells the whole state again', () => {
    holds(lives, ({ order, steps, state }) => {
      const stream = documentStream('0123456789abcdef');
      const by = { type: 'worker', name: 'test' } as const;
      const drafted: DocumentEvent = { type: 'DocumentDrafted', draft: draft(order) };
      const entries = [
        { events: [drafted], at: NOW },
        ...steps
          .filter(({ events }) => events.length > 0)
          .map(({ events, now }) => ({ events, at: now })),
      ];
      const commits: Commit[] = [];
      for (const { events, at } of entries)
        commits.push(chain(commits.at(-1), { stream, at, by, events }, digest));
      expect(firstBreak(commits, digest)).toBeUndefined();
      expect(replay(commits, digest)).toEqual(state);
    });
  });
});

const facts = fc.constantFrom<DocumentEvent>(
  { type: 'DocumentDrafted', draft: draft() },
  { type: 'DocumentRendered', sha256: SHA, sizeBytes: 9 },
  { type: 'LinkIssued', signer: 1, round: 1, linkHash: SHA },
  { type: 'LinkRenewed', signer: 1, round: 2 },
  { type: 'MailSent', purpose: 'invitation', signer: 1, round: 1, messageId: 'm' },
  { type: 'InvitationShared', signer: 2, round: 1 },
  { type: 'SessionOpened', signer: 1, round: 1, origin },
  {
    type: 'SignerSigned',
    signer: 1,
    round: 1,
    sha256: SHA,
    consent: { version: '1', text: 'Ya.' },
    origin,
  },
  { type: 'SignerDeclined', signer: 1, round: 1, reason: 'tidak', origin },
  { type: 'SigningCompleted' },
  { type: 'EvidenceCompiled', chainHash: SHA, jsonSha256: SHA, sheetSha256: SHA },
  { type: 'SealGoalLowered', goal: 'B-T' },
  { type: 'SealUpgraded', sha256: SHA, sizeBytes: 9, sealedBy: 'Segel', level: 'B-LT' },
  { type: 'WorkPostponed', work: 'seal', reason: 'otoritas diam' },
  { type: 'DocumentSealed', sha256: SHA, sizeBytes: 9, sealedBy: 'Segel', level: 'B-B' },
  { type: 'DocumentVoided', reason: 'salah' },
  { type: 'DocumentExpired' },
  { type: 'DocumentSuperseded', by: { declarationId: 'fedcba9876543211' } },
  { type: 'WorkFailed', work: 'render', attempt: 1, reason: 'rusak' },
  { type: 'DocumentShelved', work: 'render', reason: 'rusak' },
  { type: 'DocumentRetried', work: 'render' },
  { type: 'DocumentNudged', work: 'render' },
);

it('evolve is total: any fact has its place in any state', () => {
  holds(fc.array(facts, { maxLength: 40 }), (sequence) => {
    const state = sequence.reduce((before, fact) => evolve(before, fact, NOW), fresh());
    expect(state.status).toMatch(
      /^(drafted|signing|signed|sealed|declined|voided|expired|superseded)$/,
    );
  });
});

it('the register gives each number once and leaves no gap, however claims come in', () => {
  const claim = fc.record({
    documentId: fc.uuid(),
    given: fc.option(fc.uuid(), { nil: undefined }),
  });
  holds(fc.array(fc.array(claim, { maxLength: 5 }), { maxLength: 20 }), (batches) => {
    let state: RegisterState | undefined;
    const sequences: number[] = [];
    for (const claims of batches) {
      const entered = enter(state, claims, (sequence) => `000.8.6/${sequence}/2026`);
      expect(entered.entries.map(({ documentId }) => documentId)).toEqual(
        claims.map(({ documentId }) => documentId),
      );
      for (const [index, { sequence, number }] of entered.entries.entries()) {
        const { given } = claims[index] ?? {};
        expect(number).toBe(given ?? `000.8.6/${sequence}/2026`);
        if (sequence !== undefined) sequences.push(sequence);
      }
      state = evolveRegister(state, entered);
    }
    expect(sequences).toEqual(sequences.map((_, index) => index + 1));
  });
});
