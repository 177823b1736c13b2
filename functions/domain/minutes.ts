/** The minutes of a ceremony (berita acara): when they can be drafted, and what they record. */
import { localDate, signingDeadline } from './deadline.ts';
import type { Declaration } from './declaration.ts';
import type { DocumentState } from './document.ts';
import { hasSigned, isComplete, isFinal, isUnfinished } from './document.ts';
import type { CeremonyRecord, DocumentDraft, DocumentKind, SignedDocument } from './draft.ts';
import { folded } from './finding.ts';
import type { Signer } from './signer.ts';
import { printedPosition } from './signer.ts';

/**
 * Whether the minutes wait for documents of this kind. Pledges and action plans do not hold them up:
 * they may be signed long after the ceremony.
 */
export const holdsMinutesUp = (kind: DocumentKind): boolean =>
  kind === 'charter' || kind === 'commitment';

/** Whether the minutes tell of documents of this kind; pledges are each person's own. */
export const isInMinutes = (kind: DocumentKind): boolean =>
  holdsMinutesUp(kind) || kind === 'action-plan';

/** The office as a list of people names it, with the institution unless the office names it already. */
function office(signer: Signer): string {
  const position = printedPosition(signer);
  const { institution } = signer;
  const isNamed = institution === undefined || folded(position).includes(folded(institution));
  return isNamed ? position : `${position}, ${institution}`;
}

function signedDocument(state: DocumentState): SignedDocument {
  const { title, number, signers } = state.draft;
  const signed = signers.filter((signer) => hasSigned(state, signer.number));
  return {
    title,
    number,
    complete: isComplete(state),
    completedAt: state.completedAt,
    signedBy: signed.map((signer) => ({ name: signer.name, position: office(signer) })),
  };
}

/**
 * What the minutes record, given all documents they tell of.
 * - `waiting`: a charter or the commitment has not come to its end.
 * - `nothing`: each of them ended without all signatures; minutes of nothing signed are not made.
 */
export function ceremonyRecord(
  { present }: Declaration,
  documents: readonly DocumentState[],
): CeremonyRecord | 'waiting' | 'nothing' {
  const awaited = documents.filter(({ draft }) => holdsMinutesUp(draft.kind));
  if (!awaited.every(isFinal)) return 'waiting';
  if (!awaited.some(isComplete)) return 'nothing';
  const told = documents.filter((document) => !isUnfinished(document));
  return { signed: told.map(signedDocument), present };
}

/** The longest that minutes of these documents can become: everyone has signed everything. */
export const fullestRecord = (
  plans: readonly Pick<DocumentDraft, 'kind' | 'title' | 'number' | 'signers'>[],
  present: CeremonyRecord['present'],
): CeremonyRecord => ({
  signed: plans
    .filter(({ kind }) => isInMinutes(kind))
    .map(({ title, number, signers }) => ({
      title,
      number,
      complete: true,
      signedBy: signers.map((signer) => ({
        name: signer.name,
        position: printedPosition(signer),
      })),
    })),
  present,
});

/** Until when minutes drafted at `now` may be signed: the wished day if it is still ahead. */
export function minutesDeadline(declaration: Declaration, now: string): string {
  const { agency, deadlines } = declaration;
  const deadline = deadlines?.minutes ?? declaration.deadline;
  const zone = agency.timezone;
  const isAhead = deadline !== undefined && deadline >= localDate(now, zone);
  return signingDeadline({ date: isAhead ? deadline : undefined, zone }, now);
}
