/** The evidence of a completed document: its record, to be checked without us. */
import type { Commit } from '../domain/commit.ts';
import { canonical, documentStream } from '../domain/commit.ts';
import type { DocumentState } from '../domain/document.ts';
import { markPlaces } from '../domain/marks.ts';
import { EVIDENCE_SCHEMA } from '../domain/verify-evidence.ts';

/** The commits up to the one that completed the signatures: the same for every worker that asks. */
export function coveredCommits(commits: readonly Commit[]): readonly Commit[] {
  const last = commits.findIndex(({ events }) =>
    events.some(({ type }) => type === 'SigningCompleted'),
  );
  if (last < 0) throw new Error('the chain holds no completed signing');
  return commits.slice(0, last + 1);
}

/** What the evidence is made of; `prints` are what people see of it. */
type EvidenceParts = {
  readonly state: DocumentState;
  readonly commits: readonly Commit[];
  readonly prints: { readonly sheetSha256: string; readonly marksSha256: string };
};

/**
 * The evidence as canonical JSON. With the sealed file alone it tells where the confirmed file
 * ends, whether the chain holds, and which mark belongs into which field.
 */
export const evidenceJson = ({ state, commits, prints }: EvidenceParts): string =>
  canonical({
    schema: EVIDENCE_SCHEMA,
    stream: documentStream(state.draft.id),
    sha256: state.unsigned?.sha256,
    sizeBytes: state.unsigned?.sizeBytes,
    chainHash: commits.at(-1)?.hash,
    commits,
    marks: markPlaces(state, commits),
    ...prints,
  });
