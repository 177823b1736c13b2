/** The ceremony board: the page for the projector, and what it asks for every moment. */
import type { Context } from 'hono';
import QRCode from 'qrcode';
import { assetUrl } from '../runtime/assets.ts';
import { sha256 } from '../runtime/digest.ts';
import type { Door } from '../runtime/http.ts';
import { language, notice, showScriptedPage } from '../runtime/http.ts';
import { languageQuery } from '../runtime/view.ts';
import { boardState, boardView } from './board-view.ts';
import type { Ceremony, OpenBoard } from './reading.ts';

type World = { readonly openBoard: OpenBoard; readonly publicUrl: string };

/** Light modules on a dark board would not be read by every phone: the white edge is part of it. */
const QR = { type: 'svg', margin: 2, errorCorrectionLevel: 'M' } as const;

async function qrOf(url: string): Promise<string> {
  const svg = await QRCode.toString(url, QR);
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}

export async function showBoard(c: Context<Door>, world: World): Promise<Response> {
  const ceremony = await world.openBoard(c);
  if (ceremony === undefined) return notice(c, 'boardClosed');
  const { id } = ceremony.state;
  const entryUrl = `${world.publicUrl}/masuk/${id}`;
  return showScriptedPage(c, 'board', {
    ...boardView(ceremony),
    stateUrl: `/acara/${id}/state`,
    againUrl: `/acara/${id}${languageQuery(language(c))}`,
    scriptUrl: assetUrl('board.js'),
    qr: await qrOf(entryUrl),
    entryPlace: entryUrl.slice(0, -id.length).replace(/^https?:\/\//, ''),
    entryCode: id,
  });
}

const isKnown = (c: Context<Door>, etag: string): boolean =>
  (c.req.header('if-none-match') ?? '').split(',').some((known) => known.trim() === etag);

type Told = { readonly body: string; readonly etag: string };

/** One reading serves many viewers, and is put into words for the first of them. */
const told = new WeakMap<Ceremony, Told>();

function stateOf(ceremony: Ceremony): Told {
  const known = told.get(ceremony);
  if (known !== undefined) return known;
  const body = JSON.stringify(boardState(ceremony));
  const fresh = { body, etag: `"${sha256(body)}"` };
  told.set(ceremony, fresh);
  return fresh;
}

/** Numbers, times and the last name, as JSON; 304 when the asker has exactly this already. */
export async function showState(c: Context<Door>, { openBoard }: World): Promise<Response> {
  const ceremony = await openBoard(c);
  if (ceremony === undefined) return c.json({ closed: true }, 404);
  const { body, etag } = stateOf(ceremony);
  c.header('etag', etag);
  // To be kept, but never to be shown without asking.
  c.header('cache-control', 'no-cache');
  if (isKnown(c, etag)) return c.body(null, 304);
  return c.body(body, 200, { 'content-type': 'application/json' });
}
