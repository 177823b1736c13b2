import { describe, expect, it } from 'vitest';
import type { DocumentCommand } from '../../functions/domain/command.ts';
import { MAX_ATTEMPTS, MAX_NUDGES } from '../../functions/domain/decide.ts';
import type { DocumentState } from '../../functions/domain/document.ts';
import { evolve } from '../../functions/domain/document.ts';
import { documentWork, mailsDue, sweepAt } from '../../functions/domain/due.ts';
import type { DocumentEvent } from '../../functions/domain/event.ts';
import { NOW } from '../samples/declaration.ts';
import {
  AFTER_DEADLINE,
  answer,
  fail,
  fresh,
  render,
  run,
  SHA,
  sign,
  states,
  supersede,
} from './life.ts';

describe('the life of a document', () => {
  it.each<[keyof typeof states, DocumentCommand, string | readonly string[]]>([
    ['signing', sign(3), 'unknownSigner'],
    ['signing', sign(1, { round: 2 }), 'linkReplaced'],
    ['signing', sign(1, { sha256: 'b'.repeat(64) }), 'wrongFile'],
    ['signing', sign(1, { consent: { version: '0', text: '' } }), 'wrongConsent'],
    ['signing', { type: 'renewLink', signer: 2 }, ['LinkRenewed']],
    ['signing', { type: 'renewLink', signer: 3 }, 'unknownSigner'],
    ['signing', { type: 'renewLink', signer: 1, ends: 1 }, ['LinkRenewed']],
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

  it('what everyone has signed goes on to its seal when a newer declaration comes', () => {
    const renewed = run(states.evidenced(), supersede);
    expect(renewed.status).toBe('signed');
    expect(renewed.supersededBy).toEqual({ declarationId: 'fedcba9876543211' });
    expect(documentWork(renewed)).toBe('seal');
    expect(run(states.signing(), supersede).status).toBe('superseded');
  });

  it('minutes that everyone has signed tell of a past event, and nothing takes their place', () => {
    const minutes = (state: DocumentState): DocumentState => ({
      ...state,
      draft: { ...state.draft, kind: 'minutes' },
    });
    expect(answer(minutes(states.sealed()), supersede)).toEqual([]);
    expect(answer(minutes(states.signing()), supersede)).toEqual(['DocumentSuperseded']);
  });

  it('the first successor stays: a second renewal changes nothing', () => {
    const later = { type: 'supersede', by: { declarationId: '0000000000000000' } } as const;
    expect(answer(run(states.sealed(), supersede), later)).toEqual([]);
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

  it('the sweep looks at pending work first, then at a reminder, and at the deadline in any case', () => {
    const signing = states.signing();
    expect(sweepAt(signing, NOW)).toBe('2026-11-21T03:10:00.000Z');
    const mailed = run(signing, {
      type: 'recordMail',
      purpose: 'invitation',
      signer: 1,
      round: 1,
      messageId: 'm',
    });
    expect(sweepAt(mailed, NOW)).toBe('2026-11-24T03:00:00.000Z');
    const unreminded = {
      ...mailed,
      draft: { ...mailed.draft, deadline: '2026-11-22T00:00:00.000Z' },
    };
    expect(sweepAt(unreminded, NOW)).toBe(unreminded.draft.deadline);
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
    const numbers = (state: DocumentState) =>
      mailsDue(state)
        .filter(({ purpose }) => purpose !== 'receipt')
        .map(({ signer }) => signer);
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
