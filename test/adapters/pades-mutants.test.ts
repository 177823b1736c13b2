/** Thousands of changed files: reading them never throws, and none of them is taken for the whole one. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { scanSignatures } from '../../functions/adapters/pades-scan.ts';
import { SEAL_LEVELS, type SealLevel } from '../../functions/domain/seal-level.ts';
import { flipped, PRINTER_START_MS, printedForSeal } from './pades-fixture.ts';
import { makeAuthority, type SealedFiles, sealedAtAllLevels } from './pades-inspect-fixture.ts';

/** Of one byte, at each of four levels; with the ones below more than 2,000 files. */
const FLIPS = 300;
const OTHERS = 225;

let pdf: Uint8Array;
let sealed: SealedFiles;

beforeAll(async () => {
  const printed = await printedForSeal();
  pdf = printed.pdf;
  sealed = await sealedAtAllLevels(printed, await makeAuthority('EC'));
}, PRINTER_START_MS);

/** Neither the inspector nor our own check may take `file` for one that is as it was. */
async function expectCaught(file: Uint8Array): Promise<void> {
  const found = await sealed.inspector.inspect(file);
  expect(found.filter(({ holds, coversWholeFile }) => holds && coversWholeFile)).toEqual([]);
  expect(await sealed.sealer.check(file, pdf)).toHaveProperty('ok', false);
}

/** Parts of a file that mean different things to a reader: confirmed, appended, byte range, CMS, the rest. */
function regionsOf(file: Uint8Array): readonly (readonly [from: number, to: number])[] {
  const text = Buffer.from(file).toString('latin1');
  const rooms = scanSignatures(file).flatMap(({ start, after, contents }) => {
    const cms = start + 1 + contents.findLastIndex((byte) => byte !== 0) * 2;
    const range = text.lastIndexOf('/ByteRange', start);
    return [
      [range, range + 40],
      [start, cms],
      [cms, after],
    ] as const;
  });
  const [first] = scanSignatures(file);
  return [
    [0, pdf.length],
    [pdf.length, first?.start ?? 0],
    [first?.after ?? 0, first?.end ?? 0],
    ...rooms,
    [(first?.end ?? 0) - 1, file.length],
  ];
}

const positionIn = (file: Uint8Array): fc.Arbitrary<number> =>
  fc
    .constantFrom(...regionsOf(file))
    .chain(([from, to]) => fc.integer({ min: from, max: Math.max(from, to - 1) }));

const anyLevel = (): fc.Arbitrary<SealLevel> => fc.constantFrom(...SEAL_LEVELS);

describe.each(SEAL_LEVELS)('a file sealed at %s', (level) => {
  test('shows the change of any one byte', async () => {
    const file = sealed.files[level];
    const mask = fc.integer({ min: 1, max: 255 });
    await fc.assert(
      fc.asyncProperty(positionIn(file), mask, (at, bits) => expectCaught(flipped(file, at, bits))),
      { numRuns: FLIPS },
    );
  });
});

describe('a sealed file', () => {
  test('shows that it was cut short', async () => {
    const cut = anyLevel().chain((level) => {
      const file = sealed.files[level];
      const lengths = new Set(SEAL_LEVELS.map((each) => sealed.files[each].length));
      return fc
        .integer({ min: 0, max: file.length - 1 })
        .filter((length) => !lengths.has(length))
        .map((length) => file.slice(0, length));
    });
    await fc.assert(fc.asyncProperty(cut, expectCaught), { numRuns: OTHERS });
  });

  test('shows bytes that were added, taken out, or put in the place of others', async () => {
    const spliced = anyLevel().chain((level) => {
      const file = sealed.files[level];
      const parts = {
        at: positionIn(file),
        gone: fc.nat({ max: 64 }),
        more: fc.uint8Array({ maxLength: 64 }),
      };
      return fc
        .record(parts)
        .map(({ at, gone, more }) =>
          Buffer.concat([file.subarray(0, at), more, file.subarray(at + gone)]),
        )
        .filter((changed) => !changed.equals(file));
    });
    await fc.assert(fc.asyncProperty(spliced, expectCaught), { numRuns: OTHERS });
  });

  test('shows that a part of it was copied over another', async () => {
    const copied = anyLevel().chain((level) => {
      const file = sealed.files[level];
      return fc
        .record({
          from: positionIn(file),
          to: positionIn(file),
          length: fc.integer({ min: 1, max: 4000 }),
        })
        .map(({ from, to, length }) => {
          const part = file.subarray(from, from + Math.min(length, file.length - to));
          return Buffer.concat([file.subarray(0, to), part, file.subarray(to + part.length)]);
        })
        .filter((changed) => !changed.equals(file));
    });
    await fc.assert(fc.asyncProperty(copied, expectCaught), { numRuns: OTHERS });
  });

  test('shows that anything follows it', async () => {
    const longer = fc
      .tuple(anyLevel(), fc.uint8Array({ minLength: 1, maxLength: 300 }))
      .map(([level, more]) => Buffer.concat([sealed.files[level], more]));
    await fc.assert(fc.asyncProperty(longer, expectCaught), { numRuns: OTHERS });
  });
});
