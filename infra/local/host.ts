/** The whole service on one laptop: starts the parts in order and wires the handlers to them. */

import { openDataFolder } from './data-folder.ts';
import type { Handlers } from './handlers.ts';
import { apiListener } from './http/api.ts';
import { openGateway } from './http/gateway.ts';
import { LOCAL_SEGMENT, localPages } from './http/local-pages.ts';
import { IDENTITY_SEGMENT, type TokenRequest } from './identity.ts';
import { writeSecret } from './secret-file.ts';
import { applyPlaces, applySettings, BUCKET } from './settings.ts';
import { createInvoker } from './work/invocation.ts';
import { openQueues } from './work/queue.ts';
import { startWork } from './work/work.ts';
import { type Start, startWorld } from './world.ts';

/** What the token in the data folder allows: a working day as admin. */
const ADMIN = { subject: 'admin', roles: ['admin'], lifetimeSeconds: 12 * 60 * 60 } as const;

export type HostOptions = {
  /** Folder of everything that outlives the process; made when it is not there. */
  readonly data: string;
  /** Port on 127.0.0.1; 0 takes any that is free. */
  readonly port: number;
  /** Loads the handlers; called once, after their settings are in `process.env`. */
  readonly handlers: () => Promise<Handlers>;
  /** Told of each part as it comes up, with the milliseconds it took. */
  readonly onPart?: (part: string, milliseconds: number) => void;
};

export type Host = {
  /** Our own origin, without a trailing slash. */
  readonly url: string;
  /** Folder of the letters, for `readInbox`. */
  readonly inbox: string;
  /** File with the bearer token of an admin, made anew at every start. */
  readonly adminToken: string;
  /** A bearer token for the API. */
  issueToken(request: TokenRequest): Promise<string>;
  /** Resolves when every commit has been told, every message handled, and nothing runs. */
  idle(): Promise<void>;
  /** Resolves when the DynamoDB engine has died; the host is of no use then. */
  readonly failure: Promise<Error>;
  /** Ends what is in hand, then stops the parts in reverse order. */
  stop(): Promise<void>;
};

const stepper =
  (onPart: HostOptions['onPart']): Start['step'] =>
  async (part, start) => {
    const begin = performance.now();
    const started = await start();
    onPart?.(part, performance.now() - begin);
    return started;
  };

async function start(options: HostOptions, parts: AsyncDisposableStack): Promise<Host> {
  const step = stepper(options.onPart);
  const folder = openDataFolder(options.data);
  parts.defer(() => folder.release());
  parts.defer(applyPlaces());
  const gateway = await openGateway(options.port);
  parts.defer(() => gateway.stop());
  const { url } = gateway;
  const world = await startWorld({ folder, publicUrl: url, parts, step });
  const { identity, settings, stream, failure } = world;
  parts.defer(applySettings(settings));
  const handlers = await step('Rooms and Chromium', options.handlers);
  parts.defer(() => handlers.close());
  const queues = openQueues(folder.queues);
  parts.defer(() => queues.close());
  const mounts = new Map([
    [IDENTITY_SEGMENT, identity.listener],
    [BUCKET, world.s3],
    [LOCAL_SEGMENT, localPages(folder.inbox, queues)],
  ]);
  gateway.mount(mounts);
  const invoker = createInvoker();
  const work = startWork({ handlers, invoker, queues, settings, stream });
  parts.defer(() => work.stop());
  await writeSecret(folder.adminToken, await identity.issueToken(ADMIN));
  gateway.mount(new Map([...mounts, ['', apiListener(handlers, invoker)]]));
  parts.defer(async () => {
    gateway.mount(mounts);
    await invoker.settled();
  });
  const { inbox, adminToken } = folder;
  const { issueToken } = identity;
  const stop = (): Promise<void> => parts.disposeAsync();
  return { url, inbox, adminToken, issueToken, idle: work.idle, failure, stop };
}

/**
 * Starts everything; a second start on the same folder resumes with all its data. One host at a
 * time may run in a process, because the handlers' settings are the process's environment.
 * @throws HostFault when a person can do something about it; nothing is left running then.
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const parts = new AsyncDisposableStack();
  try {
    return await start(options, parts);
  } catch (error) {
    await parts.disposeAsync();
    throw error;
  }
}
