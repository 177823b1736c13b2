/** The laptop's door does what API Gateway does: the same events in, the same answers out. */
import { request } from 'node:http';
import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { ApiEvent, Handlers } from '../../infra/local/handlers.ts';
import { HostFault } from '../../infra/local/host-fault.ts';
import { apiListener } from '../../infra/local/http/api.ts';
import { routeOf } from '../../infra/local/http/api-route.ts';
import { type Gateway, openGateway } from '../../infra/local/http/gateway.ts';
import { applyPlaces } from '../../infra/local/settings.ts';
import { createInvoker } from '../../infra/local/work/invocation.ts';
import { echo, standIns } from './local-stand-in.ts';

const MEBIBYTE = 1024 * 1024;
/** Not UTF-8, and with every byte there is. */
const BINARY = Buffer.from(Array.from({ length: 512 }, (_, index) => 255 - (index % 256)));

let gateway: Gateway;
beforeAll(() => applyPlaces());
beforeEach(async () => {
  gateway = await openGateway(0);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await gateway.stop();
});

const eventIn = async (response: Response): Promise<ApiEvent> => JSON.parse(await response.text());

const serve = (own: Partial<Handlers>): void =>
  gateway.mount(new Map([['', apiListener(standIns(own), createInvoker())]]));

test('a request becomes an event of payload format 2.0', async () => {
  serve({ admin: echo });
  const response = await fetch(`${gateway.url}/v1/documents/abc%20d/void?a=1&b=x%20y&a=2&c=`, {
    method: 'POST',
    headers: {
      Cookie: 'one=1; two=2',
      'Content-Type': 'application/json; charset=utf-8',
      'User-Agent': 'phone',
      'Idempotency-Key': 'K1',
    },
    body: '{"reason":"salah ketik – é"}',
  });
  const event = await eventIn(response);
  expect(event).toMatchObject({
    version: '2.0',
    routeKey: 'POST /v1/documents/{id}/void',
    rawPath: '/v1/documents/abc%20d/void',
    rawQueryString: 'a=1&b=x%20y&a=2&c=',
    cookies: ['one=1', 'two=2'],
    queryStringParameters: { a: '1,2', b: 'x y', c: '' },
    pathParameters: { id: 'abc d' },
    body: '{"reason":"salah ketik – é"}',
    isBase64Encoded: false,
    requestContext: {
      domainName: '127.0.0.1',
      http: {
        method: 'POST',
        path: '/v1/documents/abc%20d/void',
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'phone',
      },
      routeKey: 'POST /v1/documents/{id}/void',
      stage: '$default',
      time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
    },
  });
  expect(event.headers).toMatchObject({ 'idempotency-key': 'K1', 'user-agent': 'phone' });
  expect(event.headers).not.toHaveProperty('cookie');
  expect(event.requestContext.requestId).toMatch(/^[0-9a-f-]{36}$/);
});

test('a request without query, cookies and body has an event without them', async () => {
  serve({ archive: echo });
  const event = await eventIn(await fetch(`${gateway.url}/verify`));
  expect(event).toMatchObject({ rawQueryString: '', body: null, isBase64Encoded: false });
  for (const absent of ['cookies', 'queryStringParameters', 'pathParameters'])
    expect(event).not.toHaveProperty(absent);
});

test('bytes, cookies and status pass through a hono room unchanged, both ways', async () => {
  const app = new Hono();
  app.post('/v1/verify', async (c) => {
    c.header('set-cookie', 'a=1; HttpOnly');
    c.header('set-cookie', 'b=2; HttpOnly', { append: true });
    return c.body(await c.req.arrayBuffer(), 202, { 'content-type': 'application/pdf' });
  });
  serve({ archive: handle(app) });
  const response = await fetch(`${gateway.url}/v1/verify`, { method: 'POST', body: BINARY });
  expect(response.status).toBe(202);
  expect(response.headers.getSetCookie()).toEqual(['a=1; HttpOnly', 'b=2; HttpOnly']);
  expect(Buffer.from(await response.arrayBuffer())).toEqual(BINARY);
});

