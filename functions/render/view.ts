/** What the templates of charter and pledge are filled with. */
import QRCode from 'qrcode';
import type { DocumentDraft } from '../domain/document.ts';
import type { Signer, SignerRole } from '../domain/signer.ts';
import { printedPosition } from '../domain/signer.ts';
import { dateInWords } from '../domain/wording.ts';
import { fill, source } from '../runtime/view.ts';
import { fontsCss } from './fonts.ts';

/** More units than this go into an annex. */
const MAX_UNITS_ON_SHEET = 6;

/** More signature blocks than this are set smaller. */
const MANY_BLOCKS = 4;

export type Verify = { readonly url: string; readonly qr: string };

const dataUri = (mediaType: string, bytes: Uint8Array | string): string =>
  `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`;

/** The public page of a document, as a link and as a QR code. */
export async function verifyLink(publicUrl: string, documentId: string): Promise<Verify> {
  const url = `${publicUrl}/verify/${documentId}`;
  const svg = await QRCode.toString(url, { type: 'svg', margin: 0, errorCorrectionLevel: 'M' });
  return { url, qr: dataUri('image/svg+xml', svg) };
}

function blocks(draft: DocumentDraft, role: SignerRole) {
  return draft.signers
    .filter((signer) => signer.role === role)
    .map((signer, index) => ({ ...block(signer), ordinal: index + 1 }));
}

const block = (signer: Signer) => ({
  number: signer.number,
  position: printedPosition(signer),
  institution: signer.institution ?? null,
  name: signer.name,
  rank: signer.rank ?? null,
  nip: signer.nip ?? null,
});

/** The letterhead; `logo` holds the bytes of the agency's logo, if it has one. */
export function letterhead(draft: DocumentDraft, logo: Uint8Array | undefined) {
  const { name, parent, city, letterhead } = draft.agency;
  return {
    name,
    parent: parent ?? null,
    city,
    addressLines: letterhead.addressLines,
    logo: logo && letterhead.logo ? dataUri(letterhead.logo.mediaType, logo) : null,
  };
}

type Parts = { readonly logo: Uint8Array | undefined; readonly verify: Verify };

const base = (draft: DocumentDraft, { logo, verify }: Parts) => ({
  title: draft.title,
  documentId: draft.id,
  agency: letterhead(draft, logo),
  number: null,
  date: dateInWords(draft.event.date),
  place: draft.event.place,
  legalBasis: draft.legalBasis.map(({ title }) => ({ title })),
  verify,
});

const unitOf = ({ units: [unit] }: DocumentDraft) =>
  unit ? { name: unit.name, acronym: unit.acronym ?? null } : null;

function charterView(draft: DocumentDraft, parts: Parts) {
  const [wbk, wbbm] = [draft.target.includes('WBK'), draft.target.includes('WBBM')];
  const joint = draft.units.length > 1;
  return {
    ...base(draft, parts),
    joint,
    annexed: draft.units.length > MAX_UNITS_ON_SHEET,
    units: draft.units.map(({ name, acronym }) => ({ name, acronym: acronym ?? null })),
    unit: joint ? null : unitOf(draft),
    target: { wbk, wbbm, both: wbk && wbbm },
    declarers: blocks(draft, 'declarer'),
    coSigners: blocks(draft, 'coSigner'),
    acknowledging: blocks(draft, 'acknowledging'),
    witnesses: blocks(draft, 'witness'),
    many: draft.signers.length > MANY_BLOCKS,
  };
}

type Commitments = { readonly leader: readonly string[]; readonly rankAndFile: readonly string[] };

function pledgeView(draft: DocumentDraft, parts: Parts) {
  const commitments: Commitments = JSON.parse(source('documents/pledge/commitments.json'));
  const [person] = blocks(draft, 'declarer');
  const [superior] = blocks(draft, 'superior');
  return {
    ...base(draft, parts),
    person: { ...person, unit: unitOf(draft)?.name ?? null },
    superior: superior ?? null,
    commitments: draft.rankAndFile ? commitments.rankAndFile : commitments.leader,
  };
}

/** A page ready to print: `kind` names the folder of body and style under `templates/documents/`. */
export const printable = (kind: string, model: { readonly title: string }): string =>
  fill('documents/page.hbs', {
    lang: 'id',
    title: model.title,
    fontsCss: fontsCss(),
    css: source(`documents/${kind}/style.css`),
    body: fill(`documents/${kind}/body.hbs`, model),
  });

/** The HTML of a charter or a pledge. */
export const documentHtml = (draft: DocumentDraft, parts: Parts): string =>
  printable(
    draft.kind,
    draft.kind === 'charter' ? charterView(draft, parts) : pledgeView(draft, parts),
  );
