/** What the pages of one document are filled with. */
import { CONSENT } from '../domain/consent.ts';
import { hasSigned, progressOf } from '../domain/document.ts';
import type { Place } from '../domain/invitation.ts';
import { signerAt } from '../domain/invitation.ts';
import {
  MARK_HEIGHT,
  MARK_WIDTH,
  MAX_MARK_CHARS,
  MAX_POINTS,
  MAX_STROKES,
} from '../domain/mark.ts';
import { printedPosition } from '../domain/signer.ts';
import { roleName } from '../domain/summary.ts';
import { dateInWords, localTime } from '../domain/wording.ts';
import { assetUrl } from '../runtime/assets.ts';
import type { Whereabouts } from './address.ts';
import { askingFor, filePathOf, pathOf } from './address.ts';
import { mayDelegate } from './delegable.ts';
import { deskOf, endedEarly, nextAfter } from './desk.ts';
import type { Visit } from './door.ts';
import type { Written } from './written.ts';

const SHORT_HASH_CHARS = 12;

/** One document as it lies before a visitor. */
export type Sheet = {
  readonly visit: Visit;
  readonly place: Place;
  readonly at: Whereabouts;
  readonly now: string;
};

/** The way back to the list and on to the next document; nothing for who has but one. */
function deskView({ visit, place, at, now }: Sheet) {
  if (visit.places.length === 1) return null;
  const desk = deskOf(visit, now);
  const next = nextAfter(desk, place.number);
  return {
    listUrl: pathOf(at, ''),
    signed: desk.signed,
    total: desk.total,
    next: next
      ? { title: next.state.draft.title, url: pathOf(at, '', askingFor(visit, next)) }
      : null,
  };
}

const people = ({ state, signer: me }: Place) =>
  state.draft.signers.map((signer) => ({
    name: signer.name,
    position: printedPosition(signer),
    roleName: roleName(state, signer),
    signed: hasSigned(state, signer.number),
    you: signer.number === me,
  }));

/** `sha256` belongs to the file that the page's own link gives: the sealed one once it exists. */
function base(sheet: Sheet) {
  const { visit, place, at } = sheet;
  const { draft, unsigned, sealed } = place.state;
  const sha256 = sealed?.sha256 ?? unsigned?.sha256 ?? '';
  const asked = askingFor(visit, place);
  return {
    agencyName: draft.agency.name,
    documentTitle: draft.title,
    documentNumber: draft.number ?? null,
    recipientName: signerAt(place).name,
    sha256,
    sha256Short: sha256.slice(0, SHORT_HASH_CHARS),
    pdfUrl: filePathOf(at, asked, false),
    downloadUrl: filePathOf(at, asked, true),
    signers: people(place),
    desk: deskView(sheet),
  };
}

/** Modules that the page asks for only when somebody wants to see the file, or to draw. */
const scripts = () => ({
  scriptUrl: assetUrl('sign.js'),
  viewer: {
    scriptUrl: assetUrl('viewer.js'),
    pdfUrl: assetUrl('pdf.js'),
    workerUrl: assetUrl('pdf.worker.js'),
  },
  drawing: {
    scriptUrl: assetUrl('drawing.js'),
    padUrl: assetUrl('signature-pad.js'),
    width: MARK_WIDTH,
    height: MARK_HEIGHT,
    maxStrokes: MAX_STROKES,
    maxPoints: MAX_POINTS,
  },
});

/** What stands in the fields: what was written before, else what is known. */
function fieldsOf(written: Written, name: string) {
  const { typed = name, strokes = '', reason = '' } = written;
  const { heirName = '', heirPosition = '', heirEmail = '', heirReason = '' } = written;
  return {
    typed,
    strokes,
    reason,
    maxMark: MAX_MARK_CHARS,
    heir: { name: heirName, position: heirPosition, email: heirEmail, reason: heirReason },
  };
}

const isHandingOn = ({ heirName, heirEmail }: Written): boolean =>
  heirName !== undefined || heirEmail !== undefined;

export function signView(
  sheet: Sheet,
  { error, written }: { readonly error: string | null; readonly written: Written },
) {
  const { visit, place, at } = sheet;
  const { draft } = place.state;
  const { weekday, long } = dateInWords(draft.event.date);
  const signer = signerAt(place);
  const asked = askingFor(visit, place);
  const { heir, ...fields } = fieldsOf(written, signer.name);
  const isDelegable = mayDelegate(place, visit.holder.round, sheet.now);
  const delegateAction = pathOf(at, '/delegate', asked);
  return {
    ...base(sheet),
    ...scripts(),
    ...fields,
    declining: written.reason !== undefined,
    delegation: isDelegable
      ? { ...heir, action: delegateAction, open: isHandingOn(written) }
      : null,
    disownUrl: pathOf(at, '/disown', asked),
    reading:
      visit.places.length > 1 && draft.agency.certifier === undefined
        ? { action: pathOf(at, '/read', asked) }
        : null,
    recipientPosition: printedPosition(signer),
    roleName: roleName(place.state, signer),
    deadline: localTime(draft.deadline, draft.agency.timezone),
    signAction: pathOf(at, '/sign', asked),
    declineAction: pathOf(at, '/decline', asked),
    consent: CONSENT,
    certified: draft.agency.certifier !== undefined,
    eventDate: `${weekday}, ${long}`,
    eventPlace: draft.event.place,
    error,
  };
}

export function receiptView(sheet: Sheet, publicUrl: string) {
  const { state, signer } = sheet.place;
  const { signedAt } = progressOf(state, signer);
  return {
    ...base(sheet),
    signedAt: signedAt ? localTime(signedAt, state.draft.agency.timezone) : null,
    sealed: state.status === 'sealed',
    ended: endedEarly(sheet.place),
    verifyUrl: `${publicUrl}/verify/${state.draft.id}`,
  };
}

export const declinedView = (sheet: Sheet) => ({
  agencyName: sheet.place.state.draft.agency.name,
  documentTitle: sheet.place.state.draft.title,
  reason: sheet.place.state.endReason ?? '',
  desk: deskView(sheet),
});
