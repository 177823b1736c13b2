/** Runs an engine that cannot outlive this process, however this process ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** What is kept of an engine's last words, in characters. */
const LAST_WORDS = 2000;
/** How long an engine may take to end in order before it is killed. */
const STOP_GRACE_MS = 5000;

/**
 * The watcher reads a pipe that only this process writes to: when this process is gone, by whatever
 * signal, the pipe ends and the watcher kills the engine. `exec` gives the engine the shell's own
 * process id, so its exit is seen here at once.
 */
const LEASH = 'exec 3<&0; (cat <&3 >/dev/null; kill -9 $$) 2>/dev/null & exec "$@" 3<&- </dev/null';

export type LeashedEngine = {
  readonly pid: number;
  /** Resolves when the engine has ended without being asked to; never after `stop`. */
  readonly failure: Promise<Error>;
  /** Ends the engine in order; resolves when it is gone. */
  stop(): Promise<void>;
};

const hasEnded = (child: ChildProcess): boolean =>
  child.exitCode !== null || child.signalCode !== null;

async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const exited = once(child, 'exit');
  const impatience = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
  child.kill('SIGTERM');
  await exited;
  clearTimeout(impatience);
}

/**
 * Starts `command` in a process group of its own, so that Ctrl-C in the terminal reaches only this
 * process, which then stops the engine in order. POSIX only (needs `sh` and `cat`).
 * @throws when the command cannot be started.
 */
export async function leash(command: readonly string[]): Promise<LeashedEngine> {
  const child = spawn('sh', ['-c', LEASH, 'leash', ...command], {
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let lastWords = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-LAST_WORDS);
  });
  const { promise: failure, resolve: fail } = Promise.withResolvers<Error>();
  let stopping = false;
  // By `close`, unlike `exit`, all that the engine said has been read.
  child.once('close', (code, signal) => {
    if (!stopping) fail(new Error(`${command[0]} ended (${signal ?? code}): ${lastWords.trim()}`));
  });
  await once(child, 'spawn');
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command[0]} has no process id`);
  const stop = (): Promise<void> => {
    stopping = true;
    return end(child);
  };
  return { pid, failure, stop };
}
