/** What the sheet of evidence is filled with: who confirmed what, when and how. */
import type { Certification, CertifierName } from '../domain/certified.ts';
import type { Commit } from '../domain/commit.ts';
import type { Zone } from '../domain/deadline.ts';
import type { DocumentState } from '../domain/document.ts';
import type { DocumentEvent, MailPurpose } from '../domain/event.ts';
import type { IdentityStep } from '../domain/identity.ts';
import { printedMark, printedProgram } from '../domain/mark.ts';
import type { Signer } from '../domain/signer.ts';
import { printedPosition } from '../domain/signer.ts';
import { roleName } from '../domain/summary.ts';
import { localTimeWithOffset, zoneWithOffset } from '../domain/wording.ts';

/** Said of a document that had no letter of its own. */
const SHARED = 'melalui tautan dalam undangan yang telah dikirim sebelumnya';

const CERTIFIER_NAMES: Readonly<Record<CertifierName, string>> = {
  bsre: 'Balai Besar Sertifikasi Elektronik (BSrE), BSSN',
};

/** `b***n@ambon.go.id`: enough to recognise an address, too little to write to it. */
function maskAddress(address: string): string {
  const [local = '', domain = ''] = address.split('@');
  const masked = local.length > 2 ? `${local[0]}***${local.at(-1)}` : '***';
  return `${masked}@${domain}`;
}

type Signed = Extract<DocumentEvent, { readonly type: 'SignerSigned' }>;

function certificateOf({ provider, otherName }: Certification): string {
  const issued = `sertifikat elektronik dari ${CERTIFIER_NAMES[provider]}`;
  return otherName === undefined
    ? issued
    : `${issued}, yang tertulis atas nama lain: “${otherName}”`;
}

/** How it was made sure who signs, one step after the other; `round` counts the links. */
function identityOf(
  { email }: Signer,
  { round, identity = [], certified }: Signed,
): readonly string[] {
  const address = `surel ${maskAddress(email)}`;
  const steps: Readonly<Record<IdentityStep, string>> = {
    accessCode: 'kode akses, yang diberikan langsung oleh instansi',
    mailCode: `kode sekali pakai, yang dikirim ke ${address}`,
  };
  return [
    `tautan pribadi ke-${round}, yang dikirim ke ${address}`,
    ...identity.map((step) => steps[step]),
    ...(certified ? [certificateOf(certified)] : []),
  ];
}

/** What stands in the signatory's block of the sealed file. */
function markOf({ mark }: Signed, name: string): string {
  if (mark === undefined) return 'nama penanda tangan, diketik';
  return mark.type === 'typed'
    ? `diketik: ${printedMark(mark.text, name)}`
    : 'digambar oleh penanda tangan';
}

type Fact = { readonly at: string; readonly event: Commit['events'][number] };

/** What happened on a signatory's seat since the one who signed has it. */
function sinceSeated(facts: readonly Fact[], signer: number): readonly Fact[] {
  const from = facts.findLastIndex(ofSigner('SignerReplaced', signer));
  return facts.slice(from + 1);
}

const isInvitation = ({ event }: Fact): boolean =>
  event.type === 'InvitationShared' ||
  (event.type === 'MailSent' && event.purpose === 'invitation');

const ofSigner =
  (type: DocumentEvent['type'], signer: number) =>
  ({ event }: Fact): boolean =>
    event.type === type && 'signer' in event && event.signer === signer;

function signerView(state: DocumentState, signer: Signer, all: readonly Fact[]) {
  const zone = state.draft.agency.timezone;
  const facts = sinceSeated(all, signer.number);
  const last = (...types: readonly DocumentEvent['type'][]): Fact | undefined =>
    facts.findLast((fact) => types.some((type) => ofSigner(type, signer.number)(fact)));
  const timeOf = (fact: Fact | undefined): string | null =>
    fact ? localTimeWithOffset(fact.at, zone) : null;
  const invited = facts.findLast(
    (fact) => isInvitation(fact) && 'signer' in fact.event && fact.event.signer === signer.number,
  );
  const isShared = invited?.event.type === 'InvitationShared';
  const signed = facts.find(ofSigner('SignerSigned', signer.number))?.event as Signed | undefined;
  if (signed === undefined) throw new Error(`signatory ${signer.number} has not signed`);
  return {
    number: signer.number,
    role: roleName(state, signer),
    name: signer.name,
    position: printedPosition(signer),
    institution: signer.institution ?? null,
    invitedAt: isShared ? `${timeOf(invited)}, ${SHARED}` : timeOf(invited),
    openedAt: timeOf(last('SessionOpened')),
    signedAt: timeOf(last('SignerSigned')),
    identity: identityOf(signer, signed),
    mark: markOf(signed, signer.name),
    sha256: signed.sha256,
    ip: signed.origin.ip,
    userAgent: printedProgram(signed.origin.userAgent),
  };
}

