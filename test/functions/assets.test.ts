/** What pages load from us: by fixed names, under addresses that change with the content. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assetUrl } from '../../functions/runtime/assets.ts';
import { sha256, startWorld, type TestWorld } from './world.ts';

const NAMES = [
  'page.css',
  'sign.js',
  'viewer.js',
  'drawing.js',
  'pdf.js',
  'pdf.worker.js',
  'signature-pad.js',
] as const;

/** Of the viewer altogether, as it travels: some seconds on a slow network, once. */
const VIEWER_BUDGET_BYTES = 600 * 1024;

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const fetched = (path: string, encoding = ''): Promise<Response> =>
  Promise.resolve(world.archive.request(path, { headers: { 'accept-encoding': encoding } }));

describe.each(NAMES)('%s', (name) => {
  test('is served from our own origin, to be kept, as nothing but what it is', async () => {
    const answer = await fetched(assetUrl(name));
    expect(answer.status).toBe(200);
    const type = name.endsWith('.css') ? 'text/css' : 'text/javascript';
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': `${type}; charset=utf-8`,
      'cache-control': expect.stringMatching(/^public, max-age=\d+$/),
      'x-content-type-options': 'nosniff',
      vary: 'accept-encoding',
    });
    expect(assetUrl(name)).toBe(`/assets/${name}?v=${sha256(await answer.bytes()).slice(0, 8)}`);
  });

  test('travels compressed as far as the browser reads it, and is the same then', async () => {
    const plain = Buffer.from(await (await fetched(assetUrl(name))).bytes());
    for (const [offer, encoding, read] of [
      ['gzip, deflate, br', 'br', brotliDecompressSync],
      ['gzip, deflate', 'gzip', gunzipSync],
    ] as const) {
      const answer = await fetched(assetUrl(name), offer);
      expect(answer.headers.get('content-encoding')).toBe(encoding);
      const packed = await answer.bytes();
      expect(packed.length).toBeLessThan(plain.length);
      expect(read(packed).equals(plain)).toBe(true);
    }
  });
});

test('the viewer stays within what a slow network bears', async () => {
  const sizes = await Promise.all(
    ['viewer.js', 'pdf.js', 'pdf.worker.js'].map(
      async (name) => (await (await fetched(assetUrl(name), 'gzip')).bytes()).length,
    ),
  );
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(VIEWER_BUDGET_BYTES);
});

test.each(['text.id.json', '..%2f..%2fpackage.json', 'sign.hbs', 'constructor'])(
  '%s is no asset',
  async (name) => {
    expect((await fetched(`/assets/${name}`)).status).toBe(404);
  },
);
