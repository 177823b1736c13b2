/** Which HTTP room answers which path; read by the API stack and by the laptop alike. */

export type HttpRoom = 'admin' | 'signing' | 'archive';

/** API Gateway route keys without the method; `{x}` is one segment, `{x+}` all that follow. */
export const ROUTES: readonly {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly room: HttpRoom;
}[] = [
  { method: 'PUT', path: '/v1/agencies/{slug}', room: 'admin' },
  { method: 'GET', path: '/v1/agencies/{slug}', room: 'admin' },
  { method: 'GET', path: '/v1/agencies/{slug}/versions', room: 'admin' },
  { method: 'POST', path: '/v1/declarations', room: 'admin' },
  { method: 'GET', path: '/v1/declarations', room: 'admin' },
  { method: 'GET', path: '/v1/declarations/{id}', room: 'admin' },
  { method: 'POST', path: '/v1/declarations/{id}/hold', room: 'admin' },
  { method: 'GET', path: '/v1/declarations/{id}/progress', room: 'admin' },
  { method: 'GET', path: '/v1/registers/{register}/{kind}/{year}', room: 'admin' },
  { method: 'POST', path: '/v1/documents/{id}/void', room: 'admin' },
  { method: 'POST', path: '/v1/documents/{id}/retry', room: 'admin' },
  { method: 'POST', path: '/v1/documents/{id}/resend', room: 'admin' },
  { method: 'GET', path: '/openapi.json', room: 'admin' },
  { method: 'GET', path: '/docs', room: 'admin' },
  { method: 'GET', path: '/health', room: 'admin' },
  { method: 'GET', path: '/', room: 'archive' },
  { method: 'GET', path: '/v1/documents/{id}', room: 'archive' },
  { method: 'GET', path: '/v1/documents/{id}/events', room: 'archive' },
  { method: 'GET', path: '/v1/documents/{id}/pdf', room: 'archive' },
  { method: 'GET', path: '/v1/documents/{id}/evidence', room: 'archive' },
  { method: 'GET', path: '/verify', room: 'archive' },
  { method: 'GET', path: '/verify/{id}', room: 'archive' },
  { method: 'POST', path: '/v1/verify', room: 'archive' },
  { method: 'GET', path: '/assets/{name}', room: 'archive' },
  { method: 'GET', path: '/s/{token}', room: 'signing' },
  { method: 'GET', path: '/s/{token}/pdf', room: 'signing' },
  { method: 'POST', path: '/s/{token}/open', room: 'signing' },
  { method: 'POST', path: '/s/{token}/sign', room: 'signing' },
  { method: 'POST', path: '/s/{token}/decline', room: 'signing' },
];
