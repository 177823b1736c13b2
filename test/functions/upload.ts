/** Sends files to be verified, as a browser or a program would. */
import type { TestWorld } from './world.ts';

export type App = TestWorld['archive'];

export type Upload = { readonly accept?: string; readonly query?: string };

/** What a browser asks for when it goes to a page. */
export const PAGE = 'text/html,application/xhtml+xml,*/*;q=0.8';

export async function upload(
  app: App,
  bytes: Uint8Array | string,
  { accept = '*/*', query = '' }: Upload = {},
): Promise<Response> {
  const body = new FormData();
  const part = typeof bytes === 'string' ? bytes : Uint8Array.from(bytes);
  body.set('file', new Blob([part], { type: 'application/pdf' }), 'piagam.pdf');
  return app.request(`/v1/verify${query}`, { method: 'POST', headers: { accept }, body });
}

/** The bytes with one bit changed. */
export function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

export const grown = (bytes: Uint8Array, more: string): Uint8Array =>
  Buffer.concat([bytes, Buffer.from(more)]);
