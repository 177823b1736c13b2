import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONSENT } from '../../functions/domain/consent.ts';
import type { DocumentCommand } from '../../functions/domain/decide.ts';
import { decide, MAX_ATTEMPTS, MAX_NUDGES } from '../../functions/domain/decide.ts';
import type { DocumentState } from '../../functions/domain/document.ts';
import {
  documentWork,
  evolve,
  hasSigned,
  mailsDue,
  sweepAt,
  turnOf,
} from '../../functions/domain/document.ts';
import type { DocumentEvent } from '../../functions/domain/event.ts';
import { draft, NOW } from '../samples/declaration.ts';

const SHA = 'a'.repeat(64);
const origin = { ip: '203.0.113.1', userAgent: 'test' };
const AFTER_DEADLINE = '2027-12-31T00:00:00.000Z';

const fresh = (groups?: readonly number[]): DocumentState =>
  evolve(undefined, { type: 'DocumentDrafted', draft: draft(groups) }, NOW);

/** Applies commands one after another; a refusal fails the test. */
function run(state: DocumentState, ...commands: readonly DocumentCommand[]): DocumentState {
  return commands.reduce((before, command) => {
    const decision = decide(before, command, NOW);
    if (!decision.ok) throw new Error(`${command.type} refused: ${decision.refusal.reason}`);
    return decision.events.reduce((next, event) => evolve(next, event, NOW), before);
  }, state);
}

const answer = (state: DocumentState, command: DocumentCommand, now = NOW) => {
  const decision = decide(state, command, now);
  return decision.ok ? decision.events.map(({ type }) => type) : decision.refusal.reason;
};

const render: DocumentCommand = { type: 'recordRender', sha256: SHA, sizeBytes: 9 };
const sign = (signer: number, more: object = {}): DocumentCommand => ({
  type: 'sign',
  signer,
  round: 1,
  sha256: SHA,
  consent: CONSENT,
  origin,
  ...more,
});
const decline: DocumentCommand = { type: 'decline', signer: 1, round: 1, reason: 'keliru', origin };
const evidence: DocumentCommand = {
  type: 'recordEvidence',
  chainHash: SHA,
  jsonSha256: SHA,
  sheetSha256: SHA,
};
const seal: DocumentCommand = {
  type: 'recordSeal',
  sha256: SHA,
  sizeBytes: 10,
  sealedBy: 'Segel',
  level: 'B-B',
};
const voidIt: DocumentCommand = { type: 'void', reason: 'salah' };
const fail = (work: 'render' | 'seal'): DocumentCommand => ({
  type: 'recordFailure',
  work,
  reason: 'rusak',
});

const states = {
  drafted: () => fresh([1, 2]),
  signing: () => run(fresh([1, 2]), render),
  half: () => run(fresh([1, 2]), render, sign(1)),
  signed: () => run(fresh([1, 2]), render, sign(1), sign(2)),
  evidenced: () => run(fresh([1, 2]), render, sign(1), sign(2), evidence),
  sealed: () => run(fresh([1, 2]), render, sign(1), sign(2), evidence, seal),
  declined: () => run(fresh([1, 2]), render, decline),
  voided: () => run(fresh([1, 2]), render, voidIt),
  shelved: () => run(fresh([1, 2]), fail('render'), fail('render'), fail('render')),
};

