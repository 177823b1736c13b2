/** What the demo is asked to do: the event, where the files go, and how to tell about it. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';

export type DemoOptions = {
  readonly input: string;
  readonly out: string;
  readonly json: boolean;
};

export const USAGE = 'npm run demo -- [--input FILE] [--out DIR] [--json]';

const DEFAULT_EVENT = new URL('../../../examples/ambon-2022.yaml', import.meta.url);

/** @throws on an unknown option. */
export function readOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      input: { type: 'string', default: DEFAULT_EVENT.pathname },
      out: { type: 'string', default: 'out' },
      json: { type: 'boolean', default: false },
    },
  });
  return values;
}

/** The event in a YAML or JSON file (JSON is YAML), as the body of a declaration. */
export async function readEvent(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(`cannot read ${file}: ${error.code ?? error.message}`);
  });
  return parse(text);
}
