/** The people of a ceremony as their browsers act: signatories at their links, viewers at the board. */
import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { sha256 } from '../../functions/runtime/digest.ts';
import { confirm, openLink } from '../../infra/local/demo/signatory.ts';
import { timed } from './race.ts';

/** People take up their phones within this time after the word is given … */
const ARRIVAL_MS = 40_000;
/** … and look at their document for up to so long. */
const READING_MS = 8_000;

/** How often a board asks for news; pages/board.js has the same. */
const POLL_MS = 2_000;

const FOUND = 303;

/** Milliseconds of each step that somebody waited for. */
export type Visit = { readonly open: number; readonly read: number; readonly sign: number };

const hidden = (html: string, name: string): string => {
  const value = new RegExp(`<input[^>]*name="${name}"[^>]*value="([^"]*)"`).exec(html)?.[1];
  if (value === undefined) throw new Error(`the page has no field ${name}`);
  return value;
};

async function ok(url: string, cookie = ''): Promise<Response> {
  const response = await fetch(url, { headers: { cookie, accept: 'text/html' } });
  if (response.status !== 200) throw new Error(`a page answered ${response.status}`);
  return response;
}

/**
 * Comes when it suits, opens the link, reads the very file, and signs it.
 * @throws when a step is refused, or the file is another one than the page says.
 */
export async function visit(link: string): Promise<Visit> {
  await delay(randomInt(ARRIVAL_MS));
  let cookie = '';
  const open = await timed(async () => {
    await (await ok(link)).text();
    cookie = await openLink(link);
  });
  let form = { sha256: '', consentVersion: '', consent: 'yes' };
  const read = await timed(async () => {
    const html = await (await ok(link, cookie)).text();
    const [hash, consentVersion] = [hidden(html, 'sha256'), hidden(html, 'consentVersion')];
    form = { ...form, sha256: hash, consentVersion };
    const file = await (await ok(`${link}/pdf`, cookie)).bytes();
    if (sha256(file) !== form.sha256) throw new Error('the file shown is another one');
  });
  await delay(randomInt(READING_MS));
  let status = 0;
  const sign = await timed(async () => {
    status = await confirm(link, cookie, form);
  });
  if (status !== FOUND) throw new Error(`signing answered ${status}`);
  await (await ok(link, cookie)).text();
  return { open, read, sign };
}

export type Viewer = { readonly polls: number; readonly fresh: number; readonly faults: number };

/** Watches a board until `signal` says that it is over. */
export async function watch(stateUrl: string, signal: AbortSignal): Promise<Viewer> {
  let [polls, fresh, faults, etag] = [0, 0, 0, ''];
  await delay(randomInt(POLL_MS));
  while (!signal.aborted) {
    const headers = { 'if-none-match': etag };
    const response = await fetch(stateUrl, { headers }).catch(() => undefined);
    await response?.body?.cancel();
    etag = response?.headers.get('etag') ?? etag;
    polls += 1;
    if (response?.status === 200) fresh += 1;
    else if (response?.status !== 304) faults += 1;
    await delay(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
  return { polls, fresh, faults };
}
