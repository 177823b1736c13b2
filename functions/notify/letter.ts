/** What a letter says: one person, one link, and every document that it is about. */

import type { MailPurpose } from '../domain/event.ts';
import type { Place } from '../domain/invitation.ts';
import { signerAt } from '../domain/invitation.ts';
import { printedPosition } from '../domain/signer.ts';
import { roleName } from '../domain/summary.ts';
import { dateInWords, localTime } from '../domain/wording.ts';
import type { Letter, LinkHolder } from '../ports.ts';
import { sha256 } from '../runtime/digest.ts';
import { fill } from '../runtime/view.ts';

/** Documents that a letter names; mail programs cut long letters, and the link lists them all. */
export const MAX_LISTED = 20;

export type Occasion = {
  readonly purpose: MailPurpose;
  readonly to: LinkHolder;
  readonly link: string;
};

function listed(place: Place) {
  const { draft, unsigned } = place.state;
  return {
    title: draft.title,
    number: draft.number ?? null,
    roleName: roleName(place.state, signerAt(place)),
    deadline: localTime(draft.deadline, draft.agency.timezone),
    sha256: unsigned?.sha256 ?? null,
  };
}

/** The same for the same person, occasion and places; letters about different ones differ. */
function referenceOf(places: readonly Place[], { purpose, to }: Occasion): string {
  const about = sha256(places.map(({ number }) => number).join(' '));
  return [to.declarationId, to.person, purpose, to.round, about].join('.');
}

/** The letter to the person behind `first` and `others`, who are one and the same. */
export function letterAbout(
  [first, ...others]: readonly [Place, ...Place[]],
  occasion: Occasion,
): Letter {
  const places = [first, ...others];
  const signer = signerAt(first);
  const { agency, title, event } = first.state.draft;
  const { weekday, long } = dateInWords(event.date);
  const model = {
    agencyName: agency.name,
    recipientName: signer.name,
    recipientPosition: printedPosition(signer),
    documentTitle: title,
    event: `hari ${weekday}, ${long}, di ${event.place}`,
    eventDate: long,
    several: others.length > 0 ? { count: places.length } : null,
    documents: places.slice(0, MAX_LISTED).map(listed),
    unlisted: places.length > MAX_LISTED ? places.length - MAX_LISTED : null,
    link: occasion.link,
  };
  const part = (file: string, form: 'text' | 'html'): string =>
    fill(`mails/${occasion.purpose}/${file}.hbs`, model, form);
  return {
    to: { name: signer.name, address: signer.email },
    from: { name: agency.mailSender ?? agency.name },
    subject: part('subject', 'text').trim(),
    text: part('text', 'text'),
    html: part('html', 'html'),
    reference: referenceOf(places, occasion),
  };
}
