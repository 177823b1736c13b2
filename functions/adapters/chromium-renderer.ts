/** The printer: one warm Chromium kept across calls, replaced when it fails or is worn out. */
import pLimit from 'p-limit';
import type { Renderer } from '../ports.ts';
import { type Chromium, type ChromiumOptions, startChromium } from './chromium-browser.ts';
import { assertPrintable, RenderFault } from './chromium-gate.ts';

/** How long one print may take once its turn has come and the browser runs. */
export const PRINT_DEADLINE_MS = 20_000;

/** Documents printed side by side; a third and a fourth gain nothing on two processors. */
const PAGES = 2;

/** A single process prints one after the other, and such a host has one document at a time. */
const PAGES_OF_SINGLE_PROCESS = 1;

/** After so many documents the browser is replaced, which costs as much as ten of them. */
export const DOCUMENTS_PER_BROWSER = 500;

/**
 * A page that prints charters takes 177 MB from the hundredth on, and no more. What a large
 * document took on top is not given back: 180 MB for 2,000 rows, 400 MB for 4 MB of text.
 */
const MAX_MEMORY_BYTES = 512 * 2 ** 20;

/** It is looked at after so many ordinary documents, and after each one larger than an ordinary one. */
const WEIGHED_EVERY = 10;
const ORDINARY_HTML_CHARS = 200_000;

/** One browser, how many prints it has begun and ended, and whether one of them failed. */
type Run = { readonly browser: Promise<Chromium>; begun: number; ended: number; failed: boolean };

async function withinDeadline<T>(work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const fault = `it was not finished within ${PRINT_DEADLINE_MS / 1000} seconds`;
  const timer = setTimeout(() => reject(new Error(fault)), PRINT_DEADLINE_MS);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function notPrinted(cause: unknown): RenderFault {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new RenderFault(`The document was not printed: ${why}`, { cause });
}

/** Ends a run's browser; one that never started has nothing to end. */
const end = (run: Run, how: 'close' | 'kill'): Promise<void> =>
  run.browser.then(
    (chromium) => chromium[how](),
    () => undefined,
  );

/**
 * A printer with a Chromium of its own, started by the first print.
 *
 * `print` gives the document no network, no script and no local file. It rejects with a
 * RenderFault when the document is too large or takes too long, or when Chromium does not start
 * or dies; what is printed beside it is printed again, and the next print has a fresh browser.
 * `close` ends every process and removes every file but the unpacked Chromium; prints under way
 * are lost and none is taken after it.
 */
export function chromiumRenderer(options: ChromiumOptions): Renderer & { close(): Promise<void> } {
  const turn = pLimit(options.singleProcess ? PAGES_OF_SINGLE_PROCESS : PAGES);
  const runs = new Set<Run>();
  let current: Run | undefined;
  let closed = false;

  const retire = (run: Run): void => {
    if (current === run) current = undefined;
  };

  function begin(): Run {
    const run: Run = { browser: startChromium(options), begun: 0, ended: 0, failed: false };
    const forget = (): void => {
      retire(run);
      runs.delete(run);
    };
    run.browser.then((chromium) => chromium.gone).then(forget, forget);
    runs.add(run);
    return run;
  }

  /** Ends a browser that is in use no more, while the next one is at work already. */
  function closeRetired(run: Run): void {
    if (current !== run && run.ended === run.begun) void end(run, 'close');
  }

  async function weigh(run: Run, chromium: Chromium): Promise<void> {
    if ((await chromium.memoryBytes()) <= MAX_MEMORY_BYTES) return;
    retire(run);
    closeRetired(run);
  }

  async function printIn(run: Run, html: string): Promise<Uint8Array> {
    run.begun += 1;
    if (run.begun === DOCUMENTS_PER_BROWSER) retire(run);
    try {
      const chromium = await run.browser;
      const pdf = await withinDeadline(chromium.print(html));
      // A browser that cannot answer this any more has ended, or ends the next print.
      if (html.length > ORDINARY_HTML_CHARS || (run.ended + 1) % WEIGHED_EVERY === 0)
        weigh(run, chromium).catch(() => undefined);
      return pdf;
    } finally {
      run.ended += 1;
      closeRetired(run);
    }
  }

  async function print(html: string): Promise<Uint8Array> {
    if (closed) throw notPrinted('the printer is closed');
    current ??= begin();
    const run = current;
    try {
      return await printIn(run, html);
    } catch (cause) {
      const innocent = run.failed && !closed;
      run.failed = true;
      retire(run);
      await end(run, 'kill');
      if (!innocent) throw notPrinted(cause);
      return print(html);
    }
  }

  return {
    async print(html) {
      assertPrintable(html);
      return turn(print, html);
    },
    async close() {
      closed = true;
      await Promise.all([...runs].map((run) => end(run, 'close')));
    },
  };
}
