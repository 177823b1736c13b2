/** Signs all that has been read with one consent: each document by its hash, on its own record. */
import type { Context } from 'hono';
import { type Place, signerAt } from '../domain/invitation.ts';
import type { Door } from '../runtime/http.ts';
import { language, originOf, showPage } from '../runtime/http.ts';
import type { Reason } from '../runtime/refusals.ts';
import { refusalText } from '../runtime/view.ts';
import { consentIn, identityOf } from './act.ts';
import { askingFor, pathOf } from './address.ts';
import { arrivalOf, type SigningWorld, type Visit } from './door.ts';
import { markIn } from './mark-form.ts';
import { listPage, turnedAway, whereaboutsOf } from './page.ts';
import { perform } from './perform.ts';
import { hashField } from './read.ts';
import { sentForm, text, writtenIn } from './written.ts';

type Result = { readonly place: Place; readonly reason: Reason | undefined };

/** One document after the other: what cannot be signed keeps none of the others back. */
async function signEach(
  { c, world, visit }: { c: Context<Door>; world: SigningWorld; visit: Visit },
  form: FormData,
  places: readonly Place[],
): Promise<readonly Result[] | Reason> {
  const consent = consentIn(form);
  if (consent === 'consentMissing') return consent;
  const results: Result[] = [];
  for (const place of places) {
    const mark = markIn(writtenIn(form), signerAt(place).name);
    if (typeof mark === 'string') return mark;
    const command = {
      type: 'sign',
      signer: place.signer,
      round: visit.holder.round,
      sha256: text(form, hashField(place)),
      consent,
      ...mark,
      ...identityOf({ visit, place }),
      origin: originOf(c),
    } as const;
    results.push({ place, reason: await perform(world, { c, visit, place, form }, command) });
  }
  return results;
}

export async function signAll(c: Context<Door>, world: SigningWorld): Promise<Response> {
  const form = await sentForm(c);
  const arrival = await arrivalOf(c, world);
  if (arrival.kind !== 'visit') return turnedAway(c, world, arrival, writtenIn(form));
  const { visit } = arrival;
  // What the form named; a second tap finds it signed, which is no error.
  const named = visit.places.filter((place) => form.has(hashField(place)));
  if (named.length === 0) return listPage(c, world, visit, 'nothingRead');
  const results = await signEach({ c, world, visit }, form, named);
  if (typeof results === 'string') return listPage(c, world, visit, results);
  const at = whereaboutsOf(c);
  const row = ({ place, reason }: Result) => ({
    title: place.state.draft.title,
    url: pathOf(at, '', askingFor(visit, place)),
    fault: reason === undefined ? null : refusalText(language(c), reason).message,
  });
  const rows = results.map(row);
  const failed = rows.filter(({ fault }) => fault !== null).length;
  return showPage(c, 'together', {
    tone: failed === 0 ? 'good' : 'wait',
    signed: rows.length - failed,
    total: rows.length,
    incomplete: failed > 0,
    rows,
    listUrl: pathOf(at, ''),
  });
}
