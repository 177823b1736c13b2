/** `npm run verify -- file.pdf [--trust ca.pem]`: checks a sealed file offline, from itself alone. */
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { trustAnchors } from '../../functions/adapters/pades-trust.ts';
import { HostFault } from './host-fault.ts';
import { type Report, reportOn, type Verdict } from './verify-report.ts';

/** A sealed document has some hundred kilobytes. */
const MAX_FILE_BYTES = 64 * 2 ** 20;

/** Sound files take a second; some damaged ones would keep a reader busy for ever. */
const DEADLINE_MS = 20_000;

const MEMORY_MB = 1024;

const USAGE = 'usage: npm run verify -- file.pdf [--trust authorities.pem]';

const EXIT: Readonly<Record<Verdict, number>> = { holds: 0, broken: 1, undecided: 2 };

/** What a terminal may take for a command, or would not show, or show in another order. */
const CONTROLS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

type Task = { readonly pdf: Uint8Array; readonly trust: readonly Uint8Array[] };
type Answer = Report | { readonly fault: string };

function demand(condition: boolean, fault: string): asserts condition {
  if (!condition) throw new HostFault(fault);
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

async function readTask(args: readonly string[]): Promise<Task> {
  const options = { trust: { type: 'string' } } as const;
  const { positionals, values } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [path, ...rest] = positionals;
  demand(path !== undefined && rest.length === 0, USAGE);
  const { size } = await stat(path);
  demand(size <= MAX_FILE_BYTES, `it has ${size} bytes of at most ${MAX_FILE_BYTES}`);
  const pem = values.trust === undefined ? undefined : await readFile(values.trust, 'utf8');
  return { pdf: await readFile(path), trust: pem === undefined ? [] : trustAnchors(pem) };
}

/** Checks in a thread of its own, which can be ended whatever the file does to it. */
async function check(task: Task): Promise<Report> {
  const worker = new Worker(new URL(import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  try {
    const signal = AbortSignal.timeout(DEADLINE_MS);
    const [answer]: Answer[] = await once(worker, 'message', { signal });
    demand(answer !== undefined, 'nothing was read');
    if ('fault' in answer) throw new HostFault(answer.fault);
    return answer;
  } finally {
    await worker.terminate();
  }
}

async function main(args: readonly string[]): Promise<void> {
  try {
    const { verdict, lines } = await check(await readTask(args));
    for (const line of lines) process.stdout.write(`${line.replace(CONTROLS, ' ')}\n`);
    process.exitCode = EXIT[verdict];
  } catch (error) {
    process.stderr.write(`not verified: ${messageOf(error).replace(CONTROLS, ' ')}\n`);
    process.exitCode = EXIT.undecided;
  }
}

async function answer({ pdf, trust }: Task): Promise<Answer> {
  try {
    return await reportOn(new Uint8Array(pdf), trust);
  } catch (error) {
    return { fault: messageOf(error) };
  }
}

if (isMainThread) await main(process.argv.slice(2));
else parentPort?.postMessage(await answer(workerData));
