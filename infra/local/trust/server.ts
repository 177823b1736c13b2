/** The trial authority's own little server: timestamps, OCSP and the list of what is revoked. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { HostFault } from '../host-fault.ts';
import type { Certified } from './certificates.ts';
import { answerOcsp, makeList } from './revocation.ts';
import { answerTimestamp } from './timestamp.ts';

/** Who answers, and where. */
export type TrialAuthority = {
  /** Origin, e.g. `http://127.14.3.9:20417`; it stands in the certificates, so it never changes. */
  readonly origin: string;
  readonly authority: Certified;
  readonly timestamper: Certified;
  readonly responder: Certified;
};

export type TrustServer = { stop(): Promise<void> };

/** Paths of the services. */
export const PATHS = { timestamp: '/tsa', ocsp: '/ocsp', list: '/crl' } as const;

/** A query has some hundred bytes. */
const MAX_QUERY_BYTES = 16 * 1024;

type Reply = { readonly type: string; readonly der: Uint8Array };

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_QUERY_BYTES) throw new Error('the query is too long');
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

async function replyTo(
  request: IncomingMessage,
  trial: TrialAuthority,
): Promise<Reply | undefined> {
  const now = new Date();
  const asked = `${request.method} ${request.url}`;
  if (asked === `POST ${PATHS.timestamp}`) {
    const der = await answerTimestamp(trial.timestamper, await bodyOf(request), now);
    return { type: 'application/timestamp-reply', der };
  }
  if (asked === `POST ${PATHS.ocsp}`) {
    const der = await answerOcsp(trial, await bodyOf(request), now);
    return { type: 'application/ocsp-response', der };
  }
  if (asked === `GET ${PATHS.list}`)
    return { type: 'application/pkix-crl', der: await makeList(trial.authority, now) };
  return undefined;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  trial: TrialAuthority,
): Promise<void> {
  try {
    const reply = await replyTo(request, trial);
    if (reply === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': reply.type }).end(reply.der);
  } catch {
    response.writeHead(400, { connection: 'close' }).end();
  }
}

/** Listens at the origin of the trial. @throws HostFault when another program has the address. */
export async function startTrustServer(trial: TrialAuthority): Promise<TrustServer> {
  const { hostname, port } = new URL(trial.origin);
  const server = createServer((request, response) => answer(request, response, trial));
  server.listen(Number(port), hostname);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new HostFault(`The trial authority cannot listen at ${trial.origin}: ${cause}`);
  }
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { stop };
}
