/** A signatory while the service dies and comes back: reloads, presses again, or begins at the letter. */
import { setTimeout as delay } from 'node:timers/promises';
import { sha256 } from '../../functions/runtime/digest.ts';
import { hidden, rowsOf, under } from '../../infra/local/demo/signatory.ts';
import texts from '../../templates/pages/text.id.json' with { type: 'json' };
import { formActions, heading } from '../functions/page.ts';
import type { Roll } from '../samples/dice.ts';

/** People take up to so long before they press, and wait up to so long after nothing came. */
const HESITATION_MS = 500;
/** Nobody needs so many pages, however often the service dies. */
const MAX_PAGES = 150;

const FOUND = 303;
const FAULT = 500;

type Press = { readonly url: string; readonly form?: Readonly<Record<string, string>> };
type Page = { readonly url: string; readonly status: number; readonly html: string };

export type Outage = {
  /** Told of each form as it goes out. */
  pressed(url: string): void;
  /** Whether the answer to a form, which the service has given, is lost on its way. */
  swallows(url: string): boolean;
};

export type Person = {
  readonly link: string;
  /** Decides whatever people decide. */
  readonly roll: Roll;
  readonly outage: Outage;
};

export type Walk = {
  /** Receipts that the person has seen, one for each document. */
  readonly receipts: number;
  /** Pages, files and forms that an outage kept from them. */
  readonly cut: number;
};

/** What is no page is no help to anybody, whatever befell the service. */
async function pageIn(response: Response, url: string): Promise<Page> {
  const html = await response.text();
  const type = response.headers.get('content-type') ?? '';
  if (!type.startsWith('text/html') || heading(html) === '')
    throw new Error(`no page but ${response.status} ${type}: ${html}`);
  return { url, status: response.status, html };
}

/** `last` is what a reload sends again: after a redirect the page that it led to. */
function browserFor({ outage }: Person) {
  let cookie = '';
  let last: Press = { url: '' };
  const ask = async ({ url, form }: Press): Promise<Response | undefined> => {
    if (form !== undefined) outage.pressed(url);
    const init = form && { method: 'POST', body: new URLSearchParams(form) };
    const headers = { cookie, accept: 'text/html' };
    try {
      const response = await fetch(url, { ...init, headers, redirect: 'manual' });
      if (form !== undefined && outage.swallows(url)) throw new Error('lost on its way');
      cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
      // All of it has to arrive: a host that dies may break off in the middle.
      return new Response(await response.bytes(), response);
    } catch {
      return undefined;
    }
  };
  const load = async (press: Press): Promise<Page | undefined> => {
    last = press;
    const response = await ask(press);
    if (response?.status !== FOUND) return response && pageIn(response, press.url);
    return load({ url: new URL(response.headers.get('location') ?? '', press.url).href });
  };
  return { ask, load, last: () => last, hasSession: () => cookie !== '' };
}

type Browser = ReturnType<typeof browserFor>;

/** Where the form of this verb leads, if the page has one. */
const formFor = ({ html, url }: Page, verb: string): string | undefined => {
  const action = formActions(html).find((to) => to.split('?')[0]?.endsWith(verb));
  return action && new URL(action, url).href;
};

/** The entry: its box is ticked once, for a session outlives the host that gave it. */
function enter(action: string, { html }: Page, browser: Browser): Press {
  const isAsked = html.includes('name="recipient"');
  if (isAsked && browser.hasSession()) throw new Error('the session was lost');
  return { url: action, form: { recipient: 'yes' } };
}

/** Reads the very file before signing it; nothing when an outage came in between. */
async function readAndSign(url: string, page: Page, browser: Browser): Promise<Press | undefined> {
  const file = await browser.ask({ url: under(page.url, '/pdf') });
  if (file === undefined || file.status >= FAULT) return undefined;
  const [hash = '', version = ''] = [
    hidden(page.html, 'sha256'),
    hidden(page.html, 'consentVersion'),
  ];
  if (sha256(await file.bytes()) !== hash) throw new Error('the file shown is another one');
  return { url, form: { sha256: hash, consentVersion: version, consent: 'yes' } };
}

/** The list: what can be signed, then what may come, then each receipt that was not seen yet. */
function choose(page: Page, receipts: ReadonlySet<string>): Press | 'done' {
  const rows = rowsOf(page.html, page.url);
  const next =
    rows.find(({ standing }) => standing === 'sign') ??
    (rows.some(({ standing }) => standing === 'wait') ? page : undefined) ??
    rows.find(({ standing, url }) => standing === 'signed' && !receipts.has(url));
  return next === undefined ? 'done' : { url: next.url };
}

/**
 * Signs all that lies behind a link, and looks at the receipt of each.
 * @throws when a page leads nowhere, or what is shown is no page.
 */
export async function signPatiently(person: Person): Promise<Walk> {
  const { link, roll } = person;
  const browser = browserFor(person);
  const receipts = new Set<string>();
  let cut = 0;

  const onwards = async (page: Page): Promise<Press | 'done' | undefined> => {
    const [open, sign] = [formFor(page, '/open'), formFor(page, '/sign')];
    if (open !== undefined) return enter(open, page, browser);
    if (sign !== undefined) return readAndSign(sign, page, browser);
    if (heading(page.html) === texts.list.heading) return choose(page, receipts);
    if (heading(page.html) !== texts.receipt.heading)
      throw new Error(`a dead end: ${heading(page.html)}`);
    receipts.add(page.url);
    return page.url === link ? 'done' : { url: link };
  };

  let next: Press = { url: link };
  let isUp = true;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    await delay(roll(HESITATION_MS));
    const page = await browser.load(next);
    const hasCome = page !== undefined && page.status < FAULT;
    const way = hasCome ? await onwards(page) : undefined;
    if (way === 'done') return { receipts: receipts.size, cut };
    if (way === undefined) cut += 1;
    // Some reload until it works, which sends a form again as it was; others begin at the letter.
    next = way ?? (isUp && roll(2) === 0 ? { url: link } : browser.last());
    isUp = way !== undefined;
  }
  throw new Error(`no end after ${MAX_PAGES} pages of ${link}`);
}
