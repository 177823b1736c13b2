/** A host in this process with its admin, for journeys that need no kill. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type AdminApi, adminApi, type DemoDeclaration } from '../../infra/local/demo/api.ts';
import { type InboxMail, readInbox } from '../../infra/local/engines/smtp.ts';
import { productHandlers } from '../../infra/local/handlers.ts';
import { type Host, startHost } from '../../infra/local/host.ts';

const POLL_MS = 20;
const PATIENCE_MS = 45_000;

export type Stage = {
  readonly host: Host;
  readonly api: AdminApi;
  readonly token: string;
  close(): Promise<void>;
};

/** Starts the product on a free port with a fresh data folder. One per process: handlers are global. */
export async function openStage(): Promise<Stage> {
  const data = await mkdtemp(join(tmpdir(), 'piagam-journey-'));
  const host = await startHost({ data, port: 0, handlers: productHandlers });
  const token = await readFile(host.adminToken, 'utf8');
  return {
    host,
    token,
    api: adminApi(host.url, token),
    close: async () => {
      await host.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** Waits until `look` finds something. @throws naming `what` when it never does. */
export async function eventually<T>(
  what: string | (() => string),
  look: () => Promise<T | undefined | false>,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await delay(POLL_MS);
  }
  throw new Error(`never happened: ${typeof what === 'string' ? what : what()}`);
}

/** The personal link in a letter. */
export const linkIn = (mail: InboxMail): string => {
  const link = mail.links.find((url) => url.includes('/s/'));
  if (link === undefined) throw new Error(`no personal link in ${mail.subject}`);
  return link;
};

/** All letters so far that went to `address`. */
export const lettersTo = async (inbox: string, address: string): Promise<readonly InboxMail[]> =>
  (await readInbox(inbox)).filter(({ to }) => to.some((mailbox) => mailbox.address === address));

export const untilStatus = (
  api: AdminApi,
  id: string,
  status: string,
  patienceMs?: number,
): Promise<DemoDeclaration> =>
  eventually(
    `every document of ${id} is ${status}`,
    async () => {
      const declaration = await api.declaration(id);
      const there = declaration.documents.every((document) => document.status === status);
      return there && declaration;
    },
    patienceMs,
  );
