/** Files that only their owner may read. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { putInPlace } from './engines/durable-file.ts';

const OWNER_ONLY = 0o600;

/** Writes `text` to `file`, whole or not at all, replacing what is there. */
export async function writeSecret(file: string, text: string): Promise<void> {
  const part = `${file}.part`;
  await writeFile(part, text, { mode: OWNER_ONLY });
  await putInPlace(part, file);
}

/** Makes `file` when it is not there yet. @returns its `file:` URL. */
export async function keepSecret(file: string, make: () => Promise<string>): Promise<URL> {
  if (!existsSync(file)) await writeSecret(file, await make());
  return pathToFileURL(file);
}