describe('what each command brings about in each state', () => {
  it.each<[keyof typeof states, DocumentCommand, string | readonly string[]]>([
    ['drafted', render, ['DocumentRendered']],
    ['drafted', sign(1), 'notReady'],
    ['drafted', decline, 'notReady'],
    ['drafted', evidence, []],
    ['drafted', seal, []],
    ['drafted', voidIt, ['DocumentVoided']],
    ['drafted', { type: 'retry' }, 'notShelved'],
    ['drafted', { type: 'nudge' }, ['DocumentNudged']],
    ['signing', render, []],
    ['signing', sign(1), ['SignerSigned']],
    ['signing', sign(2), 'outOfTurn'],
    ['signing', sign(3), 'unknownSigner'],
    ['signing', sign(1, { round: 2 }), 'linkReplaced'],
    ['signing', sign(1, { sha256: 'b'.repeat(64) }), 'wrongFile'],
    ['signing', sign(1, { consent: { version: '0', text: '' } }), 'wrongConsent'],
    ['signing', decline, ['SignerDeclined']],
    ['signing', { type: 'renewLink', signer: 1 }, ['LinkRenewed']],
    ['signing', { type: 'renewLink', signer: 2 }, 'outOfTurn'],
    ['signing', { type: 'renewLink', signer: 1, ends: 1 }, ['LinkRenewed']],
    ['signing', seal, []],
    ['half', sign(1), []],
    ['half', decline, 'alreadySigned'],
    ['half', sign(2), ['SignerSigned', 'SigningCompleted']],
    ['half', voidIt, ['DocumentVoided']],
    ['signed', sign(2), []],
    ['signed', seal, []],
    ['signed', evidence, ['EvidenceCompiled']],
    ['signed', voidIt, 'signingComplete'],
    ['evidenced', evidence, []],
    ['evidenced', seal, ['DocumentSealed']],
    ['sealed', seal, []],
    ['sealed', voidIt, 'signingComplete'],
    ['sealed', { type: 'nudge' }, ['DocumentNudged']],
    ['declined', sign(1), 'declined'],
    ['declined', sign(2), 'declined'],
    ['declined', decline, []],
    ['declined', voidIt, 'declined'],
    ['voided', sign(1), 'voided'],
    ['voided', voidIt, []],
    ['voided', render, []],
    ['shelved', { type: 'retry' }, ['DocumentRetried']],
    ['shelved', { type: 'nudge' }, []],
  ])('%s: %o → %o', (name, command, expected) => {
    expect(answer(states[name](), command)).toEqual(expected);
  });

  it('nobody signs after the deadline, and the sweep ends the document', () => {
    expect(answer(states.signing(), sign(1), AFTER_DEADLINE)).toBe('expired');
    expect(answer(states.signing(), { type: 'nudge' }, AFTER_DEADLINE)).toEqual([
      'DocumentExpired',
    ]);
  });

  it(`failure number ${MAX_ATTEMPTS} puts the document on the shelf, and a retry starts anew`, () => {
    const shelved = states.shelved();
    expect(shelved.shelf).toEqual({ work: 'render', reason: 'rusak' });
    expect(documentWork(shelved)).toBeUndefined();
    const retried = run(shelved, { type: 'retry' });
    expect(documentWork(retried)).toBe('render');
    expect(retried.attempts).toBe(0);
  });

  it('an expired document cannot be voided, and ends for good', () => {
    const expired = evolve(states.signing(), { type: 'DocumentExpired' }, AFTER_DEADLINE);
    expect(answer(expired, voidIt, AFTER_DEADLINE)).toBe('expired');
    expect(answer(expired, sign(1), NOW)).toBe('expired');
  });

  it(`after ${MAX_NUDGES} nudges without progress the document goes to the shelf`, () => {
    const nudges = Array.from({ length: MAX_NUDGES }, () => ({ type: 'nudge' }) as const);
    const nudged = run(fresh([1]), ...nudges);
    expect(answer(nudged, { type: 'nudge' })).toEqual(['DocumentShelved']);
  });

  it('a late letter does not take a document off the shelf', () => {
    const letter = { type: 'MailSent', purpose: 'invitation', signer: 1, round: 1, messageId: 'm' };
    const shelved = evolve(states.shelved(), letter as DocumentEvent, NOW);
    expect(shelved.shelf).toBeDefined();
  });

  it('a link is issued anew when the secret of the links has been replaced', () => {
    const link = { type: 'issueLink', signer: 1, round: 1, linkHash: SHA } as const;
    const issued = run(states.signing(), link);
    expect(answer(issued, link)).toEqual([]);
    expect(answer(issued, { ...link, linkHash: 'c'.repeat(64) })).toEqual(['LinkIssued']);
  });

  it('the sweep looks at pending work first, and at the deadline in any case', () => {
    const signing = states.signing();
    expect(sweepAt(signing, NOW)).toBe('2026-11-21T03:10:00.000Z');
    const mailed = run(signing, {
      type: 'recordMail',
      purpose: 'invitation',
      signer: 1,
      round: 1,
      messageId: 'm',
    });
    expect(sweepAt(mailed, NOW)).toBe(mailed.draft.deadline);
    expect(sweepAt({ ...signing, nudges: 9 }, mailed.draft.deadline)).toBe(mailed.draft.deadline);
    expect(sweepAt(states.sealed(), NOW)).toBe('2026-11-21T03:10:00.000Z');
    expect(sweepAt(states.voided(), NOW)).toBeUndefined();
  });

  it('a failure of work that is not pending changes nothing', () => {
    expect(answer(states.signing(), fail('seal'))).toEqual([]);
  });
});