const STEP_NAMES: Readonly<Record<IdentityStep, string>> = {
  accessCode: 'Kode akses',
  mailCode: 'Kode sekali pakai',
};

/** Letters that belong to how a signature came about. */
const LETTER_NAMES: Partial<Readonly<Record<MailPurpose, string>>> = {
  invitation: 'Undangan penandatanganan',
  reminder: 'Pengingat',
  changed: 'Pemberitahuan cetakan baru',
};

/** What is told of a fact in the timeline; the rest is housekeeping. */
function sentence(name: string | undefined, event: Commit['events'][number]): string | undefined {
  switch (event.type) {
    case 'DocumentDrafted':
      return 'Dokumen disusun dari pencanangan';
    case 'DocumentRendered':
      return `Dokumen diterbitkan dengan SHA-256 ${event.sha256}`;
    case 'MailSent': {
      const letter = LETTER_NAMES[event.purpose];
      return letter === undefined ? undefined : `${letter} dikirim kepada ${name}`;
    }
    case 'MailBounced':
      return `Surel kepada ${name} kembali`;
    case 'AddressCorrected':
      return `Alamat surel ${name} diperbaiki`;
    case 'SignerReplaced':
      return `${name} digantikan oleh ${event.successor.name}; dokumen dicetak ulang`;
    case 'DeadlineExtended':
      return 'Batas waktu penandatanganan diperpanjang';
    case 'InvitationShared':
      return `Dokumen ditambahkan pada tautan dalam undangan yang telah dikirim kepada ${name}`;
    case 'SessionOpened':
      return `Dokumen dibuka oleh ${name}`;
    case 'IdentityProven':
      return `${STEP_NAMES[event.step]} ${name} diperiksa: cocok`;
    case 'IdentityFailed':
      return `${STEP_NAMES[event.step]} ${name} diperiksa: tidak cocok`;
    case 'CodeMailed':
      return `Kode sekali pakai dikirim kepada ${name}`;
    case 'LinkDisowned':
      return `Penerima tautan menyatakan bukan ${name}`;
    case 'SignerSigned':
      return `Ditandatangani oleh ${name}`;
    case 'LinkRenewed':
      return `Tautan baru dibuat untuk ${name}`;
    case 'SigningCompleted':
      return 'Semua penanda tangan telah menandatangani';
    default:
      return undefined;
  }
}

/** Everybody by the name of whoever had the seat then. */
function timelineOf(facts: readonly Fact[], zone: Zone) {
  const names = new Map<number, string>();
  return facts.flatMap(({ at, event }) => {
    if (event.type === 'DocumentDrafted')
      for (const { number, name } of event.draft.signers) names.set(number, name);
    const what = sentence('signer' in event ? names.get(event.signer) : undefined, event);
    if (event.type === 'SignerReplaced') names.set(event.signer, event.successor.name);
    return what === undefined ? [] : [{ at: localTimeWithOffset(at, zone), what }];
  });
}

/** What the evidence sheet is filled with, besides letterhead and verify link. */
export function evidenceView(state: DocumentState, commits: readonly Commit[]) {
  const { draft, unsigned, completedAt } = state;
  const zone = draft.agency.timezone;
  const facts = commits.flatMap(({ at, events }) => events.map((event) => ({ at, event })));
  const signed = facts.find(({ event }) => event.type === 'SignerSigned')?.event as Signed;
  return {
    title: `Lembar Bukti Penandatanganan Elektronik: ${draft.title}`,
    documentTitle: draft.title,
    documentId: draft.id,
    sha256: unsigned?.sha256,
    chainHash: commits.at(-1)?.hash,
    commitCount: commits.length,
    certifier: signed.certified ? CERTIFIER_NAMES[signed.certified.provider] : null,
    zone: zoneWithOffset(zone),
    consent: signed.consent,
    completedAt: completedAt && localTimeWithOffset(completedAt, zone),
    signers: draft.signers.map((signer) => signerView(state, signer, facts)),
    timeline: timelineOf(facts, zone),
  };
}
