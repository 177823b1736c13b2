/** HTTP ↔ API Gateway's payload format 2.0, in both directions. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiEvent, ApiResult } from '../handlers.ts';
import { ACCOUNT } from '../region.ts';
import type { Route } from './api-route.ts';

const API_ID = 'local';

/** Bodies that API Gateway passes on as text; all others become base64. */
const TEXT_TYPES = /^(text\/|application\/(json|javascript|xml)\b)/;

const isText = ({ headers }: IncomingMessage): boolean =>
  headers['content-encoding'] === undefined && TEXT_TYPES.test(headers['content-type'] ?? '');

/** Names in lower case, repeated headers joined; cookies travel apart. */
function headersOf(request: IncomingMessage): Record<string, string> {
  const { cookie: _, ...distinct } = request.headersDistinct;
  return Object.fromEntries(
    Object.entries(distinct).map(([name, values]) => [name, (values ?? []).join(',')]),
  );
}

/** Repeated parameters joined by commas. */
function parametersOf(query: URLSearchParams): Record<string, string> {
  const names = new Set(query.keys());
  return Object.fromEntries([...names].map((name) => [name, query.getAll(name).join(',')]));
}

/** `12/Mar/2026:19:03:58 +0000` */
function logTime(now: Date): string {
  const [, day, month, year, time] = now.toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}

function requestContext(request: IncomingMessage, path: string, routeKey: string) {
  const now = new Date();
  const domainName = (request.headers.host ?? '').replace(/:\d+$/, '');
  return {
    accountId: ACCOUNT,
    apiId: API_ID,
    authentication: null,
    authorizer: {},
    domainName,
    domainPrefix: API_ID,
    http: {
      method: request.method ?? 'GET',
      path,
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: request.socket.remoteAddress ?? '',
      userAgent: request.headers['user-agent'] ?? '',
    },
    requestId: randomUUID(),
    routeKey,
    stage: '$default',
    time: logTime(now),
    timeEpoch: now.getTime(),
  };
}

/** The event that API Gateway would make of a request to `route`. */
export function toApiEvent(request: IncomingMessage, body: Buffer, route: Route): ApiEvent {
  const [rawPath = '/', rawQueryString = ''] = (request.url ?? '/').split(/\?(.*)/s);
  const text = isText(request);
  const query = new URLSearchParams(rawQueryString);
  const cookies = request.headers.cookie?.split('; ');
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath,
    rawQueryString,
    headers: headersOf(request),
    ...(cookies === undefined ? {} : { cookies }),
    ...(query.size === 0 ? {} : { queryStringParameters: parametersOf(query) }),
    ...(Object.keys(route.parameters).length === 0 ? {} : { pathParameters: route.parameters }),
    requestContext: requestContext(request, rawPath, route.key),
    body: body.length === 0 ? null : body.toString(text ? 'utf8' : 'base64'),
    isBase64Encoded: body.length > 0 && !text,
  };
}

/** Answers with what a handler returned. */
export function sendApiResult(response: ServerResponse, result: ApiResult): void {
  for (const [name, value] of Object.entries(result.headers ?? {})) response.setHeader(name, value);
  if (result.cookies && result.cookies.length > 0) response.setHeader('set-cookie', result.cookies);
  response.statusCode = result.statusCode;
  response.end(Buffer.from(result.body, result.isBase64Encoded ? 'base64' : 'utf8'));
}