describe('letters', () => {
  it('go to the first group once the document is rendered, and to the next when it has signed', () => {
    const numbers = (state: DocumentState) => mailsDue(state).map(({ signer }) => signer);
    const signing = run(fresh([1, 1, 2]), render);
    expect(numbers(signing)).toEqual([1, 2]);
    const sent = run(signing, {
      type: 'recordMail',
      purpose: 'invitation',
      signer: 1,
      round: 1,
      messageId: 'm',
    });
    expect(numbers(sent)).toEqual([2]);
    expect(numbers(run(sent, sign(1), sign(2)))).toEqual([3]);
    expect(numbers(states.sealed())).toEqual([1, 2]);
    expect(numbers(states.declined())).toEqual([]);
  });

  it('are due again after a link was renewed', () => {
    const mailed = run(states.signing(), {
      type: 'recordMail',
      purpose: 'invitation',
      signer: 1,
      round: 1,
      messageId: 'm',
    });
    expect(mailsDue(mailed)).toEqual([]);
    const again: DocumentCommand = { type: 'renewLink', signer: 1, ends: 1 };
    expect(run(mailed, again, again)).toEqual(run(mailed, again));
    expect(mailsDue(run(mailed, { type: 'renewLink', signer: 1 }))).toEqual([
      { purpose: 'invitation', signer: 1, round: 2 },
    ]);
  });
});

const commands: fc.Arbitrary<DocumentCommand> = fc.oneof(
  fc.constantFrom<DocumentCommand>(render, evidence, seal, voidIt, { type: 'retry' }),
  fc.constantFrom<DocumentCommand>({ type: 'nudge' }, fail('render'), fail('seal')),
  fc
    .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 2 }))
    .chain(([signer, round]) =>
      fc.constantFrom<DocumentCommand>(
        sign(signer, { round }),
        { type: 'decline', signer, round, reason: 'tidak', origin },
        { type: 'openSession', signer, round, origin },
        { type: 'issueLink', signer, round, linkHash: SHA },
        { type: 'renewLink', signer },
      ),
    ),
);

const ENDED = new Set(['sealed', 'declined', 'voided', 'expired']);

describe('whatever the order of commands', () => {
  it('order is kept, signatures stay, ends are final and completion has one winner', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }),
        fc.array(commands, { maxLength: 60 }),
        fc.integer({ min: 0, max: 60 }),
        (groups, sequence, lastInTime) => {
          let state = fresh(groups);
          const facts: DocumentEvent[] = [];
          for (const [index, command] of sequence.entries()) {
            const now = index <= lastInTime ? NOW : AFTER_DEADLINE;
            const before = state;
            const decision = decide(before, command, now);
            if (!decision.ok) continue;
            for (const event of decision.events) {
              if (event.type === 'SignerSigned') {
                expect(turnOf(before)).toContain(event.signer);
                expect(now).toBe(NOW);
              }
              facts.push(event);
              state = evolve(state, event, now);
            }
            // Deciding the same again records nothing new, except what may repeat by nature.
            if (!['renewLink', 'nudge', 'recordFailure', 'retry'].includes(command.type)) {
              const again = decide(state, command, now);
              expect(again.ok ? again.events : []).toEqual([]);
            }
            for (const { number } of before.draft.signers)
              if (hasSigned(before, number)) expect(hasSigned(state, number)).toBe(true);
            if (ENDED.has(before.status)) expect(state.status).toBe(before.status);
          }
          const count = (type: DocumentEvent['type']) =>
            facts.filter((fact) => fact.type === type).length;
          expect(count('SigningCompleted')).toBeLessThanOrEqual(1);
          expect(count('DocumentSealed')).toBeLessThanOrEqual(1);
          if (count('DocumentSealed') === 1)
            expect(state.draft.signers.every(({ number }) => hasSigned(state, number))).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});
