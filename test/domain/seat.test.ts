/** Who signs, where and until when can change; whoever it is not about stays untouched. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../functions/domain/command.ts';
import type { DeclarationState } from '../../functions/domain/declaration.ts';
import { evolveDeclaration } from '../../functions/domain/declaration.ts';
import { type DocumentState, progressOf } from '../../functions/domain/document.ts';
import { mailsDue } from '../../functions/domain/due.ts';
import { placesOf } from '../../functions/domain/people.ts';
import { personAt } from '../../functions/domain/succession.ts';
import { declaration, draft, NOW, person } from '../samples/declaration.ts';
import {
  AFTER_DEADLINE,
  answer,
  fresh,
  mailed,
  origin,
  render,
  run,
  SHA,
  sign,
  states,
  successor,
  voidIt,
} from './life.ts';

const replace = (signer: number): Command<'replace'> => ({
  type: 'replace',
  signer,
  successor,
  reason: 'mutasi',
});
const correct = (signer: number): Command<'correctAddress'> => ({
  type: 'correctAddress',
  signer,
  round: 2,
  email: 'baru@example.test',
});

/** The print for a successor. */
const anew = { ...render, edition: 1 } as typeof render;

/** Three in parallel, each invited; the second has opened the document. */
const parallel = (): DocumentState =>
  run(
    fresh([1, 1, 1]),
    render,
    ...[1, 2, 3].flatMap((signer) => [
      { type: 'issueLink', signer, round: 1, linkHash: SHA.replace(/^a/, String(signer)) } as const,
      { ...mailed, signer } as typeof mailed,
    ]),
    { type: 'openSession', signer: 2, round: 1, origin },
  );

/** What is known of everybody but one. */
const others = ({ draft: { signers }, progress }: DocumentState, signer: number) =>
  signers.filter(({ number }) => number !== signer).map((one) => [one, progress[one.number]]);

const signatory = fc.constantFrom(1, 2, 3);

describe('nobody else is touched', () => {
  it('by a corrected address', () => {
    fc.assert(
      fc.property(signatory, (signer) => {
        const before = parallel();
        const after = run(before, correct(signer));
        expect(others(after, signer)).toEqual(others(before, signer));
        expect({ ...after, draft: 0, progress: 0, movedAt: 0 }).toEqual({
          ...before,
          draft: 0,
          progress: 0,
          movedAt: 0,
        });
      }),
    );
  });

  it('by a successor, but that whoever had opened the document is told of the new print', () => {
    fc.assert(
      fc.property(signatory, (signer) => {
        const before = parallel();
        const after = run(before, replace(signer), anew);
        for (const other of [1, 2, 3].filter((one) => one !== signer)) {
          const { openedAt: _, changedTo, ...kept } = progressOf(after, other);
          const { openedAt, ...earlier } = progressOf(before, other);
          expect(kept).toEqual(earlier);
          expect(changedTo).toBe(openedAt === undefined ? undefined : 1);
        }
        const due = mailsDue(after).map(({ purpose, signer: whom }) => [purpose, whom]);
        const changed = signer === 2 ? [] : [['changed', 2]];
        expect(due).toEqual(
          signer === 1 ? [['invitation', 1], ...changed] : [...changed, ['invitation', signer]],
        );
      }),
    );
  });

  it('by a reminder', () => {
    const before = parallel();
    const after = run(before, { type: 'nudge' });
    expect(others(after, 1)).toEqual(others(before, 1));
  });
});

describe('a corrected address', () => {
  it('ends the link where a signature is wanting, and leaves a signature as it is', () => {
    const signed = run(parallel(), sign(1));
    const asked = run(signed, correct(1), correct(2));
    expect(progressOf(asked, 1)).toEqual(progressOf(signed, 1));
    expect(asked.draft.signers[0]?.email).toBe('baru@example.test');
    expect(progressOf(asked, 2).linkHash).toBeUndefined();
    expect(answer(asked, { ...correct(2) })).toEqual([]);
    expect(answer(asked, { type: 'openSession', signer: 2, round: 1, origin })).toBe(
      'linkReplaced',
    );
  });
});

