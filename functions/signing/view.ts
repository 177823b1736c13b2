/** What the pages of a signatory are filled with. */
import { CONSENT } from '../domain/consent.ts';
import type { DocumentState } from '../domain/document.ts';
import { hasSigned, progressOf } from '../domain/document.ts';
import type { Signer } from '../domain/signer.ts';
import { printedPosition } from '../domain/signer.ts';
import { roleName } from '../domain/summary.ts';
import { dateInWords, localTime } from '../domain/wording.ts';
import type { Language } from '../runtime/view.ts';
import { languageQuery } from '../runtime/view.ts';

const SHORT_HASH_CHARS = 12;

type Seat = { readonly state: DocumentState; readonly signer: Signer };

/** A link's path with the chosen language kept. */
export const pathOf = (token: string, verb: string, language: Language): string =>
  `/s/${token}${verb}${languageQuery(language)}`;

const people = ({ state, signer: me }: Seat) =>
  state.draft.signers.map((signer) => ({
    name: signer.name,
    position: printedPosition(signer),
    roleName: roleName(state, signer),
    signed: hasSigned(state, signer.number),
    you: signer.number === me.number,
  }));

/** `sha256` belongs to the file that the page's own link gives: the sealed one once it exists. */
const base = (seat: Seat, token: string) => {
  const { unsigned, sealed } = seat.state;
  const sha256 = sealed?.sha256 ?? unsigned?.sha256 ?? '';
  return {
    agencyName: seat.state.draft.agency.name,
    documentTitle: seat.state.draft.title,
    recipientName: seat.signer.name,
    sha256,
    sha256Short: sha256.slice(0, SHORT_HASH_CHARS),
    pdfUrl: `/s/${token}/pdf`,
    signers: people(seat),
  };
};

export function signView(
  seat: Seat,
  token: string,
  told: { readonly language: Language; readonly error: string | null },
) {
  const { draft } = seat.state;
  const { weekday, long } = dateInWords(draft.event.date);
  return {
    ...base(seat, token),
    recipientPosition: printedPosition(seat.signer),
    roleName: roleName(seat.state, seat.signer),
    deadline: localTime(draft.deadline, draft.agency.timezone),
    signAction: pathOf(token, '/sign', told.language),
    declineAction: pathOf(token, '/decline', told.language),
    consent: CONSENT,
    eventDate: `${weekday}, ${long}`,
    eventPlace: draft.event.place,
    error: told.error,
  };
}

export function receiptView(seat: Seat, token: string, publicUrl: string) {
  const { draft, status } = seat.state;
  const { signedAt } = progressOf(seat.state, seat.signer.number);
  return {
    ...base(seat, token),
    signedAt: signedAt ? localTime(signedAt, draft.agency.timezone) : null,
    sealed: status === 'sealed',
    ended: status === 'declined' || status === 'voided' || status === 'expired',
    verifyUrl: `${publicUrl}/verify/${draft.id}`,
  };
}

export const declinedView = ({ state }: Seat) => ({
  agencyName: state.draft.agency.name,
  documentTitle: state.draft.title,
  reason: state.endReason ?? '',
});
