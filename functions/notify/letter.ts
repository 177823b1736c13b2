/** What a letter says: one person, one link, and every document that it is about. */
import { daysBetween } from '../domain/deadline.ts';
import { progressOf } from '../domain/document.ts';
import type { Place } from '../domain/invitation.ts';
import { signerAt } from '../domain/invitation.ts';
import { printedPosition } from '../domain/signer.ts';
import { roleName } from '../domain/summary.ts';
import { dateInWords, localTime, localTimeWithOffset } from '../domain/wording.ts';
import type { Letter } from '../ports.ts';
import { sha256 } from '../runtime/digest.ts';
import { fill } from '../runtime/template.ts';
import type { Occasion } from './deliver.ts';

/** Documents that a letter names; mail programs cut long letters, and the link lists them all. */
export const MAX_LISTED = 20;
/** What a phone shows of a subject, twice over. */
export const MAX_SUBJECT = 110;
/** Enough of a fingerprint to tell two files apart by eye. */
const SHORT_SHA256 = 16;
/** A deadline so near is told of first. */
const SOON_DAYS = 1.5;

function listed({ state, signer, ...place }: Place) {
  const { draft, unsigned } = state;
  const zone = draft.agency.timezone;
  const { signedAt } = progressOf(state, signer);
  return {
    title: draft.title,
    number: draft.number ?? null,
    roleName: roleName(state, signerAt({ state, signer, ...place })),
    deadline: localTime(draft.deadline, zone),
    signedAt: signedAt === undefined ? null : localTimeWithOffset(signedAt, zone),
    sha256: unsigned?.sha256 ?? null,
    sha256Short: unsigned?.sha256.slice(0, SHORT_SHA256) ?? null,
  };
}

/** The same for the same person, occasion and places; letters about different ones differ. */
function referenceOf(places: readonly Place[], { purpose, to }: Occasion): string {
  const about = sha256(
    places
      .map(({ number, state, signer }) => {
        const { reminding, changedTo } = progressOf(state, signer);
        return [number, reminding, changedTo, state.extensions].join('-');
      })
      .join(' '),
  );
  return [to.declarationId, to.person, purpose, to.round, about].join('.');
}

/** One line, and no longer than people see of it. */
function subjectOf(text: string): string {
  const letters = [...text.trim().replace(/\s+/g, ' ')];
  return letters.length <= MAX_SUBJECT
    ? letters.join('')
    : `${letters.slice(0, MAX_SUBJECT - 1).join('')}…`;
}

/** A letter of this kind, filled with `model`. */
export function written(kind: string, model: object): Pick<Letter, 'subject' | 'text' | 'html'> {
  const part = (file: 'subject' | 'text' | 'html'): string =>
    fill(`mails/${kind}/${file}.hbs`, model);
  return { subject: subjectOf(part('subject')), text: part('text'), html: part('html') };
}

/** The letter to the person behind `first` and `others`, who are one and the same. */
export function letterAbout(
  [first, ...others]: readonly [Place, ...Place[]],
  occasion: Occasion,
  now: string,
): Letter {
  const places = [first, ...others];
  const signer = signerAt(first);
  const { agency, title, event } = first.state.draft;
  const { weekday, long } = dateInWords(event.date);
  const ends = places.map(({ state }) => state.draft.deadline).sort();
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
    soon: daysBetween(now, ends[0] ?? now) <= SOON_DAYS,
    link: occasion.link,
  };
  return {
    to: { name: signer.name, address: signer.email },
    from: { name: agency.mailSender ?? agency.name },
    ...written(occasion.purpose, model),
    reference: referenceOf(places, occasion),
    about: { ...occasion.to, purpose: occasion.purpose },
  };
}
