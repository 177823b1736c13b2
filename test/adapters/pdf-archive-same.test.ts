/** Same document, same bytes: whatever browser and page print it, and whatever they printed before. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { archivePdf } from '../../functions/adapters/pdf-archive.ts';
import { setUp } from './chromium-fixture.ts';
import { DATA, DIFFICULT, META, page } from './pdf-archive-fixture.ts';

const BROWSERS = 2;
const ROUNDS = 2;

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

test('browsers and pages that printed other documents before make one file', async (context) => {
  const html = Object.values(DIFFICULT)[0] ?? '';
  const hashes: string[] = [];
  const prints: string[] = [];
  for (let browser = 0; browser < BROWSERS; browser += 1) {
    const { renderer } = await setUp(context);
    for (let round = 0; round < ROUNDS; round += 1) {
      // Two at once: the printer has two pages.
      const both = await Promise.all([renderer.print(html), renderer.print(html)]);
      for (const print of both) {
        prints.push(sha256(print));
        hashes.push(sha256(await archivePdf(print, { ...META, data: DATA })));
      }
      await renderer.print(page(`<table><tr><th id="${browser}">Lain</th></tr></table>`));
    }
  }
  expect(new Set(hashes).size).toBe(1);
  expect(new Set(prints).size).toBeGreaterThan(1);
});

test('another title, time or data makes another file', async (context) => {
  const { renderer } = await setUp(context);
  const print = await renderer.print(page('<p>Isi'));
  const metas = [
    META,
    { ...META, title: 'Lain' },
    { ...META, at: '2026-11-02T01:02:04.000Z' },
    { ...META, data: DATA },
    { ...META, data: { ...DATA, version: 2 } },
  ];
  const files = await Promise.all(metas.map((meta) => archivePdf(print, meta)));
  const ids = files.map((file) => /\/ID\s*\[<\w+>/.exec(Buffer.from(file).toString('latin1'))?.[0]);
  expect(new Set(ids).size).toBe(metas.length);
});
