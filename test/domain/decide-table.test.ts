import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DocumentCommand } from '../../functions/domain/command.ts';
import {
  answer,
  decline,
  evidence,
  fail,
  mailed,
  origin,
  postpone,
  render,
  SHA,
  type StateName,
  seal,
  sign,
  states,
  successor,
  supersede,
  upgrade,
  voidIt,
} from './life.ts';

const first = { signer: 1, round: 1 } as const;
const LATER = '2027-02-01T16:59:59.999Z';

const COMMANDS: Readonly<Record<string, DocumentCommand>> = {
  recordRender: render,
  issueLink: { type: 'issueLink', ...first, linkHash: SHA },
  renewLink: { type: 'renewLink', signer: 1 },
  recordMail: mailed,
  shareInvitation: { type: 'shareInvitation', ...first },
  openSession: { type: 'openSession', ...first, origin },
  setAccessCode: { type: 'setAccessCode', signer: 1, hash: SHA },
  requestCode: { type: 'requestCode', ...first },
  recordCodeMail: { type: 'recordCodeMail', ...first, code: 1, messageId: 'm' },
  proveIdentity: {
    type: 'proveIdentity',
    ...first,
    step: 'accessCode',
    isRight: true,
    origin,
  },
  disown: { type: 'disown', ...first, origin },
  recordReading: { type: 'recordReading', ...first, sha256: SHA, origin },
  sign1: sign(1),
  sign2: sign(2),
  decline,
  recordEvidence: evidence,
  recordSeal: seal,
  recordUpgrade: upgrade('B-LT'),
  lowerGoal: { type: 'lowerGoal', from: SHA, goal: 'B-T' },
  void: voidIt,
  supersede,
  recordContactMail: { type: 'recordContactMail', purpose: 'lapsed', n: 0, messageId: 'm' },
  recordTrouble: {
    type: 'recordTrouble',
    ...first,
    purpose: 'invitation',
    trouble: 'bounced',
    code: '550 5.1.1',
  },
  remind: { type: 'remind', signer: 1 },
  correctAddress: { type: 'correctAddress', signer: 1, round: 2, email: 'baru@example.test' },
  replace: { type: 'replace', signer: 1, successor, reason: 'mutasi' },
  delegate: { type: 'delegate', ...first, successor, reason: 'mutasi', origin },
  extend: { type: 'extend', deadline: LATER },
  recordFailure: fail('render'),
  failSeal: fail('seal'),
  postponeSeal: postpone('seal'),
  postponeUpgrade: postpone('upgrade'),
  retry: { type: 'retry' },
  reseal: { type: 'reseal' },
  settleSeal: { type: 'settleSeal' },
  nudge: { type: 'nudge' },
};

type Cell = { readonly command: string; readonly state: StateName; readonly expected: string };

const cellsOf = (line: string): readonly string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

/** Every cell of every table in the file. */
function readCells(markdown: string): readonly Cell[] {
  return markdown.split(/^## /m).flatMap((section) => {
    const [head = '', , ...rows] = section.split('\n').filter((line) => line.startsWith('|'));
    const [, ...columns] = cellsOf(head);
    return rows.map(cellsOf).flatMap(([command = '', ...cells]) =>
      cells.map((expected, index) => ({
        command,
        state: columns[index] as StateName,
        expected,
      })),
    );
  });
}

const CELLS = readCells(readFileSync(new URL('decide-table.md', import.meta.url), 'utf8'));

/** As a cell of the table says it. */
function told(state: StateName, command: string): string {
  const found = COMMANDS[command];
  if (found === undefined) throw new Error(`no command ${command}`);
  const given = answer(states[state](), found);
  if (typeof given === 'string') return `!${given}`;
  return given.length === 0 ? '-' : given.join('+');
}

describe('the table of states and commands', () => {
  it('has a cell for every pair', () => {
    const pairs = Object.keys(COMMANDS).flatMap((command) =>
      Object.keys(states).map((state) => `${command} ${state}`),
    );
    expect(CELLS.map(({ command, state }) => `${command} ${state}`).sort()).toEqual(pairs.sort());
  });

  it.each(CELLS)('$command of a document $state: $expected', ({ command, state, expected }) => {
    expect(told(state, command)).toBe(expected);
  });

  it('knows every command there is', () => {
    const types: { readonly [T in DocumentCommand['type']]: true } = {
      recordRender: true,
      issueLink: true,
      renewLink: true,
      recordMail: true,
      shareInvitation: true,
      setAccessCode: true,
      requestCode: true,
      recordCodeMail: true,
      proveIdentity: true,
      disown: true,
      openSession: true,
      recordReading: true,
      sign: true,
      decline: true,
      recordEvidence: true,
      recordSeal: true,
      recordUpgrade: true,
      lowerGoal: true,
      void: true,
      supersede: true,
      recordContactMail: true,
      recordTrouble: true,
      remind: true,
      correctAddress: true,
      replace: true,
      delegate: true,
      extend: true,
      recordFailure: true,
      postpone: true,
      retry: true,
      reseal: true,
      settleSeal: true,
      nudge: true,
    };
    const asked = new Set(Object.values(COMMANDS).map(({ type }) => type));
    expect([...asked].sort()).toEqual(Object.keys(types).sort());
  });
});
