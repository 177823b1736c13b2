/** The one port of the laptop: hands every request to the part that is mounted at its path. */
import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import { page, refusalText } from '../../../functions/runtime/view.ts';
import { HostFault } from '../host-fault.ts';

const ADDRESS = '127.0.0.1';

/** Highest port there is. */
const MAX_PORT = 65_535;

/** The names under which a browser may ask: a page of another site cannot pass for one of them. */
const OWN_NAMES = new Set([ADDRESS, 'localhost']);

/** Pages of the laptop itself carry no script. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'self'; img-src data:",
  'cache-control': 'no-store',
};

/** First segment of the path → who answers; `''` answers all other paths. */
type Mounts = ReadonlyMap<string, RequestListener>;

export type Gateway = {
  /** Origin, without a trailing slash. */
  readonly url: string;
  /** Until this is called, and for paths that are not mounted, the answer is 503: a page, or a problem. */
  mount(mounts: Mounts): void;
  /** Ends the requests in hand and frees the port. */
  stop(): Promise<void>;
};

/** Answers with an RFC 9457 problem that says no more than its status. */
export function sendProblem(response: ServerResponse, status: number): void {
  const problem = { type: 'about:blank', title: STATUS_CODES[status], status };
  response.writeHead(status, { 'content-type': 'application/problem+json' });
  response.end(JSON.stringify(problem));
}

/** Who signs while the service starts anew is told in words to try again, and loses nothing by it. */
function sendUnready({ headers, url }: IncomingMessage, response: ServerResponse): void {
  if (!(headers.accept ?? '').includes('text/html')) {
    sendProblem(response, 503);
    return;
  }
  const language = /[?&]lang=en\b/.test(url ?? '') ? 'en' : 'id';
  const told = { ...refusalText(language, 'fault'), listUrl: null };
  response.writeHead(503, PAGE_HEADERS);
  response.end(page('notice', { language, query: null }, told));
}

const hostName = (host: string | undefined): string => (host ?? '').replace(/:\d+$/, '');

const firstSegment = (url: string | undefined): string => (url ?? '/').split(/[/?]/)[1] ?? '';

/**
 * Takes a port of 127.0.0.1; 0 takes any that is free.
 * @throws HostFault when the port is taken or is no port.
 */
export async function openGateway(port: number): Promise<Gateway> {
  if (!Number.isInteger(port) || port < 0 || port > MAX_PORT)
    throw new HostFault(`PORT must be a whole number from 0 to ${MAX_PORT}.`);
  let mounts: Mounts = new Map();
  const server = createServer((request, response) => {
    if (!OWN_NAMES.has(hostName(request.headers.host))) return sendProblem(response, 421);
    const listener = mounts.get(firstSegment(request.url)) ?? mounts.get('');
    if (listener === undefined) return sendUnready(request, response);
    return listener(request, response);
  });
  server.listen(port, ADDRESS);
  try {
    await once(server, 'listening');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE')
      throw new HostFault(`Port ${port} is taken by another program; set PORT to a free one.`);
    if (code === 'EACCES')
      throw new HostFault(`Port ${port} is reserved by this machine; set PORT to one above 1023.`);
    throw error;
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP port');
  return {
    url: `http://${ADDRESS}:${address.port}`,
    mount: (next) => {
      mounts = next;
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
