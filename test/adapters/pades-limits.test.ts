/** What a file can make us do: enough for the largest honest one, and no more for a small hostile one. */
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { scanSignatures } from '../../functions/adapters/pades-scan.ts';
import { validationReader } from '../../functions/adapters/pades-scan-dss.ts';
import { MAX_SIGNERS } from '../../functions/domain/signer.ts';

const MEGABYTE = 2 ** 20;

/** The most that is unpacked of one file. */
const MAX_UNPACKED = 16 * MEGABYTE;

const HEAD = '%PDF-1.7\n';

const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1');

/** A signature with contents of ten bytes, appended to a file. */
function signed(before: string, number: number): string {
  const opened = `${before}${number} 0 obj\n<</Type/Sig/ByteRange[0 `;
  const rangeOf = (numbers: readonly number[]): string =>
    `${numbers.map((each) => `${each}`.padStart(10, '0')).join(' ')}]/Contents`;
  const start = opened.length + rangeOf([0, 0, 0]).length;
  const room = `<${'30'.repeat(10)}>`;
  const rest = '>>\nendobj\n';
  return opened + rangeOf([start, start + room.length, rest.length]) + room + rest;
}

const stream = (number: number, bytes: Uint8Array, entries = ''): Buffer =>
  Buffer.concat([
    bytesOf(`\n${number} 0 obj\n<</Length ${bytes.length}${entries}>>stream\n`),
    bytes,
    bytesOf('\nendstream\nendobj\n'),
  ]);

/** Validation data of objects, each of which is listed as often as it is given. */
const validationData = (numbers: readonly number[], key = '/OCSPs'): Buffer =>
  bytesOf(`\n<</DSS <<${key}[${numbers.map((number) => `${number} 0 R`).join(' ')}]>>>>\n%%EOF\n`);

const numbered = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => index + 100);

const sizeOf = (items: readonly Uint8Array[] = []): number =>
  items.reduce((sum, { length }) => sum + length, 0);

test('all signatures of the largest document are found, each with a timestamp, and the seal', () => {
  let file = HEAD;
  for (const number of numbered(2 * MAX_SIGNERS + 1)) file = signed(file, number);
  expect(scanSignatures(bytesOf(file))).toHaveLength(2 * MAX_SIGNERS + 1);
});

describe('validation data', () => {
  test('of the largest document is read as a whole: two answers for each signatory', () => {
    const numbers = numbered(2 * MAX_SIGNERS);
    const streams = numbers.map((number) => stream(number, bytesOf(`answer ${number}`)));
    const file = Buffer.concat([bytesOf(HEAD), ...streams, validationData(numbers)]);
    expect(validationReader(file)(0)?.ocsps).toHaveLength(2 * MAX_SIGNERS);
  });

  test('that is small and grows when unpacked is left out beyond the limit of a file', () => {
    const bomb = deflateSync(Buffer.alloc(3 * MEGABYTE));
    const numbers = numbered(40);
    const streams = numbers.map((number) => stream(number, bomb, '/Filter/FlateDecode'));
    const file = Buffer.concat([bytesOf(HEAD), ...streams, validationData(numbers)]);
    expect(file.length).toBeLessThan(MEGABYTE);
    const { ocsps } = validationReader(file)(0) ?? {};
    expect(sizeOf(ocsps)).toBeGreaterThan(0);
    expect(sizeOf(ocsps)).toBeLessThanOrEqual(MAX_UNPACKED);
  });

  test('that lists one object many times holds it once', () => {
    const parts = [bytesOf(HEAD), stream(7, bytesOf('answer')), validationData([7, 7, 7])];
    expect(validationReader(Buffer.concat(parts))(0)?.ocsps).toHaveLength(1);
  });

  test('is read once, however often it is asked for', () => {
    const parts = [bytesOf(HEAD), stream(7, bytesOf('answer')), validationData([7])];
    const read = validationReader(Buffer.concat(parts));
    expect(read(0)).toBe(read(1));
  });

  test('has no certificate larger than any is', () => {
    const certificates = [stream(7, new Uint8Array(MEGABYTE)), stream(8, bytesOf('small'))];
    const file = [bytesOf(HEAD), ...certificates, validationData([7, 8], '/Certs')];
    expect(validationReader(Buffer.concat(file))(0)?.certificates).toHaveLength(1);
  });

  test('is the one before a given byte, and none where none was added since another', () => {
    const older = Buffer.concat([
      bytesOf(HEAD),
      stream(7, bytesOf('first')),
      stream(8, bytesOf('second')),
      validationData([7]),
    ]);
    const read = validationReader(Buffer.concat([older, validationData([7, 8])]));
    expect(read(0)?.ocsps).toHaveLength(2);
    expect(read(0, older.length)?.ocsps).toHaveLength(1);
    expect(read(older.length, older.length)).toBeUndefined();
  });
});
