/** The printer when Chromium dies, hangs, or has printed enough: the next document is printed. */
import { describe, expect, test, vi } from 'vitest';
import { RenderFault } from '../../functions/adapters/chromium-gate.ts';
import {
  DOCUMENTS_PER_BROWSER,
  PRINT_DEADLINE_MS,
} from '../../functions/adapters/chromium-renderer.ts';
import {
  browserIn,
  browsersIn,
  ended,
  groupOf,
  heavyPage,
  kill,
  page,
  setUp,
  textOf,
} from './chromium-fixture.ts';

describe.concurrent('survives', () => {
  test('the death of Chromium while it prints', async ({ onTestFinished }) => {
    const { directory, renderer } = await setUp({ onTestFinished });
    await renderer.print(page('<p>Pertama'));
    const print = renderer.print(heavyPage);
    const expected = expect(print).rejects.toMatchObject({ name: 'RenderFault' });
    kill(await browsersIn(directory));
    await expected;
    expect(await textOf(await renderer.print(page('<p>Kedua')))).toBe('Kedua');
    expect(await browsersIn(directory)).toHaveLength(1);
  });

  test('the death of a page between two prints', async ({ onTestFinished }) => {
    const { directory, renderer } = await setUp({ onTestFinished });
    await renderer.print(page('<p>Pertama'));
    const browser = await browserIn(directory);
    const pages = await groupOf(browser, 'type=renderer');
    expect(pages).not.toEqual([]);
    kill(pages);
    // Sooner than the deadline would end a print that hangs.
    await vi.waitFor(() => renderer.print(page('<p>Kedua')), { timeout: PRINT_DEADLINE_MS / 2 });
    await ended(browser);
  });

  test('a Chromium that answers no more', async ({ onTestFinished }) => {
    const { directory, renderer } = await setUp({ onTestFinished });
    await renderer.print(page('<p>Pertama'));
    const browser = await browserIn(directory);
    kill([browser], 'SIGSTOP');
    const fault = await renderer.print(page('<p>Terlambat')).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(RenderFault);
    expect(String(fault)).toMatch(/within 20 seconds/);
    await ended(browser);
    expect(await textOf(await renderer.print(page('<p>Kedua')))).toBe('Kedua');
  });

  test('hundreds of documents, in more than one browser', async ({ onTestFinished }) => {
    const { directory, renderer } = await setUp({ onTestFinished });
    await renderer.print(page('<p>Pertama'));
    const first = await browserIn(directory);
    const more = Array.from({ length: DOCUMENTS_PER_BROWSER }, () => renderer.print('<p>x'));
    expect(await Promise.all(more)).toHaveLength(DOCUMENTS_PER_BROWSER);
    await ended(first);
    expect(await browsersIn(directory)).toHaveLength(1);
  });
});
