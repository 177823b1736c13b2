/** The printer: one warm Chromium kept across calls, replaced when it fails or is worn out. */
import { setTimeout as delay } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { Renderer } from '../ports.ts';
import { type Chromium, type ChromiumOptions, startChromium } from './chromium-browser.ts';

/** The document was not printed; the message says why. */
export class RenderFault extends Error {
  override readonly name = 'RenderFault';
}

/** A charter has half a megabyte, most of it fonts; far above, Chromium eats all memory. */
export const MAX_HTML_BYTES = 8 * 2 ** 20;

/** How long one print may take once its turn has come and the browser runs. */
export const PRINT_DEADLINE_MS = 20_000;

/** Documents printed side by side; the others wait their turn. */
const PAGES = 2;

/** After so many documents the browser is replaced. */
export const DOCUMENTS_PER_BROWSER = 500;

/** One browser and how many prints it has begun and ended. */
type Run = { readonly browser: Promise<Chromium>; begun: number; ended: number };

async function withinDeadline<T>(work: Promise<T>): Promise<T> {
  const bell = new AbortController();
  const late = delay(PRINT_DEADLINE_MS, undefined, { signal: bell.signal }).then(() => {
    throw new Error(`it was not finished within ${PRINT_DEADLINE_MS / 1000} seconds`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    bell.abort();
  }
}

function assertSize(html: string): void {
  const bytes = Buffer.byteLength(html);
  if (bytes > MAX_HTML_BYTES)
    throw new RenderFault(
      `The document was not printed: it has ${bytes} bytes of at most ${MAX_HTML_BYTES}.`,
    );
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
 * or dies; what is printed beside it is lost too, and the next print has a fresh browser.
 * `close` ends every process and removes every file but the unpacked Chromium; prints under way
 * are lost and none is taken after it.
 */
export function chromiumRenderer(options: ChromiumOptions): Renderer & { close(): Promise<void> } {
  const turn = pLimit(PAGES);
  const runs = new Set<Run>();
  let current: Run | undefined;
  let closed = false;

  const retire = (run: Run): void => {
    if (current === run) current = undefined;
  };

  function begin(): Run {
    const run: Run = { browser: startChromium(options), begun: 0, ended: 0 };
    const forget = (): void => {
      retire(run);
      runs.delete(run);
    };
    run.browser.then((chromium) => chromium.gone).then(forget, forget);
    runs.add(run);
    return run;
  }

  async function print(html: string): Promise<Uint8Array> {
    if (closed) throw notPrinted('the printer is closed');
    current ??= begin();
    const run = current;
    run.begun += 1;
    if (run.begun === DOCUMENTS_PER_BROWSER) retire(run);
    try {
      const chromium = await run.browser;
      return await withinDeadline(chromium.print(html));
    } catch (cause) {
      retire(run);
      await end(run, 'kill');
      throw notPrinted(cause);
    } finally {
      run.ended += 1;
      if (current !== run && run.ended === run.begun) await end(run, 'close');
    }
  }

  return {
    async print(html) {
      assertSize(html);
      return turn(print, html);
    },
    async close() {
      closed = true;
      await Promise.all([...runs].map((run) => end(run, 'close')));
    },
  };
}
