/** The printer with the real Chromium: what it prints, and that it leaves nothing behind. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDF } from '@libpdf/core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { MAX_HTML_BYTES, RenderFault } from '../../functions/adapters/chromium-gate.ts';
import {
  browserIn,
  browsersIn,
  ended,
  groupOf,
  heavyPage,
  page,
  setUp,
  textOf,
} from './chromium-fixture.ts';

let temp = '';

beforeAll(async () => {
  temp = await mkdtemp(join(tmpdir(), 'renderer-'));
  vi.stubEnv('TMPDIR', temp);
  // What another program, or a killed unpacking of an earlier version, may have left there.
  await writeFile(join(temp, 'chromium'), '#!/bin/sh\ntouch "$0-ran"\n', { mode: 0o755 });
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(temp, { recursive: true });
});

const raw = (pdf: Uint8Array) => Buffer.from(pdf).toString('latin1');

describe.concurrent('prints', () => {
  test('a tagged A4 page in its own font', async ({ onTestFinished }) => {
    const { renderer } = await setUp({ onTestFinished });
    const style = "<style>h1{font:400 20pt 'Source Serif 4'}</style>";
    const pdf = await renderer.print(page('<h1>Pencanangan Zona Integritas</h1>', style));
    const sheet = (await PDF.load(pdf)).getPage(0);
    expect(sheet?.extractText().text).toBe('Pencanangan Zona Integritas');
    expect(sheet?.width).toBeCloseTo(595, -1);
    expect(sheet?.height).toBeCloseTo(842, -1);
    expect(raw(pdf)).toMatch(/\/Marked true/);
    expect(raw(pdf)).toMatch(/\/Lang \(id\)/);
    expect(raw(pdf)).toMatch(/\/BaseFont \/[A-Z]+\+SourceSerif4-Regular/);
  });

  test('the paper size that the document asks for', async ({ onTestFinished }) => {
    const { renderer } = await setUp({ onTestFinished });
    const pdf = await renderer.print(page('x', '<style>@page{size:A5 landscape}</style>'));
    const sheet = (await PDF.load(pdf)).getPage(0);
    expect(sheet?.width).toBeCloseTo(595, -1);
    expect(sheet?.height).toBeCloseTo(420, -1);
  });

  test('no font of the machine', async ({ onTestFinished }) => {
    const { renderer } = await setUp({ onTestFinished });
    const pdf = await renderer.print(page('<p style="font-family:serif">a<i>b</i><b>c</b>'));
    const fonts = [...raw(pdf).matchAll(/\/BaseFont \/[A-Z]+\+(\w+)/g)].map(([, name]) => name);
    expect(new Set(fonts)).toEqual(new Set(['SourceSerif4']));
  });

  test.for([
    ['Ma’ruf Šukri', 1],
    ['Nguyễn Sukarti', 2],
  ] as const)(
    '$0 with $1 of two fonts: the whole one only for rare letters',
    async ([name, count], { expect, onTestFinished }) => {
      const { renderer } = await setUp({ onTestFinished });
      const style = "<style>p{font-family:'Source Sans 3 Latin','Source Sans 3'}</style>";
      const pdf = await renderer.print(page(`<p>${name}`, style));
      expect(await textOf(pdf)).toBe(name);
      const fonts = [...raw(pdf).matchAll(/\/Subtype \/Type0[^>]*\/BaseFont \/\w+\+([\w-]+)/g)];
      expect(fonts.map(([, font]) => font)).toEqual(Array(count).fill('SourceSans3-Regular'));
    },
  );

  test('many documents at once, each its own', async ({ onTestFinished }) => {
    const { renderer } = await setUp({ onTestFinished });
    const names = Array.from({ length: 6 }, (_, at) => `Dokumen ${at}`);
    const pdfs = await Promise.all(names.map((name) => renderer.print(page(`<p>${name}`))));
    expect(await Promise.all(pdfs.map(textOf))).toEqual(names);
  });

  test('in a single process where asked', async ({ onTestFinished }) => {
    const { directory, renderer } = await setUp({ onTestFinished }, { singleProcess: true });
    expect(await textOf(await renderer.print(page('<p>Satu proses')))).toBe('Satu proses');
    const browser = await browserIn(directory);
    expect(await groupOf(browser)).toEqual([browser]);
  });

  test('nothing that is too large', async ({ onTestFinished }) => {
    const { directory, renderer } = await setUp({ onTestFinished });
    const print = renderer.print(page('é'.repeat(MAX_HTML_BYTES / 2)));
    await expect(print).rejects.toMatchObject({ name: 'RenderFault' });
    await expect(print).rejects.toThrow(/bytes/);
    expect(await browsersIn(directory)).toEqual([]);
  });
});

describe.concurrent('leaves nothing behind', () => {
  test('when it is closed', async ({ onTestFinished }) => {
    const { directory, renderer, version } = await setUp({ onTestFinished });
    const pages = Array.from({ length: 20 }, (_, at) => page(`<p>Dokumen ${at}`));
    await Promise.all(pages.map((each) => renderer.print(each)));
    const browser = await browserIn(directory);
    expect(await readdir(directory)).toHaveLength(2);
    await renderer.close();
    await ended(browser);
    expect(await readdir(directory)).toEqual([version]);
    await expect(renderer.print(page('x'))).rejects.toBeInstanceOf(RenderFault);
  });

  test('when it is closed while it prints', async ({ onTestFinished }) => {
    const { directory, renderer, version } = await setUp({ onTestFinished });
    await renderer.print(page('<p>Pertama'));
    const browser = await browserIn(directory);
    const lost = Promise.allSettled([renderer.print(heavyPage), renderer.print(heavyPage)]);
    await renderer.close();
    expect((await lost).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await ended(browser);
    expect(await readdir(directory)).toEqual([version]);
  });

  test('when its process is killed', async ({ onTestFinished }) => {
    const { directory, renderer, version } = await setUp({ onTestFinished });
    const script = join(import.meta.dirname, 'chromium-print.ts');
    const owner = spawn(process.execPath, [script, directory, 'stay']);
    await once(owner.stdout, 'data');
    const browser = await browserIn(directory);
    expect(await groupOf(browser)).not.toEqual([]);
    owner.kill('SIGKILL');
    await ended(browser);
    await renderer.print(page('<p>Sesudahnya'));
    await renderer.close();
    expect(await readdir(directory)).toEqual([version]);
  });
});

test('nothing was put into the temp folder, and nothing from it was run', async () => {
  expect(await readdir(temp)).toEqual(['chromium']);
});
