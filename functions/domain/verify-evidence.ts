/** What the evidence inside of a sealed file proves, recomputed from that file alone. */
import type { Agency } from './agency.ts';
import type { Commit, Digest } from './commit.ts';
import { canonical, documentStream, firstBreak } from './commit.ts';
import type { DocumentState } from './document.ts';
import { printedMark } from './mark.ts';
import { type MarkPlace, markPlaces, SEAL_FIELD, signatoryMarks } from './marks.ts';
import { confirmedFile, replay } from './replay.ts';
import { localTimeWithOffset } from './wording.ts';

/** A change that takes something away or gives it another meaning counts the number up. */
export const EVIDENCE_SCHEMA = 'piagam/evidence/2';

/** The evidence as `functions/render/evidence.ts` writes it. */
export type Evidence = {
  readonly schema: string;
  readonly stream: string;
  /** Of the file that everyone confirmed. */
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Where the chain ends. */
  readonly chainHash: string;
  readonly commits: readonly Commit[];
  readonly marks: readonly MarkPlace[];
  readonly sheetSha256: string;
};

/** A field as it was sealed. */
export type SealedField = {
  /** What it says for who cannot see it (TU). */
  readonly label: string;
  /** The text that it shows, without white space. */
  readonly text: string;
  /** It holds a signature, the seal's among them. */
  readonly isSigned: boolean;
};

/** What stands in the sealed file itself. */
export type SealedFile = {
  /** SHA-256 (hex) of so many bytes at its beginning. */
  readonly beginning: (sizeBytes: number) => string;
  /** SHA-256 (hex) of the evidence sheet inside; undefined when there is none. */
  readonly sheetSha256: string | undefined;
  /** Undefined without the field. */
  readonly field: (name: string) => SealedField | undefined;
  /** SHA-256 (hex) of the file up to the end of each signature before the seal, in its order. */
  readonly certified: readonly string[];
};

/** One thing that was checked. */
export type Finding = { readonly holds: boolean; readonly what: string };

/** Without white space; a ligature is the same as its letters. */
const bare = (text: string): string => text.normalize('NFKC').replace(/\s/g, '');

/** Word by word, as a text that is broken into lines may be read in another order. */
const shows = (shown: string, text: string): boolean =>
  text.split(/\s+/).every((word) => shown.includes(bare(word)));

/**
 * What each mark shows, in the order of `markPlaces`: what was typed, or of a drawn one nothing that
 * can be read, then the time; of the seal its agency.
 */
function shownTexts(state: DocumentState, commits: readonly Commit[]): readonly string[] {
  const { name, timezone } = state.draft.agency;
  const time = (utc: string): string => localTimeWithOffset(utc, timezone);
  const signatures = signatoryMarks(state, commits).map(({ signer, at, mark }) =>
    mark.type === 'typed' ? `${printedMark(mark.text, signer.name)} ${time(at)}` : time(at),
  );
  return [...signatures, `${name} ${time(state.completedAt ?? '')}`];
}

/**
 * The marks that do not say, in their fields, what follows from the record. A field that a provider
 * has signed is left to that signature, which tells itself whose it is (see `placeMarks`).
 */
function strayMarks(
  evidence: Evidence,
  state: DocumentState,
  { field }: SealedFile,
): readonly string[] {
  const texts = shownTexts(state, evidence.commits);
  return markPlaces(state, evidence.commits).flatMap(({ field: name, label }, index) => {
    const sealed = field(name);
    if (sealed?.isSigned && name !== SEAL_FIELD) return [];
    const isRight = sealed?.label === label && shows(bare(sealed.text), texts[index] ?? '');
    return isRight ? [] : [name];
  });
}

/** SHA-256 (hex) of each file that a provider's signature made, in the order of the record. */
const certifiedFiles = (commits: readonly Commit[]): readonly string[] =>
  commits
    .flatMap(({ events }) => events)
    .flatMap((event) =>
      event.type === 'SignerSigned' && event.certified ? [event.certified.sha256] : [],
    );

function findings(evidence: Evidence, file: SealedFile, digest: Digest): readonly Finding[] {
  const { commits, chainHash, sha256, sizeBytes } = evidence;
  const state = replay(commits, digest);
  const stray = strayMarks(evidence, state, file);
  const areSame = canonical(evidence.marks) === canonical(markPlaces(state, commits));
  return [
    {
      holds: commits.at(-1)?.hash === chainHash,
      what: `hash chain of ${commits.length} commits, ending at ${chainHash}`,
    },
    {
      holds: evidence.stream === documentStream(state.draft.id),
      what: `record of document ${state.draft.id}: ${state.draft.title}`,
    },
    {
      holds: confirmedFile(commits, state) === sha256 && state.unsigned?.sizeBytes === sizeBytes,
      what: `confirmed by all ${state.draft.signers.length} signatories: SHA-256 ${sha256}`,
    },
    {
      holds: file.beginning(sizeBytes) === sha256,
      what: `the file begins with exactly these ${sizeBytes} bytes`,
    },
    {
      holds: file.certified.join() === certifiedFiles(commits).join(),
      what: `certified signatures before the seal: the ${certifiedFiles(commits).length} on record`,
    },
    {
      holds: areSame && stray.length === 0,
      what: ['visible marks say what the record says', ...stray].join(', not so: '),
    },
    {
      holds: file.sheetSha256 === evidence.sheetSha256,
      what: `evidence sheet (lembar bukti): SHA-256 ${evidence.sheetSha256}`,
    },
  ];
}

/** The agency whose document it is. @throws when the record cannot be followed. */
export const agencyIn = ({ commits }: Evidence, digest: Digest): Agency =>
  replay(commits, digest).draft.agency;

/** Checks the evidence against its own chain and against the file that it lies in. Never throws. */
export function evidenceFindings(
  evidence: Evidence,
  file: SealedFile,
  digest: Digest,
): readonly Finding[] {
  try {
    const broken = firstBreak(evidence.commits, digest);
    if (broken !== undefined)
      return [{ holds: false, what: `hash chain, which breaks at version ${broken}` }];
    return findings(evidence, file, digest);
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    return [{ holds: false, what: `the record, which cannot be followed: ${fault}` }];
  }
}
