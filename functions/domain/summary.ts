/** What may be told about a document: to its administrators, and to anyone at all. */
import type { DocumentState } from './document.ts';
import { documentWork, progressOf, turnOf } from './document.ts';
import type { DocumentKind } from './draft.ts';
import type { Signer } from './signer.ts';
import { printedPosition } from './signer.ts';
import { DECLARER_NAMES, ROLE_NAMES } from './wording.ts';

/** What each kind of document is called, in Indonesian. */
const KIND_NAMES: Readonly<Record<DocumentKind, string>> = {
  charter: 'Piagam pencanangan',
  pledge: 'Pakta integritas',
  commitment: 'Komitmen bersama',
  minutes: 'Berita acara',
  'action-plan': 'Rencana aksi',
};

/** A signatory's part in this document, in Indonesian. */
export const roleName = ({ draft }: DocumentState, { role }: Signer): string =>
  role === 'declarer' ? DECLARER_NAMES[draft.kind] : ROLE_NAMES[role];

export type SignerStanding = 'signed' | 'declined' | 'turn' | 'waiting';

function standing(state: DocumentState, signer: Signer): SignerStanding {
  const progress = progressOf(state, signer.number);
  if (progress.signedAt !== undefined) return 'signed';
  if (progress.declinedAt !== undefined) return 'declined';
  return turnOf(state).includes(signer.number) ? 'turn' : 'waiting';
}

/**
 * For callers of the API: everything but links and the numbers of persons (NIP); addresses only for
 * those who work with them. Times are UTC.
 */
export function summarize(state: DocumentState, sees: { readonly addresses: boolean }) {
  const { draft, status, unsigned, evidence, sealed, completedAt, endReason, shelf } = state;
  const { id, declarationId, kind, title, number, collective, agency } = draft;
  const { event, target, units, legalBasis, supersedes } = draft;
  return {
    id,
    declarationId,
    kind,
    title,
    number,
    collective,
    agency: agency.name,
    timezone: agency.timezone,
    event,
    target,
    units,
    legalBasis: legalBasis.map(({ key }) => key),
    status,
    pending: documentWork(state),
    shelf,
    endReason,
    supersedes,
    supersededBy: state.supersededBy,
    draftedAt: state.draftedAt,
    deadline: draft.deadline,
    completedAt,
    unsigned,
    evidence,
    sealed,
    signers: draft.signers.map((signer) => {
      const { round, openedAt, signedAt, declinedAt, mailed } = progressOf(state, signer.number);
      return {
        number: signer.number,
        person: signer.person,
        name: signer.name,
        position: printedPosition(signer),
        role: signer.role,
        group: signer.group,
        email: sees.addresses ? signer.email : undefined,
        standing: standing(state, signer),
        round,
        mailed,
        openedAt,
        signedAt,
        declinedAt,
      };
    }),
  };
}

/** For the public: names, roles and times; no address, no number of a person, no reason of refusal. */
export function publish(state: DocumentState) {
  const { draft, status, unsigned, sealed, supersededBy } = state;
  return {
    documentId: draft.id,
    documentTitle: draft.title,
    documentNumber: draft.number,
    kindName: KIND_NAMES[draft.kind],
    agencyName: draft.agency.name,
    zone: draft.agency.timezone,
    status,
    eventDate: draft.event.date,
    sha256: unsigned?.sha256,
    sealed,
    supersedes: draft.supersedes,
    supersededBy,
    signers: draft.signers.map((signer) => ({
      name: signer.name,
      position: printedPosition(signer),
      roleName: roleName(state, signer),
      signedAt: progressOf(state, signer.number).signedAt,
    })),
  };
}
