/** What the public pages of the archive are filled with. */
import type { Zone } from '../domain/deadline.ts';
import type { DocumentState, DocumentStatus } from '../domain/document.ts';
import type { Renewed } from '../domain/draft.ts';
import type { SealLevel } from '../domain/seal-level.ts';
import { publish } from '../domain/summary.ts';
import { dateInWords, localTime } from '../domain/wording.ts';
import { assetUrl } from '../runtime/assets.ts';
import { otherViews, toldSignatures } from './other.ts';
import { MAX_UPLOAD_BYTES, type Verdict } from './verdict.ts';

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

const SHORT_HASH_CHARS = 12;

/** Times on a page that belongs to no agency: those of the capital. */
const CAPITAL_ZONE: Zone = 'WIB';

/** What the form of an upload is filled with, on whichever page it stands. */
export const uploadView = () => ({
  verifyAction: '/v1/verify',
  filesAction: '/v1/files/',
  maxBytes: MAX_UPLOAD_BYTES,
  scriptUrl: assetUrl('verify.js'),
});

/** The other side of a renewal; its page is known only where it has a document of the same subject. */
const renewalView = (renewed: Renewed | undefined) =>
  renewed === undefined
    ? null
    : { url: renewed.documentId === undefined ? null : `/verify/${renewed.documentId}` };

type ToldSeal = {
  readonly by: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Who vouches for the time, where somebody does. */
  readonly stampedBy: string | null;
  /** Null for another file than the last: the record tells of that one alone. */
  readonly level: SealLevel | null;
};

function toldSeal({ sealed }: DocumentState, isLast: boolean): ToldSeal | null {
  if (sealed === undefined) return null;
  const { sealedBy: by, stamped, level } = sealed;
  if (!isLast) return { by, at: sealed.at, stampedBy: null, level: null };
  return { by, at: stamped?.at ?? sealed.at, stampedBy: stamped?.by ?? null, level };
}

const sealView = (seal: ToldSeal | null, zone: Zone) =>
  seal && { ...seal, at: localTime(seal.at, zone) };

const hashView = (hash: string | undefined) =>
  hash === undefined ? null : { short: hash.slice(0, SHORT_HASH_CHARS), full: hash };

/** The status page of one document; `statusText` comes from the pages' texts. */
export function verifyView(state: DocumentState) {
  const { zone, sealedSha256, completedAt, ...told } = publish(state);
  return {
    ...told,
    statusTone: TONES[told.status],
    documentNumber: told.documentNumber ?? null,
    replacedBy: renewalView(told.supersededBy),
    replaces: renewalView(told.supersedes),
    eventDate: dateInWords(told.eventDate).long,
    completedAt: completedAt ? localTime(completedAt, zone) : null,
    seal: sealView(toldSeal(state, true), zone),
    unsignedHash: hashView(told.sha256),
    sealedHash: hashView(sealedSha256),
    chainHash: hashView(told.chainHash),
    signers: told.signers.map((signer) => ({
      ...signer,
      signedAt: signer.signedAt ? localTime(signer.signedAt, zone) : null,
    })),
    ...uploadView(),
  };
}

/** The answer to a file, for programs. */
export function toldVerdict({ verdict, sha256, file, state, others }: Verdict, publicUrl: string) {
  return {
    verdict,
    file: file ?? null,
    sha256,
    documentId: state?.draft.id ?? null,
    documentTitle: state?.draft.title ?? null,
    agencyName: state?.draft.agency.name ?? null,
    status: state?.status ?? null,
    verifyUrl: state ? `${publicUrl}/verify/${state.draft.id}` : null,
    seal: file === 'sealed' && state ? toldSeal(state, verdict === 'intact') : null,
    signatures: toldSignatures(others),
    // Told only where it is so; the page of the document says by what.
    ...(state?.supersededBy ? { superseded: true } : {}),
  };
}

/** The same for people; `uploaded` is whether the file itself was sent, and not only its hash. */
export function verdictView(judged: Verdict, publicUrl: string, uploaded: boolean) {
  const { signatures, ...told } = toldVerdict(judged, publicUrl);
  const zone = judged.state?.draft.agency.timezone ?? CAPITAL_ZONE;
  return {
    ...told,
    superseded: told.superseded ?? false,
    uploaded,
    // A file that only begins with ours is none of ours.
    file: judged.verdict === 'appended' ? null : told.file,
    seal: sealView(told.seal, zone),
    others: signatures.length > 0 ? { signatures: otherViews(signatures, zone) } : null,
  };
}
