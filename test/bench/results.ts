/** Tells what was measured: a table for people, and a JSON file that says on what. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { cpus } from 'node:os';
import type { Standing } from './race.ts';
import type { Reached } from './reach.ts';

const RESULTS = new URL('results/', import.meta.url);

/** Those that the numbers depend on. */
const PACKAGES = [
  'puppeteer-core',
  '@sparticuz/chromium',
  '@libpdf/core',
  'pkijs',
  'pdfkit',
  'pdfmake',
  '@react-pdf/renderer',
] as const;

export type Measurement = {
  readonly what: string;
  readonly rounds: number;
  readonly standings: readonly Standing[];
};

export type Result = {
  readonly measurements: readonly Measurement[];
  /** What was to be reached, where something was. */
  readonly table?: readonly Reached[];
  /** Of a long run, one after the other. */
  readonly parts?: readonly object[];
};

async function versions(): Promise<Readonly<Record<string, string>>> {
  const found = PACKAGES.map(async (name) => {
    const manifest = findPackageJSON(name, import.meta.url);
    if (manifest === undefined) throw new Error(`${name} is not installed`);
    return [name, JSON.parse(await readFile(manifest, 'utf8')).version] as const;
  });
  return Object.fromEntries(await Promise.all(found));
}

/** Prints the measurements of the bench `name` and writes `results/<name>.json`. */
export async function publish(name: string, result: Result): Promise<void> {
  const { measurements, table } = result;
  for (const { what, rounds, standings } of measurements) {
    console.log(`\n${what} (medians of ${rounds} rounds)`);
    console.table(standings);
  }
  if (table !== undefined) console.table(table);
  const file = {
    date: new Date().toISOString(),
    node: process.version,
    cpus: cpus().length,
    versions: await versions(),
    ...result,
  };
  await mkdir(RESULTS, { recursive: true });
  await writeFile(new URL(`${name}.json`, RESULTS), `${JSON.stringify(file, null, 2)}\n`);
}
