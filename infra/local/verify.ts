/** `npm run verify -- file.pdf [--trust ca.pem]`: checks a sealed file offline, from itself alone. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { trustAnchors } from '../../functions/adapters/pades-trust.ts';
import { demand, type Fault, inThread, messageOf, readPdf } from './guarded.ts';
import { type Report, reportOn, type Verdict } from './verify-report.ts';

/** Sound files take a second; some damaged ones would keep a reader busy for ever. */
const BOUNDS = { deadlineMs: 20_000, memoryMb: 1024 } as const;

const USAGE = 'usage: npm run verify -- file.pdf [--trust authorities.pem]';

const EXIT: Readonly<Record<Verdict, number>> = { holds: 0, broken: 1, undecided: 2 };

/** What a terminal may take for a command, or would not show, or show in another order. */
const CONTROLS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

type Task = { readonly pdf: Uint8Array; readonly trust: readonly Uint8Array[] };
type Answer = Report | Fault;

async function readTask(args: readonly string[]): Promise<Task> {
  const options = { trust: { type: 'string' } } as const;
  const { positionals, values } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [path, ...rest] = positionals;
  demand(path !== undefined && rest.length === 0, USAGE);
  const pdf = await readPdf(path);
  const pem = values.trust === undefined ? undefined : await readFile(values.trust, 'utf8');
  return { pdf, trust: pem === undefined ? [] : trustAnchors(pem) };
}

async function main(args: readonly string[]): Promise<void> {
  try {
    const { verdict, lines } = await inThread<Report>(
      import.meta.url,
      await readTask(args),
      BOUNDS,
    );
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
