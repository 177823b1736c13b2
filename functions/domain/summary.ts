/** What may be told about a document: to its administrators, and to anyone at all. */
import { deliveryOf } from './delivery.ts';
import type { DocumentState } from './document.ts';
import { progressOf, turnOf } from './document.ts';
import type { DocumentKind } from './draft.ts';
import { documentWork } from './due.ts';
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

/** What a caller may see: addresses, and how letters to them fared. */
export type Sight = { readonly addresses: boolean; readonly deliveries: boolean };

/** Admins see both. */
export const ADMINS_SIGHT: Sight = { addresses: true, deliveries: true };

/**
 * For callers of the API: everything but links and the numbers of persons (NIP); addresses only for
 * those who work with them. Times are UTC.
 */
export function summarize(state: DocumentState, sees: Sight) {
  const { draft, status, unsigned, evidence, sealed, completedAt, endReason, shelf, postponed } =
    state;
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
    postponed,
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
      const progress = progressOf(state, signer.number);
      const { round, openedAt, disownedAt, signedAt, declinedAt, mailed } = progress;
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
        delivery: sees.deliveries ? deliveryOf(progress) : undefined,
        undelivered: sees.deliveries ? progress.undelivered : undefined,
        openedAt,
        disownedAt,
        signedAt,
        declinedAt,
      };
    }),
  };
}

/** For the public: names, roles and times; no address, no number of a person, no reason of refusal. */
export function publish(state: DocumentState) {
  const { draft, status, unsigned, completedAt, evidence, sealed, supersededBy } = state;
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
    completedAt,
    chainHash: evidence?.chainHash,
    sealedSha256: sealed?.sha256,
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
