import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Commit } from '../../functions/domain/commit.ts';
import { CHAIN_START, canonical, chain, firstBreak } from '../../functions/domain/commit.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

function chainOf(length: number): Commit[] {
  const commits: Commit[] = [];
  for (let at = 0; at < length; at += 1)
    commits.push(
      chain(
        commits.at(-1),
        {
          stream: 'DOC#0123456789abcdef',
          at: `2026-11-21T03:00:0${at % 10}.000Z`,
          by: { type: 'worker', name: 'test' },
          events: [{ type: 'DocumentVoided', reason: `alasan ${at}` }],
        },
        digest,
      ),
    );
  return commits;
}

describe('the hash chain', () => {
  it('starts at zero, counts without gaps and holds', () => {
    const commits = chainOf(5);
    expect(commits[0]?.prev).toBe(CHAIN_START);
    expect(commits.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
    expect(firstBreak(commits, digest)).toBeUndefined();
  });

  it('shows the first commit that was changed, dropped or moved', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5 }), (at) => {
        const changed = chainOf(6).map((commit, index) =>
          index === at ? { ...commit, at: '2020-01-01T00:00:00.000Z' } : commit,
        );
        expect(firstBreak(changed, digest)).toBe(at + 1);
        const dropped = chainOf(6).filter((_, index) => index !== at);
        expect(firstBreak(dropped, digest)).toBe(at === 5 ? undefined : at + 1);
        const moved = chainOf(6).reverse();
        expect(firstBreak(moved, digest)).toBe(1);
      }),
    );
  });
});

describe('canonical JSON', () => {
  it('is one text for one value, whatever the order of members', () => {
    expect(canonical({ b: [1, { d: 'é', c: null }], a: undefined })).toBe(
      '{"b":[1,{"c":null,"d":"é"}]}',
    );
  });

  it('reads back as the same value', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean())),
        (value) => {
          expect(JSON.parse(canonical(value))).toEqual({ ...value });
        },
      ),
    );
  });
});
