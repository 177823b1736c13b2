import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DocumentCommand } from '../../functions/domain/command.ts';
import { decide } from '../../functions/domain/decide.ts';
import { type DocumentState, evolve, progressOf } from '../../functions/domain/document.ts';
import {
  codeDue,
  IDENTITY_STEPS,
  MAIL_CODE_MS,
  MAIL_CODE_PAUSE_MS,
  MAX_MAIL_CODES,
  MAX_TRIES,
  MAX_WRONG_CODES,
  missingStep,
  stepsOf,
  UNPROVEN,
} from '../../functions/domain/identity.ts';
import { agency, NOW } from '../samples/declaration.ts';
import { answer, fresh, origin, render, run, SHA, sign } from './life.ts';

const first = { signer: 1, round: 1 } as const;
const ask: DocumentCommand = { type: 'requestCode', ...first };
const setCode: DocumentCommand = { type: 'setAccessCode', signer: 1, hash: SHA };
const HOUR_MS = 60 * 60_000;
/** The hash of a session that is not this one. */
const OTHER = 'b'.repeat(64);

const later = (ms: number): string => new Date(Date.parse(NOW) + ms).toISOString();

const access = (isRight: boolean): DocumentCommand => ({
  type: 'proveIdentity',
  ...first,
  step: 'accessCode',
  isRight,
  origin,
});
const mailCode = (code: number, isRight = true, session = SHA): DocumentCommand => ({
  type: 'proveIdentity',
  ...first,
  step: 'mailCode',
  code,
  session,
  isRight,
  origin,
});

const signing = (): DocumentState => run(fresh([1, 1]), render);

/** Puts a command at a time; what is refused changes nothing. */
function at(state: DocumentState, command: DocumentCommand, now: string): DocumentState {
  const decision = decide(state, command, now);
  if (!decision.ok) return state;
  return decision.events.reduce((next, event) => evolve(next, event, now), state);
}

const identityOf = (state: DocumentState) => progressOf(state, 1).identity ?? UNPROVEN;

describe('the policy', () => {
  it('asks for the access code before the code by mail, and for nothing when it is silent', () => {
    expect(stepsOf({ mailCode: true, accessCode: true })).toEqual(['accessCode', 'mailCode']);
    expect(stepsOf({ mailCode: false })).toEqual([]);
    expect(stepsOf(undefined)).toEqual([]);
  });

  it('is satisfied when, and only when, every step has been taken', () => {
    fc.assert(
      fc.property(
        fc.record({ accessCode: fc.boolean(), mailCode: fc.boolean() }),
        fc.subarray([...IDENTITY_STEPS]),
        (policy, taken) => {
          const all = stepsOf(policy).every((step) => taken.includes(step));
          expect(missingStep(policy, taken) === undefined).toBe(all);
        },
      ),
    );
  });

  it('holds for the signature itself, whatever the door let in', () => {
    const state = signing();
    const draft = { ...state.draft, agency: agency({ identity: { mailCode: true } }) };
    expect(answer({ ...state, draft }, sign(1))).toBe('identityMissing');
    expect(answer({ ...state, draft }, sign(1, { identity: ['accessCode'] }))).toBe(
      'identityMissing',
    );
    expect(answer({ ...state, draft }, sign(1, { identity: ['mailCode'] }))).toEqual([
      'SignerSigned',
    ]);
  });
});

describe('an access code', () => {
  it(`is looked at ${MAX_TRIES} times; a right one before begins the count anew`, () => {
    const wrongs = Array.from({ length: MAX_TRIES - 1 }, () => access(false));
    const once = run(signing(), setCode, ...wrongs, access(true), ...wrongs);
    expect(answer(once, access(true))).toEqual(['IdentityProven']);
    expect(answer(run(once, access(false)), access(true))).toBe('identityLocked');
  });

  it('stays the person’s when the link is renewed, which unlocks it', () => {
    const locked = run(signing(), setCode, ...Array(MAX_TRIES).fill(access(false)));
    const renewed = run(locked, { type: 'renewLink', signer: 1 });
    const again = { ...access(true), round: 2 } as DocumentCommand;
    expect(answer(locked, ask)).toBe('identityLocked');
    expect(answer(renewed, again)).toEqual(['IdentityProven']);
  });
});