test('a form travels as base64, as API Gateway sends it', async () => {
  serve({ signing: echo });
  const body = new URLSearchParams({ reason: 'tidak setuju' });
  const response = await fetch(`${gateway.url}/s/t0ken/decline`, { method: 'POST', body });
  const event = await eventIn(response);
  expect(event.isBase64Encoded).toBe(true);
  expect(Buffer.from(event.body ?? '', 'base64').toString()).toBe('reason=tidak+setuju');
});

test.each([
  ['GET', '/v2/nothing', 404],
  ['DELETE', '/v1/declarations', 404],
  ['GET', '/verify/a/b', 404],
  ['GET', '/verify/%zz', 400],
])('%s %s is answered with a problem of status %i', async (method, path, status) => {
  serve({});
  const response = await fetch(gateway.url + path, { method });
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(await response.json()).toMatchObject({ type: 'about:blank', status });
});

test('a path parameter is one segment; dots in a template are dots', () => {
  expect(routeOf('GET', '/s/t0ken/pdf')).toMatchObject({
    room: 'signing',
    parameters: { token: 't0ken' },
  });
  expect(routeOf('GET', '/v1/registers/pemerintah%20kota%20ambon/charter/2022')).toMatchObject({
    room: 'admin',
    parameters: { register: 'pemerintah kota ambon', kind: 'charter', year: '2022' },
  });
  expect(routeOf('GET', '/openapi.json')?.key).toBe('GET /openapi.json');
  expect(routeOf('GET', '/openapi-json')).toBeUndefined();
});

test('a body larger than API Gateway takes is refused', async () => {
  const room = vi.fn(echo);
  serve({ archive: room });
  const response = await fetch(`${gateway.url}/v1/verify`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: Buffer.alloc(10 * MEBIBYTE + 1, 'x'),
  });
  expect(response.status).toBe(413);
  expect(room).not.toHaveBeenCalled();
});

test.each([
  ['that throws', async () => Promise.reject(new Error('the secret reason'))],
  [
    'that answers more than Lambda lets through',
    async () => ({
      statusCode: 200,
      headers: {},
      body: 'x'.repeat(6 * MEBIBYTE + 1),
      isBase64Encoded: false,
    }),
  ],
])('a room %s is a 500 without detail, and printed', async (_what, archive) => {
  const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
  serve({ archive });
  const response = await fetch(`${gateway.url}/verify`);
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('secret reason');
  expect(printed).toHaveBeenCalledOnce();
});

test('a page of another site cannot reach the laptop through a name of its own', async () => {
  serve({});
  const status = await new Promise((resolve) => {
    const headers = { host: 'evil.example:80' };
    request(gateway.url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).end();
  });
  expect(status).toBe(421);
});

test('before the parts are up the answer is 503: a problem, or to a browser a page in words', async () => {
  expect(await (await fetch(gateway.url)).json()).toMatchObject({ status: 503 });
  const headers = { accept: 'text/html' };
  for (const [query, heading] of [
    ['', 'Terjadi gangguan'],
    ['?lang=en', 'Something went wrong'],
  ]) {
    const response = await fetch(`${gateway.url}/s/t0ken/sign${query}`, {
      method: 'POST',
      headers,
    });
    expect(response.status).toBe(503);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).toContain(`<h1>${heading}</h1>`);
  }
});

test('a taken port is told in one sentence', async () => {
  const port = Number(new URL(gateway.url).port);
  await expect(openGateway(port)).rejects.toThrow(
    new HostFault(`Port ${port} is taken by another program; set PORT to a free one.`),
  );
});

test.each([Number.NaN, -1, 65_536, 80.5])('%d is no port', async (port) => {
  await expect(openGateway(port)).rejects.toThrow(HostFault);
});
