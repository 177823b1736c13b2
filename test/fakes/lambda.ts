/** One Lambda in a process of its own, which sees its asset and its settings and nothing else. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Context } from 'aws-lambda';
import type { LambdaHandler } from '../../infra/local/work/invocation.ts';

const RUNTIME = fileURLToPath(new URL('lambda-runtime.ts', import.meta.url));

export type LambdaSandbox = {
  readonly asset: string;
  readonly environment: Readonly<Record<string, string>>;
};

export type Lambda = {
  /** Runs the bundle's handler; as in AWS, one event at a time. */
  handler<E, R>(): LambdaHandler<E, R>;
  /** Events answered without an error. */
  answered(): number;
  stop(): Promise<void>;
};

/** @throws what the bundle throws when it is imported. */
export async function startLambda({ asset, environment }: LambdaSandbox): Promise<Lambda> {
  const child = spawn(process.execPath, [RUNTIME], {
    cwd: asset,
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const answer = async () => {
    const heard = new AbortController();
    const ended = exited.then(([code, signal]) => [{ error: `ended with ${signal ?? code}` }]);
    try {
      const message = once(child, 'message', { signal: heard.signal });
      const [{ result, error }] = await Promise.race([message, ended]);
      if (error !== undefined) throw new Error(error);
      return result;
    } finally {
      heard.abort();
    }
  };
  await answer();
  let answered = 0;
  let free: Promise<unknown> = Promise.resolve();
  const invoke = async (event: unknown, context: Context) => {
    const { getRemainingTimeInMillis, done, fail, succeed, ...plain } = context;
    child.send({ event, context: plain, remainingMs: getRemainingTimeInMillis() });
    const result = await answer();
    answered += 1;
    return result;
  };
  return {
    handler: () => (event, context) => {
      const result = free.then(() => invoke(event, context));
      free = result.catch(() => undefined);
      return result;
    },
    answered: () => answered,
    stop: async () => {
      child.kill();
      await exited;
    },
  };
}
