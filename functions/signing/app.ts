/** The signatory's pages: GET only shows, and only POST opens, signs or declines. */
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import pLimit from 'p-limit';
import type { DocumentCommand, Holder } from '../domain/command.ts';
import { CONSENT } from '../domain/consent.ts';
import { progressOf } from '../domain/document.ts';
import type { Place } from '../domain/invitation.ts';
import { isUninvited } from '../domain/invitation.ts';
import type { RefusalReason } from '../domain/refusal.ts';
import { sealedKey, unsignedKey } from '../domain/storage-key.ts';
import type { Door } from '../runtime/http.ts';
import { language, notice, originOf, room, showPage } from '../runtime/http.ts';
import { REFUSAL_STATUS } from '../runtime/refusals.ts';
import { refusalText } from '../runtime/view.ts';
import type { Whereabouts } from './address.ts';
import { PLACE_PARAMETER, pathOf, placeAsked, SAVE_PARAMETER } from './address.ts';
import { obstacleAt, standingOf } from './desk.ts';
import type { SigningWorld, Visit } from './door.ts';
import { holderOf, startSession, visitOf, visitor } from './door.ts';
import { listView } from './list.ts';
import { declinedView, receiptView, type Sheet, signView } from './view.ts';

const MAX_FORM_BYTES = 16 * 1024;
const MAX_REASON_CHARS = 500;

/** Documents of one person that are opened side by side. */
const PARALLEL_OPENINGS = 10;

const whereaboutsOf = (c: Context<Door>): Whereabouts => ({
  token: c.req.param('token') ?? '',
  language: language(c),
});

const asked = (c: Context<Door>): string | undefined => c.req.query(PLACE_PARAMETER);

/** The address of the same document, if one was asked for, under another verb. */
function samePlace(c: Context<Door>, verb: '' | '/open'): string {
  const number = asked(c);
  const query = number === undefined ? {} : { [PLACE_PARAMETER]: number };
  return pathOf(whereaboutsOf(c), verb, query);
}

const back = (c: Context<Door>): Response => c.redirect(samePlace(c, ''), 303);

/** The page that only a POST gets past; it names nobody. */
const entry = (c: Context<Door>): Response =>
  showPage(c, 'entry', { action: samePlace(c, '/open') });

/** Why something cannot be done, with the way back to the list for who has one. */
const refused = (c: Context<Door>, { places }: Visit, reason: RefusalReason): Response =>
  notice(c, reason, places.length > 1 ? pathOf(whereaboutsOf(c), '') : null);

/** The page that fits where this person stands with this document. */
function placePage(
  c: Context<Door>,
  world: SigningWorld,
  { visit, place }: Pick<Sheet, 'visit' | 'place'>,
  missing?: 'consentMissing' | 'reasonMissing',
): Response {
  const sheet: Sheet = { visit, place, at: whereaboutsOf(c), now: world.clock() };
  const { declinedAt, openedAt } = progressOf(place.state, place.signer);
  const reason = obstacleAt(place, visit, sheet.now);
  if (reason === 'alreadySigned')
    return showPage(c, 'receipt', receiptView(sheet, world.publicUrl));
  if (declinedAt !== undefined) return showPage(c, 'declined', declinedView(sheet));
  if (reason !== undefined) return refused(c, visit, reason);
  // Their turn has come since the session began: that this document was opened goes on record too.
  if (openedAt === undefined) return entry(c);
  const error = missing ? refusalText(language(c), missing).message : null;
  const status = missing ? REFUSAL_STATUS[missing] : 200;
  return showPage(c, 'sign', signView(sheet, error), status);
}

async function showLink(c: Context<Door>, world: SigningWorld): Promise<Response> {
  const visit = await visitor(c, world);
  if (visit === 'sessionExpired') return entry(c);
  if (typeof visit === 'string') return notice(c, visit);
  const place = placeAsked(visit, asked(c));
  if (place !== undefined) return placePage(c, world, { visit, place });
  if (asked(c) !== undefined) return refused(c, visit, 'notFound');
  return showPage(c, 'list', listView(visit, whereaboutsOf(c), world.clock()));
}

/** Records that what is the person's to sign now lies open before them; answers what forbids it. */
async function openPlaces(
  c: Context<Door>,
  world: SigningWorld,
  visit: Visit,
): Promise<RefusalReason | undefined> {
  const { holder, places } = visit;
  const openOne = async (place: Place): Promise<RefusalReason | undefined> => {
    const { state, signer } = place;
    const { round } = holder;
    const by = { type: 'signer', signer } as const;
    // Whoever is faster than the letter came by the invitation to another document.
    if (isUninvited(place, round))
      await world.execute(state.draft.id, { type: 'shareInvitation', signer, round }, by);
    const command = { type: 'openSession', signer, round, origin: originOf(c) } as const;
    const outcome = await world.execute(state.draft.id, command, by);
    return outcome.ok ? undefined : outcome.refusal.reason;
  };
  const now = world.clock();
  const closed = places.filter(
    (place) =>
      standingOf(place, visit, now) === 'sign' &&
      progressOf(place.state, place.signer).openedAt === undefined,
  );
  const isOnly = places.length === 1;
  const reasons = await pLimit(PARALLEL_OPENINGS).map(isOnly ? places : closed, openOne);
  // Who has signed or declined may come back to see how things stand, and so may who has a list.
  const mayLook = (reason: RefusalReason): boolean =>
    ['alreadySigned', 'declined'].includes(reason) || (!isOnly && reason !== 'contended');
  return reasons.find((reason) => reason !== undefined && !mayLook(reason));
}

async function open(c: Context<Door>, world: SigningWorld): Promise<Response> {
  const holder = await holderOf(c, world);
  if (holder === undefined) return notice(c, 'notFound');
  const visit = await visitOf(world, holder);
  if (visit === 'linkReplaced') return notice(c, visit);
  const reason = await openPlaces(c, world, visit);
  if (reason !== undefined) return notice(c, reason);
  startSession(c, world, holder);
  return back(c);
}

async function act(
  c: Context<Door>,
  world: SigningWorld,
  make: (form: FormData, holder: Holder) => DocumentCommand | 'consentMissing' | 'reasonMissing',
): Promise<Response> {
  const visit = await visitor(c, world);
  if (typeof visit === 'string') return notice(c, visit);
  const place = placeAsked(visit, asked(c));
  if (place === undefined) return refused(c, visit, 'notFound');
  // What is no form holds no consent.
  const form = await c.req.formData().catch(() => new FormData());
  const { signer } = place;
  const command = make(form, { signer, round: visit.holder.round });
  if (typeof command === 'string') return placePage(c, world, { visit, place }, command);
  const outcome = await world.execute(place.state.draft.id, command, { type: 'signer', signer });
  return outcome.ok ? back(c) : refused(c, visit, outcome.refusal.reason);
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
  const visit = await visitor(c, world);
  if (typeof visit === 'string') return notice(c, visit);
  const place = placeAsked(visit, asked(c));
  if (place === undefined) return refused(c, visit, 'notFound');
  const { draft, unsigned, sealed } = place.state;
  if (unsigned === undefined) return refused(c, visit, 'notReady');
  if (obstacleAt(place, visit, world.clock()) === 'outOfTurn')
    return refused(c, visit, 'outOfTurn');
  const key = sealed ? sealedKey(draft.id, sealed.sha256) : unsignedKey(draft.id, unsigned.sha256);
  const file = Uint8Array.from(await world.files.get(key));
  // The signing page shows this file inside itself.
  c.set('framed', true);
  const disposition = c.req.query(SAVE_PARAMETER) === '1' ? 'attachment' : 'inline';
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
