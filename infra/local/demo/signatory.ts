/** A signatory as their browser acts: opens a personal link, reads each document, and signs it. */
import { sha256 as digest } from '../../../functions/runtime/digest.ts';

export type Signed = {
  readonly signed: number;
  /** Whether the list names documents whose turn may come without another letter. */
  readonly waiting: boolean;
};

type Page = { readonly status: number; readonly html: string };

async function page(url: string, cookie: string): Promise<Page> {
  const response = await fetch(url, { headers: { cookie, accept: 'text/html' } });
  return { status: response.status, html: await response.text() };
}

/** The value of a hidden field, where the page has it. */
export const hidden = (html: string, name: string): string | undefined =>
  new RegExp(`<input[^>]*name="${name}"[^>]*value="([^"]*)"`).exec(html)?.[1];

/** The address of a verb behind a link, or behind one of its documents. */
export function under(link: string, verb: string): string {
  const url = new URL(link);
  url.pathname += verb;
  return url.href;
}

/** Opens the session that only a POST gives. @returns the cookie of the session. */
export async function openLink(link: string): Promise<string> {
  const response = await fetch(under(link, '/open'), {
    method: 'POST',
    body: new URLSearchParams({ recipient: 'yes' }),
    redirect: 'manual',
  });
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
  const response = await fetch(under(link, '/sign'), {
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
 * @throws when the page is no signing page, when a step is refused or the file is another one.
 */
async function signShown(url: string, cookie: string, shown: Page): Promise<void> {
  const sha256 = hidden(shown.html, 'sha256');
  const consentVersion = hidden(shown.html, 'consentVersion');
  if (shown.status !== 200 || sha256 === undefined || consentVersion === undefined)
    throw new Error(`the signing page answered ${shown.status}`);
  const file = await fetch(under(url, '/pdf'), { headers: { cookie } });
  if (digest(new Uint8Array(await file.arrayBuffer())) !== sha256)
    throw new Error('the file shown is not the file to be signed');
  const status = await confirm(url, cookie, { sha256, consentVersion, consent: 'yes' });
  if (status !== 303) throw new Error(`signing answered ${status}`);
}

/** A document's page; one whose turn came after the session began shows its button to open first. */
async function openedPage(url: string, cookie: string): Promise<Page> {
  const shown = await page(url, cookie);
  if (hidden(shown.html, 'sha256') !== undefined) return shown;
  return page(url, await openLink(url));
}

type Row = { readonly standing: string; readonly url: string };

/** The documents on the list of somebody who has several. */
export const rowsOf = (html: string, link: string): readonly Row[] =>
  [...html.matchAll(/data-standing="(\w+)">\s*<a href="([^"]+)"/g)].map(
    ([, standing = '', href = '']) => ({
      standing,
      url: new URL(href.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&'), link).href,
    }),
  );

/**
 * Signs everything behind a link that is this person's to sign now, be it one document or several.
 * @throws when a step is refused.
 */
export async function signLink(link: string): Promise<Signed> {
  const cookie = await openLink(link);
  const shown = await page(link, cookie);
  const rows = rowsOf(shown.html, link);
  if (rows.length === 0) {
    if (hidden(shown.html, 'sha256') === undefined) return { signed: 0, waiting: false };
    await signShown(link, cookie, shown);
    return { signed: 1, waiting: false };
  }
  const due = rows.filter(({ standing }) => standing === 'sign');
  for (const { url } of due) await signShown(url, cookie, await openedPage(url, cookie));
  return { signed: due.length, waiting: rows.some(({ standing }) => standing === 'wait') };
}
