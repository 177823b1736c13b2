/** What the seal adds to a confirmed file: the visible marks and the evidence, as they are on record. */
import { EVIDENCE_FILE, EVIDENCE_SHEET_FILE } from '../domain/attachment.ts';
import type { DocumentState } from '../domain/document.ts';
import { markPlaces } from '../domain/marks.ts';
import { evidenceKey, evidenceSheetKey, marksKey } from '../domain/storage-key.ts';
import type { Clock, Files } from '../ports.ts';
import type { Attachment, SealOrder } from '../ports-seal.ts';
import { type DocumentRecord, readHashed } from './record.ts';

type OrderWorld = { readonly files: Files; readonly clock: Clock };
type Evidence = NonNullable<DocumentState['evidence']>;

async function evidenceFiles(
  files: Files,
  id: string,
  { jsonSha256, sheetSha256 }: Evidence,
): Promise<readonly Attachment[]> {
  const [json, sheet] = await Promise.all([
    readHashed(files, evidenceKey(id, jsonSha256), jsonSha256),
    readHashed(files, evidenceSheetKey(id, sheetSha256), sheetSha256),
  ]);
  return [
    { ...EVIDENCE_FILE, mediaType: 'application/json', relationship: 'Data', bytes: json },
    {
      ...EVIDENCE_SHEET_FILE,
      mediaType: 'application/pdf',
      relationship: 'Supplement',
      bytes: sheet,
    },
  ];
}

/** A record from before there were marks is sealed without any. */
async function visibleMarks(
  files: Files,
  { state, commits }: DocumentRecord,
  { marksSha256 }: Evidence,
): Promise<Pick<SealOrder, 'marks' | 'places'>> {
  if (marksSha256 === undefined) return { marks: new Uint8Array(), places: [] };
  const marks = await readHashed(files, marksKey(state.draft.id, marksSha256), marksSha256);
  return { marks, places: markPlaces(state, commits) };
}

/** @throws when the chain holds no evidence, or a file of it is not the one on record. */
export async function sealOrder(
  { files, clock }: OrderWorld,
  record: DocumentRecord,
): Promise<SealOrder> {
  const { draft, evidence } = record.state;
  if (evidence === undefined) throw new Error('the chain holds no evidence');
  const [attachments, marks] = await Promise.all([
    evidenceFiles(files, draft.id, evidence),
    visibleMarks(files, record, evidence),
  ]);
  return {
    at: clock(),
    // It lies inside the signed bytes: the seal vouches for the evidence, and so for the chain.
    reason: `Segel elektronik ${draft.agency.name}; bukti SHA-256 ${evidence.jsonSha256}`,
    ...marks,
    attachments,
    mustBeStamped: draft.agency.untimed === 'hold',
  };
}
