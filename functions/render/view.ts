/** What the templates of documents are filled with, and the pages that come of it. */
import QRCode from 'qrcode';
import { type Agency, headLogo, showsEmblem } from '../domain/agency.ts';
import type { DocumentDraft, DocumentKind } from '../domain/draft.ts';
import { dateInWords } from '../domain/wording.ts';
import { fill, source } from '../runtime/template.ts';
import { actionPlanView } from './view-action-plan.ts';
import { charterView } from './view-charter.ts';
import { commitmentView } from './view-commitment.ts';
import { minutesView } from './view-minutes.ts';
import { pledgeView } from './view-pledge.ts';
import { type Printed, sheetOf } from './view-sheet.ts';

export type Verify = { readonly url: string; readonly qr: string };

const dataUri = (mediaType: string, bytes: Uint8Array | string): string =>
  `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`;

/** The public page of a document, as a link and as a QR code. */
export async function verifyLink(publicUrl: string, documentId: string): Promise<Verify> {
  const url = `${publicUrl}/verify/${documentId}`;
  const svg = await QRCode.toString(url, { type: 'svg', margin: 0, errorCorrectionLevel: 'M' });
  return { url, qr: dataUri('image/svg+xml', svg) };
}

/** The letterhead; `logo` holds the bytes of the logo or emblem that heads the document, if any. */
export function letterhead(draft: DocumentDraft, logo: Uint8Array | undefined) {
  const { agency, signers } = draft;
  const head = headLogo(agency, signers);
  const alt = showsEmblem(agency, signers) ? 'Lambang negara' : `Logo ${agency.name}`;
  return {
    name: agency.name,
    parent: agency.parent ?? null,
    city: agency.city,
    addressLines: agency.letterhead.addressLines,
    logo: logo && head ? { src: dataUri(head.mediaType, logo), alt } : null,
  };
}

export type Parts = { readonly logo: Uint8Array | undefined; readonly verify: Verify };

const base = (draft: DocumentDraft, { logo, verify }: Parts) => ({
  title: draft.title,
  documentId: draft.id,
  agency: letterhead(draft, logo),
  number: draft.number ?? null,
  date: dateInWords(draft.event.date),
  place: draft.event.place,
  legalBasis: draft.legalBasis.map(({ title }) => ({ title })),
  // Its name is printed only where it is BSrE that signs.
  certified: draft.agency.certifier === 'bsre',
  verify,
});

const VIEWS: Readonly<Record<DocumentKind, (draft: DocumentDraft) => object>> = {
  charter: charterView,
  pledge: pledgeView,
  commitment: commitmentView,
  minutes: minutesView,
  'action-plan': actionPlanView,
};

const modelOf = (draft: DocumentDraft, parts: Parts) => ({
  ...base(draft, parts),
  ...VIEWS[draft.kind](draft),
});

/** A page ready to print, on the agency's paper; `kind` names its folder below `documents/`. */
export function printable(
  kind: Printed,
  model: { readonly title: string },
  agency: Agency,
): string {
  return fill('documents/page.hbs', {
    lang: 'id',
    title: model.title,
    css: source(`documents/${kind}/style.css`),
    sheet: sheetOf(agency, kind),
    body: fill(`documents/${kind}/body.hbs`, model),
  });
}

/** The HTML of a document. */
export const documentHtml = (draft: DocumentDraft, parts: Parts): string =>
  printable(draft.kind, modelOf(draft, parts), draft.agency);
