/** Documents in each state of their life, and the commands that can be put to them. */
import type { DocumentCommand, Successor } from '../../functions/domain/command.ts';
import { CONSENT } from '../../functions/domain/consent.ts';
import { decide } from '../../functions/domain/decide.ts';
import type { DocumentState } from '../../functions/domain/document.ts';
import { evolve } from '../../functions/domain/document.ts';
import type { SealLevel } from '../../functions/domain/seal-level.ts';
import { draft, NOW, person } from '../samples/declaration.ts';

export const SHA = 'a'.repeat(64);
export const AFTER_DEADLINE = '2027-12-31T00:00:00.000Z';
export const origin = { ip: '203.0.113.1', userAgent: 'test' };

export const fresh = (groups?: readonly number[]): DocumentState =>
  evolve(undefined, { type: 'DocumentDrafted', draft: draft(groups) }, NOW);

/** Applies commands one after another; a refusal fails the test. */
export function run(state: DocumentState, ...commands: readonly DocumentCommand[]): DocumentState {
  return commands.reduce((before, command) => {
    const decision = decide(before, command, NOW);
    if (!decision.ok) throw new Error(`${command.type} refused: ${decision.refusal.reason}`);
    return decision.events.reduce((next, event) => evolve(next, event, NOW), before);
  }, state);
}

/** The names of the facts that a command brings about, or the reason of the refusal. */
export const answer = (state: DocumentState, command: DocumentCommand, now = NOW) => {
  const decision = decide(state, command, now);
  return decision.ok ? decision.events.map(({ type }) => type) : decision.refusal.reason;
};

export const render: DocumentCommand = {
  type: 'recordRender',
  sha256: SHA,
  sizeBytes: 9,
  madeWith: { templates: SHA, chromium: '153.0.0' },
};
export const sign = (signer: number, more: object = {}): DocumentCommand => ({
  type: 'sign',
  signer,
  round: 1,
  sha256: SHA,
  consent: CONSENT,
  origin,
  ...more,
});
export const decline: DocumentCommand = {
  type: 'decline',
  signer: 1,
  round: 1,
  reason: 'keliru',
  origin,
};
export const evidence: DocumentCommand = {
  type: 'recordEvidence',
  chainHash: SHA,
  jsonSha256: SHA,
  sheetSha256: SHA,
  marksSha256: SHA,
};
export const seal: DocumentCommand = {
  type: 'recordSeal',
  sha256: SHA,
  sizeBytes: 10,
  sealedBy: 'Segel',
  level: 'B-T',
  goal: 'B-LTA',
  stamped: { at: NOW, by: 'Otoritas' },
};
export const upgrade = (level: SealLevel, from = SHA): DocumentCommand => ({
  type: 'recordUpgrade',
  from,
  sha256: level.padEnd(SHA.length, '0'),
  sizeBytes: 11,
  sealedBy: 'Segel',
  level,
  goal: 'B-LTA',
});
export const postpone = (work: 'seal' | 'upgrade'): DocumentCommand => ({
  type: 'postpone',
  work,
  reason: 'otoritas diam',
});
/** Somebody who is on record with a number that nobody else has. */
export const successor: Successor = { ...person('Rini'), person: 9, round: 1 };
export const voidIt: DocumentCommand = { type: 'void', reason: 'salah' };
export const supersede: DocumentCommand = {
  type: 'supersede',
  by: { declarationId: 'fedcba9876543211' },
};
export const fail = (work: 'render' | 'seal'): DocumentCommand => ({
  type: 'recordFailure',
  work,
  reason: 'rusak',
});
export const mailed: DocumentCommand = {
  type: 'recordMail',
  purpose: 'invitation',
  signer: 1,
  round: 1,
  messageId: 'm',
};

/** Letters to both signatories of a sealed document. */
const told = [1, 2].map(
  (signer) => ({ ...mailed, purpose: 'completion', signer }) as DocumentCommand,
);

/** Two signatories, one after the other. */
export const states = {
  drafted: () => fresh([1, 2]),
  signing: () => run(fresh([1, 2]), render),
  half: () => run(fresh([1, 2]), render, sign(1)),
  signed: () => run(fresh([1, 2]), render, sign(1), sign(2)),
  evidenced: () => run(fresh([1, 2]), render, sign(1), sign(2), evidence),
  sealed: () => run(fresh([1, 2]), render, sign(1), sign(2), evidence, seal),
  unstamped: () => run(states.evidenced(), postpone('seal')),
  sealless: () => run(states.evidenced(), fail('seal'), fail('seal'), fail('seal')),
  told: () => run(states.sealed(), ...told),
  lasting: () => run(states.told(), upgrade('B-LTA')),
  declined: () => run(fresh([1, 2]), render, decline),
  voided: () => run(fresh([1, 2]), render, voidIt),
  expired: () => evolve(states.signing(), { type: 'DocumentExpired' }, AFTER_DEADLINE),
  superseded: () => run(fresh([1, 2]), render, supersede),
  shelved: () => run(fresh([1, 2]), fail('render'), fail('render'), fail('render')),
};
export type StateName = keyof typeof states;
