/** Judges that are fetched: kept from one run to the next, outside of the repository. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

export const CACHE = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'piagam');

/** SHA-256 of a file, undefined when there is none. */
export const sha256Of = (file: string): Promise<string | undefined> =>
  readFile(file).then(
    (bytes) => createHash('sha256').update(bytes).digest('hex'),
    () => undefined,
  );

/** SHA-256 over names and contents of all files in a folder; of nothing when there is none. */
export async function sha256OfFolder(folder: string): Promise<string> {
  const hash = createHash('sha256');
  const names = await readdir(folder).catch(() => []);
  for (const name of names.toSorted())
    hash.update(`${name} ${await sha256Of(join(folder, name))}\n`);
  return hash.digest('hex');
}
