/** What the public pages of the archive are filled with. */
import type { DocumentState, DocumentStatus } from '../domain/document.ts';
import type { Renewed } from '../domain/draft.ts';
import { publish } from '../domain/summary.ts';
import { dateInWords, localTime } from '../domain/wording.ts';
import type { Verdict } from './verdict.ts';

const TONES: Readonly<Record<DocumentStatus, 'good' | 'wait' | 'bad'>> = {
  drafted: 'wait',
  signing: 'wait',
  signed: 'wait',
  sealed: 'good',
  declined: 'bad',
  voided: 'bad',
  expired: 'bad',
  superseded: 'bad',
};

/** The other side of a renewal; its page is known only where it has a document of the same subject. */
const renewalView = (renewed: Renewed | undefined) =>
  renewed === undefined
    ? null
    : { url: renewed.documentId === undefined ? null : `/verify/${renewed.documentId}` };

/** The status page of one document; `statusText` comes from the pages' texts. */
export function verifyView(state: DocumentState) {
  const told = publish(state);
  return {
    ...told,
    statusTone: TONES[told.status],
    documentNumber: told.documentNumber ?? null,
    replacedBy: renewalView(told.supersededBy),
    replaces: renewalView(told.supersedes),
    eventDate: dateInWords(told.eventDate).long,
    sha256: told.sha256 ?? null,
    sealedSha256: told.sealed?.sha256 ?? null,
    sealedBy: told.sealed?.sealedBy ?? null,
    sealedAt: told.sealed ? localTime(told.sealed.at, told.zone) : null,
    signers: told.signers.map((signer) => ({
      ...signer,
      signedAt: signer.signedAt ? localTime(signer.signedAt, told.zone) : null,
    })),
    verifyAction: '/v1/verify',
  };
}

/** The answer to an uploaded file, for the page and for the API alike. */
export const verdictView = ({ verdict, sha256, file, state }: Verdict, publicUrl: string) => ({
  verdict,
  file: file ?? null,
  sha256,
  documentId: state?.draft.id ?? null,
  documentTitle: state?.draft.title ?? null,
  agencyName: state?.draft.agency.name ?? null,
  status: state?.status ?? null,
  verifyUrl: state ? `${publicUrl}/verify/${state.draft.id}` : null,
  // Told only where it is so; the page of the document says by what.
  ...(state?.supersededBy ? { superseded: true } : {}),
});
