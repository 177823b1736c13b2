/** Directories that belong to one process, and are removed by the next one when it has died. */
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

const OWNED = /^scratch-(\d+)-(\d+)-/;

/** Place of the start time among the fields of proc_pid_stat(5) that follow the command's name. */
const START_TIME_FIELD = 19;

/** Processes die while their files are being removed: each try waits a little longer. */
const REMOVE_TRIES = 8;

/** When a process started, in ticks since boot: told apart from a later one with the same pid. */
async function startOf(pid: number | string): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[START_TIME_FIELD];
}

export const removeScratch = (path: string): Promise<void> =>
  rm(path, { recursive: true, force: true, maxRetries: REMOVE_TRIES });

async function removeOrphans(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    const [, pid, start] = OWNED.exec(name) ?? [];
    if (pid === undefined || (await startOf(pid)) === start) continue;
    // What another user left behind may not be ours to remove, and is no reason not to print.
    await removeScratch(join(directory, name)).catch(() => undefined);
  }
}

/**
 * Makes a fresh directory of this process under `directory` and removes those of dead processes.
 *
 * All processes that share `directory` must see one another's pids.
 */
export async function makeScratch(directory: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  await removeOrphans(directory);
  return mkdtemp(join(directory, `scratch-${process.pid}-${await startOf(process.pid)}-`));
}
