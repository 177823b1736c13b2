/** The HTTP API of the laptop: a request becomes an event, and a handler's answer a response. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Handlers } from '../handlers.ts';
import type { Invoker } from '../work/invocation.ts';
import { sendApiResult, toApiEvent } from './api-event.ts';
import { type Route, routeOf } from './api-route.ts';
import { sendProblem } from './gateway.ts';

/**
 * The most that API Gateway takes as a body. Lambda refuses requests over 6 MB on its own; here they
 * get through, so that the door can name the field that is too large.
 */
const BODY_LIMIT_BYTES = 10 * 1024 * 1024;

/** The most that Lambda gives in one invocation, counted as it travels (base64). */
const ANSWER_LIMIT_BYTES = 6 * 1024 * 1024;

/** The body of a request; undefined when it is larger than allowed. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= BODY_LIMIT_BYTES) chunks.push(chunk);
  }
  return size > BODY_LIMIT_BYTES ? undefined : Buffer.concat(chunks);
}

function route(request: IncomingMessage): Route | 'malformed' | undefined {
  const [path = '/'] = (request.url ?? '/').split('?');
  try {
    return routeOf(request.method ?? '', path);
  } catch (error) {
    if (error instanceof URIError) return 'malformed';
    throw error;
  }
}

/** Statuses are those of API Gateway; the handler's faults are printed and not told. */
export function apiListener(handlers: Handlers, invoker: Invoker): RequestListener {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const found = route(request);
    if (found === undefined) return sendProblem(response, 404);
    if (found === 'malformed') return sendProblem(response, 400);
    const body = await bodyOf(request);
    const event = body && toApiEvent(request, body, found);
    if (event === undefined) return sendProblem(response, 413);
    const { room } = found;
    const result = await invoker.invoke({ room, handler: handlers[room], event });
    if (Buffer.byteLength(result.body) > ANSWER_LIMIT_BYTES)
      throw new Error('the answer is larger than a Lambda may give');
    sendApiResult(response, result);
  };
  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (request.destroyed && !request.complete) return;
      // The path of a signatory is a secret: what is printed is the route.
      const found = route(request);
      const key = typeof found === 'object' ? found.key : 'unknown route';
      console.error(`${key}:`, error);
      sendProblem(response, 500);
    });
  };
}
