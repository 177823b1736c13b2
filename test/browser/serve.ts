/** Serves an HTTP room to a browser, without API Gateway between them. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';

type App = { request(url: string, init: RequestInit): Response | Promise<Response> };

async function requestInit(request: IncomingMessage): Promise<RequestInit> {
  const { method = 'GET' } = request;
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value));
  const body = method === 'POST' && { body: Uint8Array.from(await buffer(request)) };
  return { method, headers, ...body };
}

/** @returns the origin, and what ends it. */
export async function serve(app: App) {
  const server = createServer(async (request, response) => {
    const answer = await app.request(request.url ?? '/', await requestInit(request));
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(await answer.bytes());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    stop: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
