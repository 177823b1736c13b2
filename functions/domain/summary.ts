/** What may be told about a document: to its administrators, and to anyone at all. */
import type { DocumentState } from './document.ts';
import { documentWork, progressOf, turnOf } from './document.ts';
import type { Signer } from './signer.ts';
import { printedPosition } from './signer.ts';
import { PLEDGER_NAME, ROLE_NAMES } from './wording.ts';

/** A signatory's part in this document, in Indonesian. */
export const roleName = (state: DocumentState, signer: Signer): string =>
  state.draft.kind === 'pledge' && signer.role === 'declarer'
    ? PLEDGER_NAME
    : ROLE_NAMES[signer.role];

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
  const { id, declarationId, kind, title, agency, event, target, units, legalBasis } = draft;
  return {
    id,
    declarationId,
    kind,
    title,
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
  const { draft, status, unsigned, sealed } = state;
  return {
    documentId: draft.id,
    documentTitle: draft.title,
    agencyName: draft.agency.name,
    zone: draft.agency.timezone,
    status,
    eventDate: draft.event.date,
    sha256: unsigned?.sha256,
    sealed,
    signers: draft.signers.map((signer) => ({
      name: signer.name,
      position: printedPosition(signer),
      roleName: roleName(state, signer),
      signedAt: progressOf(state, signer.number).signedAt,
    })),
  };
}
