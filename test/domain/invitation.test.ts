/** Whom a letter is due to, about which of their documents, and which run writes it. */
import { describe, expect, it } from 'vitest';
import { decide } from '../../functions/domain/decide.ts';
import { type DocumentState, evolve, progressOf } from '../../functions/domain/document.ts';
import {
  invitationFor,
  isReleased,
  isUninvited,
  isWriter,
  type Place,
  placesDue,
  renewals,
  roundOf,
} from '../../functions/domain/invitation.ts';
import { enrol, placesOf } from '../../functions/domain/people.ts';
import { draft, NOW, person } from '../samples/declaration.ts';
import { fail, render, run, SHA, sign } from './life.ts';

const LATER = '2026-11-21T03:00:01.000Z';

/** A document under a name of its own, on which signatory 1 signs first and 2 after them. */
function document(id: string): DocumentState {
  const event = { type: 'DocumentDrafted', draft: { ...draft([1, 2]), id } } as const;
  return evolve(undefined, event, NOW);
}

/** Places of one person on documents `a`, `b`, … */
const places = (signer: number, ...states: readonly DocumentState[]): readonly Place[] =>
  states.map((state, index) => ({ number: index + 1, state, signer }));

const told = (state: DocumentState, signer = 1, round = 1): DocumentState =>
  run(state, { type: 'recordMail', purpose: 'invitation', signer, round, messageId: 'm' });

const [a, b] = [run(document('a'), render), run(document('b'), render)];

const verdict = (all: readonly Place[]): string | undefined => {
  const invitation = invitationFor(all);
  const ids = invitation?.places.map(({ state }) => state.draft.id).join('');
  return invitation && `${invitation.act} ${ids}`;
};

describe('an invitation', () => {
  const shelved = run(document('b'), fail('render'), fail('render'), fail('render'));
  it.each<[string, string | undefined, readonly Place[]]>([
    ['for all documents in turn', 'invite ab', places(1, a, b)],
    ['waits for a print that will be theirs at once', 'wait a', places(1, a, document('b'))],
    ['waits for no print given up', 'invite a', places(1, a, shelved)],
    ['is not due before the turn', undefined, places(2, a, document('b'))],
    ['is not due twice', undefined, places(1, told(a), told(b))],
    ['is shared while another one lies unanswered', 'share b', places(1, told(a), b)],
    ['is new once the other one is answered', 'invite b', places(1, run(told(a), sign(1)), b)],
  ])('%s: %s', (_, expected, all) => {
    expect(verdict(all)).toBe(expected);
  });

  it('does not wait for a print that would be somebody else’s first', () => {
    const mine = run(a, sign(1));
    expect(verdict(places(2, mine, document('b')))).toBe('invite a');
  });

  it('brings places that missed a renewal into the person’s round first', () => {
    const renewed = run(told(a), { type: 'renewLink', signer: 1 });
    const all = places(1, renewed, told(b));
    expect(roundOf(all)).toBe(2);
    expect(verdict(all)).toBe('renew b');
    const [, command] = renewals(all);
    expect(command).toMatchObject({ documentId: 'b', command: { signer: 1, ends: 2 } });
    const whole = places(1, renewed, run(told(b), { type: 'renewLink', signer: 1, ends: 1 }));
    expect(verdict(whole)).toBe('invite ab');
  });

  it('is missing on record for who was faster than the letter, and when a crash lost its record', () => {
    const [place] = places(1, a);
    if (place === undefined) throw new Error('no place');
    expect(isUninvited(place, 1)).toBe(true);
    const issued = run(a, { type: 'issueLink', signer: 1, round: 1, linkHash: SHA });
    expect(isUninvited({ ...place, state: issued }, 1)).toBe(true);
    expect(isUninvited({ ...place, state: told(a) }, 1)).toBe(false);
  });
});

