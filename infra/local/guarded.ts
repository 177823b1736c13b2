/** Reads a PDF from anywhere: small enough, and in a thread that can be ended whatever it does. */
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { HostFault } from './host-fault.ts';

/** A sealed document has some hundred kilobytes. */
const MAX_FILE_BYTES = 64 * 2 ** 20;

/** Some damaged files would keep a reader busy for ever, or take all memory. */
export type Bounds = { readonly deadlineMs: number; readonly memoryMb: number };

export type Fault = { readonly fault: string };

export function demand(condition: boolean, fault: string): asserts condition {
  if (!condition) throw new HostFault(fault);
}

export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** @throws HostFault when the file is too large to be one of ours. */
export async function readPdf(path: string): Promise<Uint8Array> {
  const { size } = await stat(path);
  demand(size <= MAX_FILE_BYTES, `it has ${size} bytes of at most ${MAX_FILE_BYTES}`);
  return readFile(path);
}

/**
 * Runs the module in a thread of its own and gives what it posts. @throws HostFault with the fault
 * that it posts instead, and whatever ends it: time, memory, a crash.
 */
export async function inThread<T extends object>(
  module: string,
  task: unknown,
  { deadlineMs, memoryMb }: Bounds,
): Promise<T> {
  const worker = new Worker(new URL(module), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  try {
    const signal = AbortSignal.timeout(deadlineMs);
    const [answer]: (T | Fault)[] = await once(worker, 'message', { signal });
    demand(answer !== undefined, 'nothing was read');
    if ('fault' in answer) throw new HostFault(answer.fault);
    return answer;
  } finally {
    await worker.terminate();
  }
}
