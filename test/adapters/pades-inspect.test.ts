/** What is found in any PDF by its bytes: honest levels, strangers told from friends, and no known forgery. */
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { padesInspector } from '../../functions/adapters/pades-inspect.ts';
import { scanSignatures } from '../../functions/adapters/pades-scan.ts';
import { SEAL_LEVELS } from '../../functions/domain/seal-level.ts';
import type { FoundSignature } from '../../functions/ports-seal.ts';
import { PRINTER_START_MS, printedForSeal } from './pades-fixture.ts';
import { makeAuthority, type SealedFiles, sealedAtAllLevels } from './pades-inspect-fixture.ts';

let pdf: Uint8Array;
let ours: SealedFiles;
let others: SealedFiles;

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

const inspect = (file: Uint8Array): Promise<readonly FoundSignature[]> =>
  ours.inspector.inspect(file);

/** The parts of a sealed file: before the room of the CMS, the room, and after it. */
function partsOf(file: Uint8Array) {
  const [found] = scanSignatures(file);
  if (found === undefined) throw new Error('no signature');
  const text = latin1(file);
  return {
    before: text.slice(0, found.start),
    room: text.slice(found.start, found.after),
    after: text.slice(found.after),
  };
}

/** What a forger hopes for. */
const isTakenForWhole = (found: readonly FoundSignature[]): boolean =>
  found.some(({ holds, coversWholeFile }) => holds && coversWholeFile);

const EVIL = '\n99 0 obj\n<</Type/Page/Evil true>>\nendobj\n';
const TRAILER = 'trailer\n<</Root 1 0 R/Size 100>>\nstartxref\n0\n%%EOF\n';

beforeAll(async () => {
  const printed = await printedForSeal();
  pdf = printed.pdf;
  ours = await sealedAtAllLevels(printed, await makeAuthority('RSA'));
  others = await sealedAtAllLevels(printed, await makeAuthority('EC'));
}, PRINTER_START_MS);

describe('an honest file', () => {
  test.each(SEAL_LEVELS)('is found to have reached %s, by whom, and when', async (level) => {
    const file = ours.files[level];
    const [seal, ...later] = await inspect(file);
    expect(seal).toMatchObject({ by: 'Segel', holds: true, isTrusted: true, level });
    expect(seal?.stamped?.by).toBe(level === 'B-B' ? undefined : 'Stempel');
    expect(
      later.map(({ kind, holds, isTrusted, coversWholeFile }) => [
        kind,
        holds,
        isTrusted,
        coversWholeFile,
      ]),
    ).toEqual(level === 'B-LTA' ? [['timestamp', true, true, true]] : []);
    const isLast = level === 'B-B' || level === 'B-T';
    expect(seal?.coversWholeFile).toBe(isLast);
    const hash = createHash('sha256').update(file).digest('hex');
    expect(seal?.revisionSha256 === hash).toBe(isLast);
  });

  test.each(SEAL_LEVELS)('of a stranger at %s holds, and is no more than signed', async (level) => {
    const [seal] = await inspect(others.files[level]);
    expect(seal).toMatchObject({ by: 'Segel', isTrusted: false, level: 'B-B' });
    expect(seal?.stamped?.isTrusted ?? false).toBe(false);
  });

  test('without a signature has none', async () => {
    expect(await inspect(pdf)).toEqual([]);
  });

  test('may carry an old signature that leaves out the profile', async () => {
    const inspector = padesInspector({ trust: ours.trust });
    const plain = latin1(ours.files['B-B']).replace('/ETSI.CAdES.detached', '/adbe.pkcs7.sha1    ');
    expect(await inspector.inspect(bytesOf(plain))).toMatchObject([{ by: '', holds: false }]);
  });
});