describe('a successor', () => {
  it('takes the seat with a round that no link ever had', () => {
    const after = run(parallel(), replace(1), anew);
    expect(after.draft.signers[0]).toMatchObject({ name: 'Rini', number: 1, person: 9, group: 1 });
    expect(progressOf(after, 1)).toEqual({ round: 2, mailed: [] });
    expect(answer(after, sign(1))).toBe('linkReplaced');
    const known = run(parallel(), {
      ...replace(1),
      successor: { ...successor, round: 7 },
    });
    expect(progressOf(known, 1).round).toBe(7);
  });

  it('comes too late after the first signature, or on a document that has ended', () => {
    expect(answer(run(parallel(), sign(3)), replace(1))).toBe('signatureGiven');
    expect(answer(states.signed(), replace(1))).toBe('signingComplete');
    expect(answer(run(parallel(), voidIt), replace(1))).toBe('voided');
    expect(answer(parallel(), replace(1), AFTER_DEADLINE)).toBe('expired');
  });

  it('is not known to the print that was under way', () => {
    const replaced = run(parallel(), replace(1));
    expect(answer(replaced, render)).toEqual([]);
    expect(answer(replaced, anew)).toEqual(['DocumentRendered']);
  });
});

describe('handing a seat on', () => {
  const delegate: Command<'delegate'> = {
    type: 'delegate',
    signer: 1,
    round: 1,
    successor,
    reason: 'dinas luar',
    origin,
  };
  const allowing = (state: DocumentState): DocumentState => ({
    ...state,
    draft: { ...state.draft, agency: { ...state.draft.agency, delegation: true } },
  });
  const pledge = (state: DocumentState, collective: boolean): DocumentState => ({
    ...state,
    draft: {
      ...state.draft,
      kind: 'pledge',
      signers: state.draft.signers.map((one) => ({
        ...one,
        role: one.number === 1 || collective ? 'declarer' : 'superior',
      })),
    },
  });

  it('needs the agency’s leave, and the newest link', () => {
    expect(answer(parallel(), delegate)).toBe('delegationOff');
    expect(answer(allowing(parallel()), delegate)).toEqual(['SignerReplaced']);
    expect(answer(allowing(parallel()), { ...delegate, round: 2 })).toBe('linkReplaced');
  });

  it('is nothing for the one who pledges, and something for a member of a sheet', () => {
    expect(answer(pledge(allowing(parallel()), false), delegate)).toBe('personalDocument');
    expect(answer(pledge(allowing(parallel()), true), delegate)).toEqual(['SignerReplaced']);
  });
});

describe('people on record', () => {
  const base: DeclarationState = {
    id: 'd',
    declaration: declaration(),
    documents: [
      { id: 'a', kind: 'charter', title: 'A', people: [1, 2] },
      { id: 'b', kind: 'pledge', title: 'B', people: [1] },
    ],
    people: ['ketua.dinas.satu@example.test', 'wali.kota@example.test'],
    declaredAt: NOW,
    drafted: true,
    minutesDrafted: false,
    nudges: 0,
  };
  const commit = { id: 'd', at: NOW };
  const named = evolveDeclaration(
    base,
    {
      type: 'SuccessorNamed',
      documentId: 'a',
      signer: 1,
      person: 2,
      address: 'wali.kota@example.test',
    },
    commit,
  );

  it('keep the numbers of their places when they are named for another one', () => {
    expect(placesOf(base, 2)).toEqual([{ number: 1, documentId: 'a', signer: 2 }]);
    expect(placesOf(named, 2)).toEqual([
      { number: 1, documentId: 'a', signer: 2 },
      { number: 2, documentId: 'a', signer: 1 },
    ]);
    expect(placesOf(named, 1)).toEqual(placesOf(base, 1));
  });

  it('are known by their new address wherever they stand', () => {
    const after = evolveDeclaration(
      base,
      { type: 'PersonReaddressed', person: 1, address: 'Baru@example.test' },
      commit,
    );
    expect(personAt(after, 'baru@EXAMPLE.test')).toBe(1);
    expect(personAt(after, 'ketua.dinas.satu@example.test')).toBe(3);
    expect(after.declaration.units[0]?.head?.email).toBe('Baru@example.test');
    expect(after.declaration.pledges[0]?.superior?.email).toBe('Baru@example.test');
    expect(after.declaration.witnesses).toEqual([person('Sekretaris Daerah')]);
    expect(draft().signers.length).toBeGreaterThan(0);
  });
});
