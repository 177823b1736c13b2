/** A signatory as their browser acts: opens a personal link, reads the file, and signs it. */
import { sha256 as digest } from '../../../functions/runtime/digest.ts';

export type Signed = {
  /** SHA-256 (hex) of the file that was read before signing. */
  readonly sha256: string;
};

type Page = { readonly status: number; readonly html: string };

async function page(url: string, cookie: string): Promise<Page> {
  const response = await fetch(url, { headers: { cookie, accept: 'text/html' } });
  return { status: response.status, html: await response.text() };
}

const hidden = (html: string, name: string): string | undefined =>
  new RegExp(`<input[^>]*name="${name}"[^>]*value="([^"]*)"`).exec(html)?.[1];

/** Opens the session that only a POST gives. @returns the cookie of the session. */
export async function openLink(link: string): Promise<string> {
  const response = await fetch(`${link}/open`, { method: 'POST', redirect: 'manual' });
  await response.body?.cancel();
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
  if (response.status !== 303 || cookie === undefined)
    throw new Error(`opening the link answered ${response.status}`);
  return cookie;
}

/** Sends the form of the signing page. @returns the status that the server answers. */
export async function confirm(
  link: string,
  cookie: string,
  form: Readonly<Record<string, string>>,
): Promise<number> {
  const response = await fetch(`${link}/sign`, {
    method: 'POST',
    headers: { cookie },
    body: new URLSearchParams(form),
    redirect: 'manual',
  });
  await response.body?.cancel();
  return response.status;
}

/**
 * Signs as a careful person does: only after the file shown has the hash that the page names.
 * @throws when a step is refused or the file is another one.
 */
export async function signLink(link: string): Promise<Signed> {
  const cookie = await openLink(link);
  const shown = await page(link, cookie);
  const sha256 = hidden(shown.html, 'sha256');
  const consentVersion = hidden(shown.html, 'consentVersion');
  if (shown.status !== 200 || sha256 === undefined || consentVersion === undefined)
    throw new Error(`the signing page answered ${shown.status}`);
  const file = await fetch(`${link}/pdf`, { headers: { cookie } });
  if (digest(new Uint8Array(await file.arrayBuffer())) !== sha256)
    throw new Error('the file shown is not the file to be signed');
  const status = await confirm(link, cookie, { sha256, consentVersion, consent: 'yes' });
  if (status !== 303) throw new Error(`signing answered ${status}`);
  return { sha256 };
}
