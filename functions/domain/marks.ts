/** The visible marks of a completed document: whose they are, where they go, and what they say. */
import type { Commit } from './commit.ts';
import type { DocumentState } from './document.ts';
import type { Mark } from './mark.ts';
import type { Signer } from './signer.ts';
import { printedPosition } from './signer.ts';
import { localTimeWithOffset } from './wording.ts';

/** The prepared field of the seal itself. */
export const SEAL_FIELD = 'Segel-1';

/** The prepared field of a signatory, by the number of the signatory. */
export const signatureField = (signer: number): string => `Signature-${signer}`;

/** Where a mark goes: the field of the confirmed file, and the page of the print that shows it. */
export type MarkPlace = {
  /** Name of the prepared field, e.g. `Signature-1`; the one of the seal itself is `SEAL_FIELD`. */
  readonly field: string;
  /** 0-based page of the print of the marks. */
  readonly page: number;
  /** What the mark says, for who cannot see it (the field's TU) and for who checks it. */
  readonly label: string;
};

/** What one signatory left: when (UTC), and in which form. */
export type SignatoryMark = {
  readonly signer: Signer;
  readonly at: string;
  readonly mark: Mark;
};

type Recorded = Pick<DocumentState, 'draft' | 'completedAt'>;

/** The time (UTC) at which the last of all signatories signed. */
function completionOf({ completedAt }: Recorded): string {
  if (completedAt === undefined) throw new Error('the signatures are not complete');
  return completedAt;
}

/**
 * The marks of all signatories, in the order in which the document names them; who left none of
 * their own has the name as typed.
 *
 * @throws when somebody has not signed.
 */
export function signatoryMarks(
  { draft }: Recorded,
  commits: readonly Commit[],
): readonly SignatoryMark[] {
  const signed = commits.flatMap(({ at, events }) =>
    events.flatMap((event) => (event.type === 'SignerSigned' ? [{ at, event }] : [])),
  );
  return draft.signers.map((signer) => {
    const found = signed.find(({ event }) => event.signer === signer.number);
    if (found === undefined) throw new Error(`signatory ${signer.number} has not signed`);
    const { at, event } = found;
    return { signer, at, mark: event.mark ?? { type: 'typed', text: signer.name } };
  });
}

/**
 * The prepared fields with their pages and labels: one of each signatory, in the order in which the
 * document names them, then the seal's. It follows from the record up to `SigningCompleted` alone;
 * what came after changes nothing.
 *
 * @throws when the signatures are not complete.
 */
export function markPlaces(state: Recorded, commits: readonly Commit[]): readonly MarkPlace[] {
  const { agency } = state.draft;
  const time = (utc: string): string => localTimeWithOffset(utc, agency.timezone);
  const signatures = signatoryMarks(state, commits).map(({ signer, at }, page) => {
    const who = [signer.name, printedPosition(signer), signer.institution ?? ''].filter(Boolean);
    const label = `Ditandatangani secara elektronik oleh ${who.join(', ')}, pada ${time(at)}`;
    return { field: signatureField(signer.number), page, label };
  });
  const completed = `penandatanganan selesai pada ${time(completionOf(state))}`;
  const label = `Segel elektronik ${agency.name}; ${completed}; lembar bukti terlampir`;
  return [...signatures, { field: SEAL_FIELD, page: signatures.length, label }];
}