describe('a forgery that is known from the literature', () => {
  test.each([
    ['no byte range', (range: string) => range.replace('ByteRange', 'Byte_ange')],
    ['an empty byte range', () => '/ByteRange []'],
    ['a byte range of null', () => '/ByteRange null'],
    ['a byte range of zeros', () => '/ByteRange [0 0 0 0]'],
    ['a negative byte range', () => '/ByteRange [0 -1 0 -1]'],
    ['a byte range beyond the file', () => '/ByteRange [0 9 99 999999999]'],
    [
      'a byte range that overlaps',
      (range: string) => range.replace(/(\d+) (\d+) (\d+) /, '0 $3 $2 '),
    ],
    ['a first part of no length', (range: string) => range.replace(/\[0 \d+/, '[0 0')],
    ['a second part of no length', (range: string) => range.replace(/\d+( *\])/, '0$1')],
    ['a first part that begins later', (range: string) => range.replace('[0', '[1')],
  ])('(USF) with %s does not hold', async (_, forge) => {
    const text = latin1(ours.files['B-B']);
    const forged = text.replace(/\/ByteRange \[[\d ]+\]/, (range) =>
      forge(range).padEnd(range.length),
    );
    expect(await inspect(bytesOf(forged))).toEqual([]);
  });

  test.each([
    ['empty', () => '<>'],
    ['of zeros', (room: string) => `<${'0'.repeat(room.length - 2)}>`],
    ['cut short', (room: string) => `<${room.slice(1, 201)}${'0'.repeat(room.length - 202)}>`],
    ['followed by more', (room: string) => `${room.slice(0, -3)}ff>`],
    ['with blanks in it', (room: string) => `${room.slice(0, -3)}  >`],
  ])('(USF) with contents that are %s does not hold', async (_, forge) => {
    const { before, room, after } = partsOf(ours.files['B-B']);
    const found = await inspect(bytesOf(before + forge(room) + after));
    expect(found.some(({ holds }) => holds)).toBe(false);
  });

  test.each([
    ['objects and a trailer', EVIL + TRAILER],
    ['objects without a trailer', EVIL],
    ['a comment', '%\n'],
    ['a copy of its own end', '\nstartxref\n0\n%%EOF\n'],
  ])('(ISA) by appending %s does not cover the file', async (_, appended) => {
    for (const level of SEAL_LEVELS) {
      const found = await inspect(bytesOf(latin1(ours.files[level]) + appended));
      expect(found.every(({ coversWholeFile }) => !coversWholeFile)).toBe(true);
    }
  });

  test('(ISA) with the signature once more over the appended part does not hold there', async () => {
    const { before, room, after } = partsOf(ours.files['B-B']);
    const head = before + room + after + EVIL;
    const object = (range: string): string =>
      `98 0 obj\n<</Type/Sig/SubFilter/ETSI.CAdES.detached/ByteRange ${range}/Contents ${room}>>\nendobj\n`;
    const start = head.length + object('[0 1000000 1000000 1000000]').indexOf(room);
    const draft = object(`[0 ${start} ${start + room.length} 1000000]`.padEnd(27));
    const rest = (head + draft + TRAILER).length - start - room.length;
    const range = `[0 ${start} ${start + room.length} ${rest}]`.padEnd(27);
    const found = await inspect(bytesOf(head + object(range) + TRAILER));
    expect(found.map(({ holds, coversWholeFile }) => [holds, coversWholeFile])).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  test.each([
    ['beside the contents', (room: string, range: string) => room + EVIL + range],
    ['before the contents', (room: string, range: string) => range + EVIL + room],
    ['as a comment', (room: string, range: string) => `${room}%${range}${EVIL}`],
  ])('(SWA) with a second byte range %s is not found to hold', async (_, wrap) => {
    const { before, room, after } = partsOf(ours.files['B-B']);
    const gap = wrap(room, '/ByteRange [0 0000000 0000000 0000000]');
    const numbers = [before.length, before.length + gap.length, after.length];
    const settled = numbers.map((number) => `${number}`.padStart(7, '0')).join(' ');
    const moved = gap.replace('0000000 0000000 0000000', settled);
    const found = await inspect(bytesOf(before + moved + after));
    expect(found.some(({ holds }) => holds)).toBe(false);
  });

  test.each([
    ['a comment', (dictionary: string) => `\n% 97 0 obj ${dictionary}\n`],
    [
      'a stream',
      (dictionary: string) =>
        `\n97 0 obj\n<</Length 1>>\nstream\n${dictionary}\nendstream\nendobj\n`,
    ],
    ['a text', (dictionary: string) => `\n97 0 obj\n<</A (${dictionary})>>\nendobj\n`],
  ])('with a byte range in %s is not believed', async (_, hide) => {
    const file = ours.files['B-B'];
    const [seal] = scanSignatures(file);
    const range = `[0 ${seal?.start} ${seal?.after} ${file.length - (seal?.after ?? 0)}]`;
    const hidden = hide(`<</Type/Sig/ByteRange ${range}/Contents <00>>>`);
    const found = await inspect(bytesOf(latin1(file) + hidden));
    expect(found).toHaveLength(1);
    expect(isTakenForWhole(found)).toBe(false);
  });

  test('whose gap is the room of another text is not found', async () => {
    const text = latin1(ours.files['B-B']);
    const id = text.lastIndexOf('/ID');
    const start = text.indexOf('<', id);
    const after = text.indexOf('>', start) + 1;
    const forged = text.replace(/\/ByteRange \[[\d ]+\]/, (range) =>
      `/ByteRange [0 ${start} ${after} ${text.length - after}]`.padEnd(range.length),
    );
    expect(await inspect(bytesOf(forged))).toEqual([]);
  });

  test('with the signature of another file does not hold', async () => {
    const here = partsOf(ours.files['B-B']);
    const there = partsOf(
      await ours.sealer.seal(ours.files['B-B'], { ...ours.order, places: [], attachments: [] }),
    );
    const room = `${there.room.slice(0, -1)}`.slice(0, here.room.length - 1);
    const copied = `${room.padEnd(here.room.length - 1, '0')}>`;
    const other = bytesOf(here.before.replace('Piagam', 'Piagan') + copied + here.after);
    expect(await inspect(other)).toMatchObject([{ holds: false }]);
  });
});

test('a file full of byte ranges is read in bounded time and memory', async () => {
  const junk = '9 0 obj<</ByteRange[0 9 12 9]/Contents <00>'.repeat(90_000);
  expect(await inspect(bytesOf(`%PDF-1.7\n${junk}`))).toEqual([]);
  const nested = '<<'.repeat(2_000_000);
  expect(await inspect(bytesOf(`%PDF-1.7\n1 0 obj${nested}/ByteRange[0 9 12 9]`))).toEqual([]);
});
