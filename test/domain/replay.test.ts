import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Commit } from '../../functions/domain/commit.ts';
import { chain } from '../../functions/domain/commit.ts';
import { CONSENT } from '../../functions/domain/consent.ts';
import type { DocumentEvent } from '../../functions/domain/event.ts';
import { confirmedFile, replay } from '../../functions/domain/replay.ts';
import { draft, NOW } from '../samples/declaration.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const SHA = 'a'.repeat(64);

const signed = (signer: number, sha256 = SHA): DocumentEvent => ({
  type: 'SignerSigned',
  signer,
  round: 1,
  sha256,
  consent: CONSENT,
  origin: { ip: '203.0.113.1', userAgent: 'test' },
});

function trail(...facts: readonly DocumentEvent[]): readonly Commit[] {
  const commits: Commit[] = [];
  const opening: readonly DocumentEvent[] = [
    { type: 'DocumentDrafted', draft: draft([1, 1]) },
    { type: 'DocumentRendered', sha256: SHA, sizeBytes: 1 },
  ];
  for (const event of [...opening, ...facts]) {
    const by = { type: 'worker', name: 'test' } as const;
    const entry = { stream: 'DOC#0123456789abcdef', at: NOW, by, events: [event] } as const;
    commits.push(chain(commits.at(-1), entry, digest));
  }
  return commits;
}

describe('what counts is rebuilt from the chain', () => {
  it('the file confirmed is the one that everyone signed', () => {
    const commits = trail(signed(2), signed(1), { type: 'SigningCompleted' });
    const state = replay(commits, digest);
    expect(state.status).toBe('signed');
    expect(confirmedFile(commits, state)).toBe(SHA);
  });

  it.each([
    ['one signature is missing', trail(signed(1))],
    ['one signed twice', trail(signed(1), signed(1), signed(2))],
    ['one signed another file', trail(signed(1), signed(2, 'b'.repeat(64)))],
  ])('there is none when %s', (_, commits) => {
    expect(() => confirmedFile(commits, replay(commits, digest))).toThrow('do not confirm');
  });

  it('a chain that does not hold is not replayed', () => {
    const [first, ...rest] = trail(signed(1));
    if (first === undefined) throw new Error('an empty trail');
    expect(() => replay([{ ...first, at: '2020-01-01T00:00:00.000Z' }, ...rest], digest)).toThrow(
      'breaks at version 1',
    );
  });
});