describe('the writer of a letter', () => {
  const later: DocumentState = { ...a, movedAt: LATER };

  it('is the run of the document that moved last, alone', () => {
    expect(isWriter(places(1, later, b), new Set(['a']))).toBe(true);
    expect(isWriter(places(1, later, b), new Set(['b']))).toBe(false);
    expect(isWriter(places(1, a, b), new Set(['a']))).toBe(false);
    expect(isWriter(places(1, a, b), new Set(['b']))).toBe(true);
    expect(isWriter(places(1, a, b), new Set(['a', 'b']))).toBe(true);
  });

  it('is never the run of a document that the letter is not about', () => {
    expect(isWriter(places(1, a, b), new Set(['c']))).toBe(false);
  });

  it('is never left to a document on the shelf', () => {
    const shelf = { work: 'mail', reason: 'closed' } as const;
    expect(isWriter(places(1, a, { ...b, shelf }), new Set(['a']))).toBe(true);
    expect(isWriter(places(1, a, { ...b, shelf }), new Set(['b']))).toBe(true);
  });

  it('of an invitation is also the run of a document that it waited for and that never came', () => {
    const unprinted: DocumentState = { ...b, unsigned: undefined };
    expect(isReleased(places(1, a, unprinted), new Set(['b']))).toBe(true);
    expect(isReleased(places(1, a, b), new Set(['b']))).toBe(false);
  });
});

it('the letter about the seal is for what is sealed and has not been told', () => {
  const sealed: DocumentState = { ...a, status: 'sealed' };
  const known = run(sealed, {
    type: 'recordMail',
    purpose: 'completion',
    signer: 1,
    round: 1,
    messageId: 'm',
  });
  expect(placesDue(places(1, sealed, b, known), 'completion').map(({ number }) => number)).toEqual([
    1,
  ]);
});

describe('a renewal', () => {
  it('takes along what can still be signed, in turn or not', () => {
    const signed = run(told(a), sign(1));
    const voided = run(b, { type: 'void', reason: 'x' });
    const all = places(1, signed, voided, document('c'));
    expect(renewals(all).map(({ documentId }) => documentId)).toEqual(['c']);
    expect(renewals(places(2, a)).map(({ documentId }) => documentId)).toEqual(['a']);
  });

  it('of a round that has ended is none', () => {
    const renewed = run(a, { type: 'renewLink', signer: 1 });
    expect(renewals(places(1, renewed, b), 1)).toEqual([]);
  });

  it('is accepted by the rulebook, and ends the round on each place', () => {
    for (const { documentId, command } of renewals(places(1, a, b))) {
      const state = documentId === 'a' ? a : b;
      const decision = decide(state, command, NOW);
      const after = decision.ok
        ? decision.events.reduce((next, event) => evolve(next, event, NOW), state)
        : state;
      expect(progressOf(after, 1).round).toBe(2);
    }
  });
});

describe('one person', () => {
  const [eko, dwi] = [person('Eko'), person('Dwi')];
  const seat = (who: typeof eko, number: number) => ({
    ...who,
    number,
    role: 'declarer' as const,
    group: 1,
  });

  it('is one address, whatever its spelling, in all documents', () => {
    const loud = { ...eko, email: ' EKO@example.test' };
    const plans = enrol(
      [{ signers: [seat(eko, 1), seat(dwi, 2)] }, { signers: [seat(dwi, 1), seat(loud, 2)] }],
      [],
    );
    expect(plans.map(({ signers }) => signers.map((signer) => signer.person))).toEqual([
      [1, 2],
      [2, 1],
    ]);
  });

  it('has numbered places in the order of documents, two where they sign twice', () => {
    const entry = (id: string, people: readonly number[]) =>
      ({ id, kind: 'charter', title: id, people }) as const;
    const documents = [entry('a', [1, 2]), entry('b', [3]), entry('c', [2, 1, 2])];
    expect(placesOf({ documents }, 2)).toEqual([
      { number: 1, documentId: 'a', signer: 2 },
      { number: 2, documentId: 'c', signer: 1 },
      { number: 3, documentId: 'c', signer: 3 },
    ]);
    expect(placesOf({ documents }, 4)).toEqual([]);
  });
});
