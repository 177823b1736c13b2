/** What the demo is asked to do: the event, where the files go, and how to tell about it. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';

export type DemoOptions = {
  readonly input: string;
  readonly out: string;
  readonly json: boolean;
};

const USAGE = 'npm run demo -- [--input FILE] [--out DIR] [--json]';

const DEFAULT_EVENT = new URL('../../../examples/ambon-2022.yaml', import.meta.url);

const OPTIONS = {
  input: { type: 'string', default: fileURLToPath(DEFAULT_EVENT) },
  out: { type: 'string', default: 'out' },
  json: { type: 'boolean', default: false },
} as const;

/** @throws with the usage when an option is not known. */
export function readOptions(args: readonly string[]): DemoOptions {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\nusage: ${USAGE}`);
  }
}

/** The event in a YAML or JSON file (JSON is YAML), as the body of a declaration. */
export async function readEvent(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(`cannot read ${file}: ${error.code ?? error.message}`);
  });
  try {
    return parse(text);
  } catch (error) {
    throw new Error(`${file} is not YAML: ${error instanceof Error ? error.message : error}`);
  }
}
