/** Thousands of documents in one process: speed, memory of the browser, and what is left behind. */
import { mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { chromiumRenderer } from '../../functions/adapters/chromium-renderer.ts';
import { unpackChromium } from '../../functions/adapters/chromium-unpack.ts';
import { CHROMIUM, numbered, pdfOf } from './charter.ts';
import { timed } from './race.ts';
import type { Reached } from './reach.ts';
import type { Result } from './results.ts';

const DOCUMENTS = 5_000;
const PART = 1_000;
const LANES = 2;

/** Documents between two looks at the memory. */
const LOOK = 25;

const MEMORY_PAGE_BYTES = 4_096;

type Process = { readonly pid: string; readonly group: string; readonly command: string };

async function processAt(pid: string): Promise<Process> {
  const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');
  const [stat, command] = await Promise.all([read('stat'), read('cmdline')]);
  const [, , group = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { pid, group, command };
}

/** The browsers that run in `folder`, and their children. */
async function processesIn(folder: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const all = await Promise.all(pids.map(processAt));
  const browsers = all.filter(({ command }) => command.includes(folder));
  const groups = new Set(browsers.map(({ pid }) => pid));
  return all.filter(({ group }) => groups.has(group)).map(({ pid }) => pid);
}

/** What these processes share with nobody, in bytes. */
async function memoryIn(folder: string): Promise<number> {
  const each = (await processesIn(folder)).map(async (pid) => {
    const statm = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '');
    const [, resident = 0, shared = 0] = statm.split(' ').map(Number);
    return (resident - shared) * MEMORY_PAGE_BYTES;
  });
  return (await Promise.all(each)).reduce((sum, bytes) => sum + bytes, 0);
}

/** Looks again where a browser that ends removes its files meanwhile. */
async function filesIn(folder: string): Promise<number> {
  try {
    return (await readdir(folder, { recursive: true })).length;
  } catch (fault) {
    if (fault instanceof Error && 'code' in fault && fault.code === 'ENOENT')
      return filesIn(folder);
    throw fault;
  }
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

type Part = { readonly msPerDocument: number; readonly memoryMb: number; readonly files: number };

async function soakPart(folder: string, from: number, make: (n: number) => Promise<unknown>) {
  const looks: number[] = [];
  let next = from;
  const lane = async (): Promise<void> => {
    while (next < from + PART) {
      const number = next;
      next += 1;
      await make(number);
      if (number % LOOK === 0) looks.push(await memoryIn(folder));
    }
  };
  const ms = await timed(() => Promise.all(Array.from({ length: LANES }, lane)));
  return {
    msPerDocument: Number((ms / PART).toFixed(1)),
    memoryMb: Math.round(mean(looks) / 2 ** 20),
    files: await filesIn(folder),
  };
}

function tableOf(parts: readonly Part[], left: { processes: number; files: number }): Reached[] {
  const [, second, last] = [parts[0], parts[1], parts.at(-1)];
  const growth = Number(((last?.memoryMb ?? 0) / (second?.memoryMb ?? 1)).toFixed(2));
  return [
    {
      measure: 'memory, last thousand by second',
      value: growth,
      reach: '≤ 1.15',
      reached: growth <= 1.15,
    },
    {
      measure: 'processes left',
      value: left.processes,
      reach: '≤ 0',
      reached: left.processes === 0,
    },
    { measure: 'files left', value: left.files, reach: '≤ 0', reached: left.files === 0 },
  ];
}

export async function benchSoak(tell: (line: string) => void): Promise<Result> {
  const home = dirname((await unpackChromium(CHROMIUM)).executable);
  const folder = await mkdtemp(join(tmpdir(), 'bench-soak-'));
  await symlink(home, join(folder, basename(home)));
  const renderer = chromiumRenderer({ directory: folder });
  const parts: Part[] = [];
  try {
    for (let from = 0; from < DOCUMENTS; from += PART) {
      const part = await soakPart(folder, from, (number) => pdfOf(numbered(number), renderer));
      tell(`soak: ${from + PART} documents, ${JSON.stringify(part)}`);
      parts.push(part);
    }
    await renderer.close();
    const left = (await readdir(folder)).filter((name) => name !== basename(home));
    const processes = (await processesIn(folder)).length;
    return { measurements: [], table: tableOf(parts, { processes, files: left.length }), parts };
  } finally {
    await renderer.close();
    await rm(folder, { recursive: true, maxRetries: 8 });
  }
}
