/** Compiles the evidence of a completed document: who confirmed what, when and how, and its chain. */

import type { Commit } from '../domain/commit.ts';
import { canonical, documentStream } from '../domain/commit.ts';
import type { DocumentState } from '../domain/document.ts';
import type { DocumentEvent } from '../domain/event.ts';
import type { Signer } from '../domain/signer.ts';
import { printedPosition } from '../domain/signer.ts';
import { roleName } from '../domain/summary.ts';
import { localTimeWithOffset, zoneWithOffset } from '../domain/wording.ts';

const EVIDENCE_SCHEMA = 'piagam/evidence/1';

/** Said of a document that had no letter of its own. */
const SHARED = 'melalui tautan dalam undangan yang telah dikirim sebelumnya';

/** The commits up to the one that completed the signatures: the same for every worker that asks. */
export function coveredCommits(commits: readonly Commit[]): readonly Commit[] {
  const last = commits.findIndex(({ events }) =>
    events.some(({ type }) => type === 'SigningCompleted'),
  );
  if (last < 0) throw new Error('the chain holds no completed signing');
  return commits.slice(0, last + 1);
}

/** The evidence as canonical JSON: everything needed to recompute the chain without us. */
export const evidenceJson = (state: DocumentState, commits: readonly Commit[]): string =>
  canonical({
    schema: EVIDENCE_SCHEMA,
    stream: documentStream(state.draft.id),
    sha256: state.unsigned?.sha256,
    chainHash: commits.at(-1)?.hash,
    commits,
  });

/** `b***n@ambon.go.id`: enough to recognise an address, too little to write to it. */
function maskAddress(address: string): string {
  const [local = '', domain = ''] = address.split('@');
  const masked = local.length > 2 ? `${local[0]}***${local.at(-1)}` : '***';
  return `${masked}@${domain}`;
}

type Signed = Extract<DocumentEvent, { readonly type: 'SignerSigned' }>;

type Fact = { readonly at: string; readonly event: Commit['events'][number] };

const ofSigner =
  (type: DocumentEvent['type'], signer: number) =>
  ({ event }: Fact): boolean =>
    event.type === type && 'signer' in event && event.signer === signer;

function signerView(state: DocumentState, signer: Signer, facts: readonly Fact[]) {
  const zone = state.draft.agency.timezone;
  const last = (...types: readonly DocumentEvent['type'][]): Fact | undefined =>
    facts.findLast((fact) => types.some((type) => ofSigner(type, signer.number)(fact)));
  const timeOf = (fact: Fact | undefined): string | null =>
    fact ? localTimeWithOffset(fact.at, zone) : null;
  const invited = last('MailSent', 'InvitationShared');
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
    confirmedBy: `tautan pribadi yang dikirim ke surel ${maskAddress(signer.email)}`,
    round: signed.round,
    sha256: signed.sha256,
    ip: signed.origin.ip,
    userAgent: signed.origin.userAgent,
  };
}

/** What is told of a fact in the timeline; the rest is housekeeping. */
function sentence(state: DocumentState, event: Commit['events'][number]): string | undefined {
  const name = 'signer' in event ? state.draft.signers[event.signer - 1]?.name : undefined;
  switch (event.type) {
    case 'DocumentDrafted':
      return 'Dokumen disusun dari pencanangan';
    case 'DocumentRendered':
      return `Dokumen diterbitkan dengan SHA-256 ${event.sha256}`;
    case 'MailSent':
      return `Undangan penandatanganan dikirim kepada ${name}`;
    case 'InvitationShared':
      return `Dokumen ditambahkan pada tautan dalam undangan yang telah dikirim kepada ${name}`;
    case 'SessionOpened':
      return `Dokumen dibuka oleh ${name}`;
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
    zone: zoneWithOffset(zone),
    consent: signed.consent,
    completedAt: completedAt && localTimeWithOffset(completedAt, zone),
    signers: draft.signers.map((signer) => signerView(state, signer, facts)),
    timeline: facts.flatMap(({ at, event }) => {
      const what = sentence(state, event);
      return what === undefined ? [] : [{ at: localTimeWithOffset(at, zone), what }];
    }),
  };
}