describe('a code by mail', () => {
  it('is asked for once while it is on its way, and again when it is spent or wrong too often', () => {
    const asked = run(signing(), ask);
    expect(answer(asked, ask)).toEqual([]);
    expect(answer(asked, ask, later(MAIL_CODE_PAUSE_MS))).toEqual(['CodeRequested']);
    expect(answer(run(asked, mailCode(1)), ask)).toEqual(['CodeRequested']);
    const tried = run(asked, ...Array(MAX_TRIES).fill(mailCode(1, false)));
    expect(answer(tried, ask)).toEqual(['CodeRequested']);
  });

  it(`is good to the last moment of ${MAIL_CODE_MS / 60_000} minutes, and for one session`, () => {
    const asked = run(signing(), ask);
    expect(answer(asked, mailCode(1), later(MAIL_CODE_MS))).toEqual(['IdentityProven']);
    expect(answer(asked, mailCode(1), later(MAIL_CODE_MS + 1))).toBe('codeExpired');
    const spent = run(asked, mailCode(1));
    expect(answer(spent, mailCode(1, true, OTHER))).toBe('codeExpired');
    expect(answer(spent, { ...mailCode(1), session: undefined } as DocumentCommand)).toBe(
      'codeExpired',
    );
  });

  it('that comes again in the session it was good for is no second use, while it is fresh', () => {
    const spent = run(signing(), ask, mailCode(1));
    expect(answer(spent, mailCode(1), later(MAIL_CODE_MS))).toEqual([]);
    expect(answer(spent, mailCode(1), later(MAIL_CODE_MS + 1))).toBe('codeExpired');
    expect(answer(spent, mailCode(1, false))).toBe('codeExpired');
    const next = at(spent, ask, later(MAIL_CODE_PAUSE_MS));
    expect(answer(next, mailCode(1), later(MAIL_CODE_PAUSE_MS))).toBe('codeExpired');
    expect(answer(next, mailCode(2), later(MAIL_CODE_PAUSE_MS))).toEqual(['IdentityProven']);
  });

  it('ends the one before it, and none is good before the first', () => {
    const asked = at(run(signing(), ask), ask, later(MAIL_CODE_PAUSE_MS));
    expect(answer(asked, mailCode(1), later(MAIL_CODE_PAUSE_MS))).toBe('codeExpired');
    expect(answer(signing(), mailCode(0))).toBe('codeExpired');
  });

  it(`is sent ${MAX_MAIL_CODES} times within an hour, and again after it`, () => {
    let state = signing();
    for (let n = 0; n < MAX_MAIL_CODES; n += 1)
      state = at(state, ask, later(n * MAIL_CODE_PAUSE_MS));
    expect(answer(state, ask, later(HOUR_MS - 1))).toBe('codesExhausted');
    expect(answer(state, ask, later(HOUR_MS))).toEqual(['CodeRequested']);
  });

  it(`locks the link after ${MAX_WRONG_CODES} wrong ones, however many were sent`, () => {
    let state = signing();
    let now = 0;
    while (identityOf(state).wrongMailCodes < MAX_WRONG_CODES) {
      now += HOUR_MS;
      state = at(state, ask, later(now));
      for (let n = 0; n < MAX_TRIES; n += 1)
        state = at(state, mailCode(identityOf(state).mailCode, false), later(now));
    }
    expect(answer(state, ask, later(now + HOUR_MS))).toBe('identityLocked');
  });

  it('is due to be mailed until it has been, and no longer than it is good', () => {
    const asked = run(signing(), ask);
    expect(codeDue(identityOf(asked), later(MAIL_CODE_MS))).toBe(1);
    expect(codeDue(identityOf(asked), later(MAIL_CODE_MS + 1))).toBeUndefined();
    const mailed = run(asked, { type: 'recordCodeMail', ...first, code: 1, messageId: 'm' });
    expect(codeDue(identityOf(mailed), NOW)).toBeUndefined();
    expect(answer(mailed, { type: 'recordCodeMail', ...first, code: 1, messageId: 'm' })).toEqual(
      [],
    );
  });
});

describe('a link that is disowned', () => {
  const disown: DocumentCommand = { type: 'disown', ...first, origin };

  it('is good for nothing until it is renewed', () => {
    const state = run(signing(), disown);
    expect(answer(state, disown)).toEqual([]);
    for (const command of [sign(1), ask, access(true)])
      expect(answer(state, command)).toBe('disowned');
    expect(answer(state, { ...disown, round: 2 })).toEqual([]);
    const renewed = run(state, { type: 'renewLink', signer: 1 });
    expect(answer(renewed, sign(1, { round: 2 }))).toEqual(['SignerSigned']);
  });

  it('leaves everybody else as they are', () => {
    expect(answer(run(signing(), disown), sign(2))).toEqual(['SignerSigned']);
  });
});
