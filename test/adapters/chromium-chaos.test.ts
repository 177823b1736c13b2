/** Chaos: whatever happens, a document gets its PDF or a reason, and the next one is printed. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  MAX_ELEMENTS,
  MAX_IMAGE_BYTES,
  MAX_ROWS,
  RenderFault,
} from '../../functions/adapters/chromium-gate.ts';
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
  type Undo,
} from './chromium-fixture.ts';

const run = promisify(execFile);

const ROW = '<tr><td>Nama</td><td>Jabatan</td><td>Unit</td></tr>';

/** Far more than the largest document, but not more than is let in. */
const ENDLESS = 4 * 2 ** 20;

type Printer = Awaited<ReturnType<typeof setUp>>;

/** A printer that has printed already, and its browser. */
async function warm({ onTestFinished }: Undo) {
  const printer = await setUp({ onTestFinished });
  await printer.renderer.print(page('<p>Pertama'));
  return { ...printer, browser: await browserIn(printer.directory) };
}

async function nextIsFine({ renderer, directory }: Printer): Promise<void> {
  expect(await textOf(await renderer.print(page('<p>Berikutnya')))).toBe('Berikutnya');
  expect(await browsersIn(directory)).toHaveLength(1);
}

/** A reason that says what happened, or a PDF. */
async function answered(print: Promise<Uint8Array>): Promise<void> {
  const answer = await print.catch((error: unknown) => error);
  if (answer instanceof RenderFault)
    expect(answer.message).toMatch(/^The document was not printed: ./);
  else expect(Buffer.from(answer as Uint8Array).toString('latin1', 0, 5)).toBe('%PDF-');
}

describe.concurrent('Chromium loses', () => {
  test('the process of a page while it prints', async ({ onTestFinished }) => {
    const printer = await warm({ onTestFinished });
    const print = printer.renderer.print(heavyPage);
    const reason = expect(print).rejects.toBeInstanceOf(RenderFault);
    kill(await groupOf(printer.browser, 'type=renderer'));
    await reason;
    await nextIsFine(printer);
  });

  test('its life while two documents are printed: one of them is printed again', async ({
    onTestFinished,
  }) => {
    const printer = await warm({ onTestFinished });
    const prints = Promise.allSettled([1, 2].map(() => printer.renderer.print(heavyPage)));
    kill([printer.browser]);
    const outcomes = (await prints).map(({ status }) => status);
    expect(outcomes.toSorted()).toEqual(['fulfilled', 'rejected']);
    await nextIsFine(printer);
  });

  test('the right to write another byte to the disk', async ({ onTestFinished }) => {
    const printer = await warm({ onTestFinished });
    for (const pid of await groupOf(printer.browser))
      await run('prlimit', ['--pid', String(pid), '--fsize=0']);
    await answered(printer.renderer.print(heavyPage));
    await nextIsFine(printer);
  });
});

describe('a document is turned away with a reason', () => {
  test.for([
    ['an annex of 10,000 rows', `<table>${ROW.repeat(10_000)}</table>`, /10000 table rows/],
    ['one row too many', `<table>${'<tr>'.repeat(MAX_ROWS + 1)}`, /2001 table rows of at most/],
    ['a flood of paragraphs', '<p>'.repeat(MAX_ELEMENTS), /\d+ elements of at most/],
    [
      'a logo of 20 MB',
      `<img src="data:image/png;base64,${'A'.repeat(20 * 2 ** 20)}">`,
      /\d+ bytes of at most/,
    ],
    [
      'a logo that is too large beside others that are not',
      `<img src="data:image/png;base64,AAAA"><img src='data:image/png;base64,${'A'.repeat(MAX_IMAGE_BYTES)}'>`,
      /\d+ bytes of one image of at most/,
    ],
  ] as const)('%s', async ([, body, reason], { onTestFinished }) => {
    const { directory, renderer } = await setUp({ onTestFinished });
    const print = renderer.print(page(body));
    await expect(print).rejects.toBeInstanceOf(RenderFault);
    await expect(print).rejects.toThrow(reason);
    expect(await browsersIn(directory)).toEqual([]);
  });
});

test('endless tables end, and the memory that they took is given back', async ({
  onTestFinished,
}) => {
  const printer = await warm({ onTestFinished });
  const cell = `<table><tr><td>${'kata '.repeat(ENDLESS / 5)}`;
  for (let time = 0; time < 2; time += 1) await answered(printer.renderer.print(page(cell)));
  await ended(printer.browser);
  await nextIsFine(printer);
});
