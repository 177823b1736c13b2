/**
 * What a document carries of its own data, so that it can be read by programs for as long as it is
 * kept. It ends with the public: nothing is in it that is not printed as well, save the codes of
 * document and declaration, and no e-mail address ever.
 */
import type { DocumentDraft } from './draft.ts';
import { printedPosition, type Signer } from './signer.ts';

/** A change that takes something away or gives it another meaning counts the version up. */
export const EMBEDDED_SCHEMA = { schema: 'piagam-document', version: 1 } as const;

const signerData = (signer: Signer) => ({
  number: signer.number,
  role: signer.role,
  name: signer.name,
  position: printedPosition(signer),
  institution: signer.institution,
  rank: signer.rank,
  nip: signer.nip,
});

/** Every field is named: one that a draft gains later stays out until somebody puts it here. */
export function embeddedData(draft: DocumentDraft) {
  const { agency, event, ceremony } = draft;
  return {
    ...EMBEDDED_SCHEMA,
    documentId: draft.id,
    declarationId: draft.declarationId,
    kind: draft.kind,
    title: draft.title,
    number: draft.number,
    agency: {
      name: agency.name,
      parent: agency.parent,
      city: agency.city,
      timezone: agency.timezone,
      addressLines: agency.letterhead.addressLines,
    },
    event: { date: event.date, place: event.place, ceremony: event.ceremony },
    target: draft.target,
    units: draft.units.map(({ name, acronym }) => ({ name, acronym })),
    proposedUnits: draft.proposedUnits.map(({ name, acronym }) => ({ name, acronym })),
    partners: draft.partners,
    rankAndFile: draft.rankAndFile,
    collective: draft.collective,
    actions: draft.actions?.map((action) => ({
      area: action.area,
      activity: action.activity,
      indicator: action.indicator,
      target: action.target,
      month: action.month,
      personInCharge: action.personInCharge,
      evidence: action.evidence,
    })),
    signed: ceremony?.signed.map((document) => ({
      title: document.title,
      number: document.number,
      complete: document.complete,
      completedAt: document.completedAt,
      signedBy: document.signedBy.map(({ name, position }) => ({ name, position })),
    })),
    present: ceremony?.present.map(({ name, position, prefix, institution }) => ({
      name,
      position: position === undefined ? undefined : printedPosition({ position, prefix }),
      institution,
    })),
    legalBasis: draft.legalBasis.map(({ key, title }) => ({ key, title })),
    signers: draft.signers.map(signerData),
  };
}
