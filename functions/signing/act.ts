/** What a signatory does with one document: signs it, puts it aside as read, or declines. */
import type { Context } from 'hono';
import type { DocumentCommand } from '../domain/command.ts';
import { CONSENT, type Consent } from '../domain/consent.ts';
import { stepsOf } from '../domain/identity.ts';
import { signerAt } from '../domain/invitation.ts';
import type { Door } from '../runtime/http.ts';
import { originOf } from '../runtime/http.ts';
import type { Reason } from '../runtime/refusals.ts';
import { pathOf, placeAsked } from './address.ts';
import { arrivalOf, type SigningWorld } from './door.ts';
import { markIn } from './mark-form.ts';
import { asked, back, placePage, refused, turnedAway, whereaboutsOf } from './page.ts';
import { perform, type Sent } from './perform.ts';
import { sentForm, text, visible, type Written, writtenIn } from './written.ts';

const MAX_REASON_CHARS = 500;

/** What is put right on the page of the form itself. */
const AMENDABLE: readonly Reason[] = [
  'consentMissing',
  'reasonMissing',
  'passphraseMissing',
  'wrongPassphrase',
  'markUnprintable',
  'markUnreadable',
];

/** A form about one document, in the hands of the person it belongs to. */
type Act = Sent & { readonly written: Written };

/** A drawing that cannot be read is no use to keep. */
const rewritten = (reason: Reason, { strokes, ...rest }: Written): Written =>
  reason === 'markUnreadable' || strokes === undefined ? rest : { ...rest, strokes };

async function act(
  c: Context<Door>,
  world: SigningWorld,
  run: (act: Act) => Promise<Reason | undefined>,
): Promise<Response> {
  const form = await sentForm(c);
  const written = writtenIn(form);
  const arrival = await arrivalOf(c, world);
  if (arrival.kind !== 'visit') return turnedAway(c, world, arrival, written);
  const { visit } = arrival;
  const place = placeAsked(visit, asked(c));
  if (place === undefined) return refused(c, visit, 'notFound');
  const reason = await run({ c, visit, place, form, written });
  if (reason === undefined) return back(c);
  return AMENDABLE.includes(reason)
    ? placePage(c, world, { visit, place }, { reason, written: rewritten(reason, written) })
    : refused(c, visit, reason);
}

/** The sentence agreed to. The rulebook refuses another version: nobody agrees to one not seen. */
export function consentIn(form: FormData): Consent | 'consentMissing' {
  if (text(form, 'consent') !== 'yes') return 'consentMissing';
  const version = text(form, 'consentVersion');
  return { version, text: version === CONSENT.version ? CONSENT.text : '' };
}

/** The steps of this session that the document's agency asks for. */
export function identityOf({ visit, place }: Pick<Act, 'visit' | 'place'>) {
  const demanded = stepsOf(place.state.draft.agency.identity);
  const taken = demanded.filter((step) => visit.taken.includes(step));
  return taken.length === 0 ? {} : { identity: taken };
}

function signCommand({ c, visit, place, form, written }: Act): DocumentCommand | Reason {
  const consent = consentIn(form);
  if (consent === 'consentMissing') return consent;
  const mark = markIn(written, signerAt(place).name);
  if (typeof mark === 'string') return mark;
  return {
    type: 'sign',
    signer: place.signer,
    round: visit.holder.round,
    sha256: text(form, 'sha256'),
    consent,
    ...mark,
    ...identityOf({ visit, place }),
    origin: originOf(c),
  };
}

export const sign = (c: Context<Door>, world: SigningWorld): Promise<Response> =>
  act(c, world, async (given) => {
    const command = signCommand(given);
    return typeof command === 'string' ? command : perform(world, given, command);
  });

export const decline = (c: Context<Door>, world: SigningWorld): Promise<Response> =>
  act(c, world, async (given) => {
    const reason = visible((given.written.reason ?? '').slice(0, MAX_REASON_CHARS));
    if (reason === '') return 'reasonMissing';
    const { signer } = given.place;
    const { round } = given.visit.holder;
    const origin = originOf(c);
    return perform(world, given, { type: 'decline', signer, round, reason, origin });
  });

/** Puts a document aside as read, to be signed together with others; leads back to the list. */
export async function read(c: Context<Door>, world: SigningWorld): Promise<Response> {
  const answer = await act(c, world, async (given) => {
    const sha256 = text(given.form, 'sha256');
    const { signer } = given.place;
    const { round } = given.visit.holder;
    const origin = originOf(c);
    return perform(world, given, { type: 'recordReading', signer, round, sha256, origin });
  });
  return answer.status === 303 ? c.redirect(pathOf(whereaboutsOf(c), ''), 303) : answer;
}
