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
  render,
  SHA,
  type StateName,
  seal,
  sign,
  states,
  supersede,
  voidIt,
} from './life.ts';

const first = { signer: 1, round: 1 } as const;

const COMMANDS: Readonly<Record<string, DocumentCommand>> = {
  recordRender: render,
  issueLink: { type: 'issueLink', ...first, linkHash: SHA },
  renewLink: { type: 'renewLink', signer: 1 },
  recordMail: mailed,
  shareInvitation: { type: 'shareInvitation', ...first },
  openSession: { type: 'openSession', ...first, origin },
  sign1: sign(1),
  sign2: sign(2),
  decline,
  recordEvidence: evidence,
  recordSeal: seal,
  void: voidIt,
  supersede,
  recordFailure: fail('render'),
  retry: { type: 'retry' },
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
      openSession: true,
      sign: true,
      decline: true,
      recordEvidence: true,
      recordSeal: true,
      void: true,
      supersede: true,
      recordFailure: true,
      retry: true,
      nudge: true,
    };
    const asked = new Set(Object.values(COMMANDS).map(({ type }) => type));
    expect([...asked].sort()).toEqual(Object.keys(types).sort());
  });
});
