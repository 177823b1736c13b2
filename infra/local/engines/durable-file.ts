/** Puts a finished file in its place so that it is there whole or not at all, after any crash. */
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Moves `from` to `to` on the same file system, replacing what is there. */
export async function putInPlace(from: string, to: string): Promise<void> {
  await flush(from);
  await mkdir(dirname(to), { recursive: true });
  await rename(from, to);
  await flush(dirname(to));
}
