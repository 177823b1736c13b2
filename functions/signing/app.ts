/** The signatory's pages: GET only shows, and only POST opens, signs or declines. */
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { CONSENT } from '../domain/consent.ts';
import type { DocumentCommand } from '../domain/decide.ts';
import { obstacle } from '../domain/decide.ts';
import { progressOf } from '../domain/document.ts';
import { sealedKey, unsignedKey } from '../domain/storage-key.ts';
import type { LinkHolder } from '../ports.ts';
import type { Door } from '../runtime/http.ts';
import { language, notice, originOf, room, showPage } from '../runtime/http.ts';
import { REFUSAL_STATUS } from '../runtime/refusals.ts';
import { refusalText } from '../runtime/view.ts';
import type { SigningWorld, Visitor } from './door.ts';
import { holderOf, startSession, visitor } from './door.ts';
import { declinedView, pathOf, receiptView, signView } from './view.ts';

const MAX_FORM_BYTES = 16 * 1024;
const MAX_REASON_CHARS = 500;

type Seated = Extract<Visitor, { readonly session: true }>;

const tokenOf = (c: Context<Door>): string => c.req.param('token') ?? '';

const back = (c: Context<Door>): Response => c.redirect(pathOf(tokenOf(c), '', language(c)), 303);

/** The page that fits where this signatory stands. */
function standingPage(
  c: Context<Door>,
  world: SigningWorld,
  { holder, state }: Seated,
  missing?: 'consentMissing' | 'reasonMissing',
): Response {
  const token = tokenOf(c);
  const signer = state.draft.signers.find(({ number }) => number === holder.signer);
  if (signer === undefined) return notice(c, 'unknownSigner');
  const seat = { state, signer };
  const refusal = obstacle(state, holder, world.clock());
  if (refusal?.reason === 'alreadySigned')
    return showPage(c, 'receipt', receiptView(seat, token, world.publicUrl));
  if (progressOf(state, holder.signer).declinedAt !== undefined)
    return showPage(c, 'declined', declinedView(seat));
  if (refusal !== undefined) return notice(c, refusal.reason);
  const error = missing ? refusalText(language(c), missing).message : null;
  const status = missing ? REFUSAL_STATUS[missing] : 200;
  return showPage(c, 'sign', signView(seat, token, { language: language(c), error }), status);
}

async function showLink(c: Context<Door>, world: SigningWorld): Promise<Response> {
  const who = await visitor(c, world);
  if (!who.known) return notice(c, 'notFound');
  if (who.session) return standingPage(c, world, who);
  return showPage(c, 'entry', { action: pathOf(tokenOf(c), '/open', language(c)) });
}

async function open(c: Context<Door>, world: SigningWorld): Promise<Response> {
  const holder = await holderOf(c, world);
  if (holder === undefined) return notice(c, 'notFound');
  const { documentId, signer, round } = holder;
  const command = { type: 'openSession', signer, round, origin: originOf(c) } as const;
  const outcome = await world.execute(documentId, command, { type: 'signer', signer });
  // Who has signed or declined may come back to see how things stand.
  const mayLook = outcome.ok || ['alreadySigned', 'declined'].includes(outcome.refusal.reason);
  if (!mayLook) return notice(c, outcome.refusal.reason);
  startSession(c, world, holder);
  return back(c);
}

async function act(
  c: Context<Door>,
  world: SigningWorld,
  make: (
    form: FormData,
    holder: LinkHolder,
  ) => DocumentCommand | 'consentMissing' | 'reasonMissing',
): Promise<Response> {
  const who = await visitor(c, world);
  if (!who.known) return notice(c, 'notFound');
  if (!who.session) return notice(c, 'sessionExpired');
  // What is no form holds no consent.
  const form = await c.req.formData().catch(() => new FormData());
  const command = make(form, who.holder);
  if (typeof command === 'string') return standingPage(c, world, who, command);
  const { documentId, signer } = who.holder;
  const outcome = await world.execute(documentId, command, { type: 'signer', signer });
  return outcome.ok ? back(c) : notice(c, outcome.refusal.reason);
}

const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
};

/** Without control and format characters, save line breaks: the reason is read by people. */
const visible = (written: string): string => written.replace(/(?!\n)[\p{Cc}\p{Cf}]/gu, '').trim();

const sign = (c: Context<Door>, world: SigningWorld): Promise<Response> =>
  act(c, world, (form, { signer, round }) => {
    if (text(form, 'consent') !== 'yes') return 'consentMissing';
    const sha256 = text(form, 'sha256');
    const version = text(form, 'consentVersion');
    // Another version is refused by the rulebook: nobody agrees to a sentence not seen.
    const consent = { version, text: version === CONSENT.version ? CONSENT.text : '' };
    return { type: 'sign', signer, round, sha256, consent, origin: originOf(c) };
  });

const decline = (c: Context<Door>, world: SigningWorld): Promise<Response> =>
  act(c, world, (form, { signer, round }) => {
    const reason = visible(text(form, 'reason')).slice(0, MAX_REASON_CHARS).toWellFormed();
    if (reason === '') return 'reasonMissing';
    return { type: 'decline', signer, round, reason, origin: originOf(c) };
  });

/** The file itself: what is to be confirmed, and the sealed one when it exists. */
async function pdf(c: Context<Door>, world: SigningWorld): Promise<Response> {
  const who = await visitor(c, world);
  if (!who.known) return notice(c, 'notFound');
  if (!who.session) return notice(c, 'sessionExpired');
  if (progressOf(who.state, who.holder.signer).round !== who.holder.round)
    return notice(c, 'linkReplaced');
  const { draft, unsigned, sealed } = who.state;
  if (unsigned === undefined) return notice(c, 'notReady');
  const key = sealed ? sealedKey(draft.id, sealed.sha256) : unsignedKey(draft.id, unsigned.sha256);
  const file = Uint8Array.from(await world.files.get(key));
  // The signing page shows this file inside itself.
  c.set('framed', true);
  const disposition = c.req.query('unduh') === '1' ? 'attachment' : 'inline';
  return c.body(file, 200, {
    'content-type': 'application/pdf',
    'content-disposition': `${disposition}; filename="${draft.kind}-${draft.id}.pdf"`,
  });
}

export function signingApp(world: SigningWorld) {
  const app = room();
  const limit = bodyLimit({ maxSize: MAX_FORM_BYTES, onError: (c) => notice(c, 'tooLarge') });
  app.get('/s/:token', (c) => showLink(c, world));
  app.get('/s/:token/pdf', (c) => pdf(c, world));
  app.post('/s/:token/open', limit, (c) => open(c, world));
  app.post('/s/:token/sign', limit, (c) => sign(c, world));
  app.post('/s/:token/decline', limit, (c) => decline(c, world));
  return app;
}
