/** The timestamp of a seal: beside the signature when it can be had, and what a sealer aims at. */
import { createHash } from 'node:crypto';
import { ContentInfo, SignedData } from 'pkijs';
import { beforeAll, describe, expect, test } from 'vitest';
import { fileKey } from '../../functions/adapters/key-file.ts';
import { TOKEN_BYTES } from '../../functions/adapters/pades-cms.ts';
import { padesSealer } from '../../functions/adapters/pades-sealer.ts';
import {
  type Revocation,
  type SealKey,
  type SealOrder,
  TimestampFault,
  type Timestamping,
} from '../../functions/ports-seal.ts';
import {
  makeEcBundle,
  orderOf,
  PRINTER_START_MS,
  partsOf,
  printedForSeal,
} from './pades-fixture.ts';

const SIGNATURE_TIMESTAMP = '1.2.840.113549.1.9.16.2.14';

let pdf: Uint8Array;
let order: SealOrder;
let key: SealKey;

beforeAll(async () => {
  const printed = await printedForSeal();
  [pdf, order] = [printed.pdf, orderOf(printed)];
  key = fileKey(await makeEcBundle('P-256'));
}, PRINTER_START_MS);

describe('a timestamp', () => {
  const by = 'Otoritas Waktu';
  const token = Uint8Array.of(4, 2, 7, 7);
  const answering = (der: Uint8Array): Timestamping => ({
    stamp: async () => ({ der, at: order.at, by }),
  });
  const silent: Timestamping = {
    stamp: async () => {
      throw new TimestampFault('Nobody has answered.');
    },
  };
  const must = () => ({ ...order, mustBeStamped: true });
  const signerInfoOf = async (sealed: Uint8Array) => {
    const { contents } = await partsOf(sealed);
    return new SignedData({ schema: ContentInfo.fromBER(contents).content }).signerInfos[0];
  };
  const tokensIn = async (sealed: Uint8Array) => {
    const attributes = (await signerInfoOf(sealed))?.unsignedAttrs?.attributes ?? [];
    return attributes.map(({ type, values }) => [
      type,
      values.map((value) => Buffer.from(value.toBER())),
    ]);
  };

  test('of the signature, and of nothing else, lies beside it', async () => {
    const asked: Uint8Array[] = [];
    const stamp: Timestamping['stamp'] = async (digest) => {
      asked.push(digest);
      return { der: token, at: order.at, by };
    };
    const sealed = await padesSealer(key, { timestamps: { stamp } }).seal(pdf, must());
    expect(await tokensIn(sealed)).toEqual([[SIGNATURE_TIMESTAMP, [Buffer.from(token)]]]);
    const value = (await signerInfoOf(sealed))?.signature.valueBlock.valueHexView ?? '';
    expect(asked).toEqual([new Uint8Array(createHash('sha256').update(value).digest())]);
  });

  test('that nobody gives is done without, unless it must be had', async () => {
    const sealer = padesSealer(key, { timestamps: silent });
    expect(await tokensIn(await sealer.seal(pdf, order))).toEqual([]);
    await expect(sealer.seal(pdf, must())).rejects.toThrow('Nobody has answered.');
    await expect(padesSealer(key).seal(pdf, must())).rejects.toThrow(TimestampFault);
  });

  test('too long for its room counts as none', async () => {
    const timestamps = answering(new Uint8Array(TOKEN_BYTES + 1));
    const sealer = padesSealer(key, { timestamps });
    expect(await tokensIn(await sealer.seal(pdf, order))).toEqual([]);
    await expect(sealer.seal(pdf, must())).rejects.toThrow(`of ${by} has 8193 bytes of 8192`);
  });

  test('as long as its room fits', async () => {
    const longest = Buffer.concat([Buffer.from('04821ffc', 'hex'), Buffer.alloc(TOKEN_BYTES - 4)]);
    const sealer = padesSealer(key, { timestamps: answering(longest) });
    expect(await tokensIn(await sealer.seal(pdf, must()))).toHaveLength(1);
  });
});

describe('a sealer', () => {
  const timestamps: Timestamping = { stamp: () => Promise.reject(new TimestampFault('none')) };
  const revocation: Revocation = { answer: () => Promise.reject(new Error('none')) };

  test.each([
    ['nobody else', {}, 'B-B'],
    ['a time-stamping authority', { timestamps }, 'B-T'],
    [
      'that and news of revocation for a certificate that names nobody to ask',
      { timestamps, revocation },
      'B-T',
    ],
  ] as const)('that works with %s aims at what can be reached', (_, services, goal) => {
    expect(padesSealer(key, services).goal).toBe(goal);
  });

  test('tells when its certificate ends', () => {
    expect(padesSealer(key).expiresAt).toBe('2099-01-01T00:00:00.000Z');
  });

  test('without an authority has nothing to add to a seal', async () => {
    const sealer = padesSealer(key);
    const sealed = await sealer.seal(pdf, order);
    expect(await sealer.upgrade(sealed)).toBe(sealed);
  });
});
