/** Runs the programs of other people, and says which of them this machine has. */
import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

const stderrOf = (error: unknown): string =>
  error instanceof Error && 'stderr' in error ? `${error.stderr}`.trim() : `${error}`;

/** @returns what the program prints. @throws what it complains of when its exit code is not 0. */
export async function run(program: string, ...args: readonly string[]): Promise<string> {
  const env = { ...process.env, LC_ALL: 'C' };
  try {
    const { stdout } = await execute(program, args, { env });
    return stdout;
  } catch (error) {
    throw new Error(`${program} fails: ${stderrOf(error)}`, { cause: error });
  }
}

export const succeeds = (program: string, ...args: readonly string[]): Promise<boolean> =>
  run(program, ...args).then(
    () => true,
    () => false,
  );

async function isInstalled(program: string): Promise<boolean> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, program);
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}

/** @returns the obstacle when one of `programs` is missing. */
export async function missing(...programs: readonly string[]): Promise<string | undefined> {
  for (const program of programs)
    if (!(await isInstalled(program))) return `${program} is not installed`;
  return undefined;
}
