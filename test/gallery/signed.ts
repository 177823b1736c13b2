/** A document of the gallery when all have signed: what the seal of it brings along. */
import { EVIDENCE_FILE, EVIDENCE_SHEET_FILE } from '../../functions/domain/attachment.ts';
import type { DocumentCommand } from '../../functions/domain/command.ts';
import { type Commit, chain, documentStream } from '../../functions/domain/commit.ts';
import { CONSENT } from '../../functions/domain/consent.ts';
import { decide } from '../../functions/domain/decide.ts';
import type { DocumentDraft } from '../../functions/domain/draft.ts';
import type { DocumentEvent } from '../../functions/domain/event.ts';
import { markPlaces } from '../../functions/domain/marks.ts';
import { replay } from '../../functions/domain/replay.ts';
import type { SealOrder } from '../../functions/ports-seal.ts';
import { type Press, proofPdf } from '../../functions/render/archival.ts';
import { evidenceJson } from '../../functions/render/evidence.ts';
import { letterhead, verifyLink } from '../../functions/render/view.ts';
import { evidenceView } from '../../functions/render/view-evidence.ts';
import { marksView } from '../../functions/render/view-marks.ts';
import { sha256 } from '../../functions/runtime/digest.ts';

const AT = '2026-12-02T01:02:03.456Z';
const BY = { type: 'worker', name: 'gallery' } as const;
const ORIGIN = { ip: '203.0.113.1', userAgent: 'Mozilla/5.0 (Linux; Android 14)' };

/** A drawn mark, for every other signatory. */
const STROKES = [
  [20, 150, 80, 30, 140, 160, 200, 60, 260, 140, 320, 90],
  [340, 120, 420, 60, 500, 130, 580, 40],
];

function signBy(draft: DocumentDraft, fileSha256: string): readonly DocumentCommand[] {
  const inOrder = draft.signers.toSorted((a, b) => a.group - b.group);
  return inOrder.map(({ number }) => ({
    type: 'sign',
    signer: number,
    round: 1,
    sha256: fileSha256,
    consent: CONSENT,
    origin: ORIGIN,
    ...(number % 2 === 0 && { mark: { type: 'drawn', strokes: STROKES } }),
  }));
}

/** The record of a document that all have signed. */
function recordOf(draft: DocumentDraft, pdf: Uint8Array): readonly Commit[] {
  const fileSha256 = sha256(pdf);
  const commands: readonly DocumentCommand[] = [
    {
      type: 'recordRender',
      sha256: fileSha256,
      sizeBytes: pdf.length,
      madeWith: { templates: sha256(''), chromium: '153.0.0' },
    },
    ...signBy(draft, fileSha256),
  ];
  const commits: Commit[] = [];
  const append = (events: readonly DocumentEvent[]): void => {
    const entry = { stream: documentStream(draft.id), at: AT, by: BY, events };
    commits.push(chain(commits.at(-1), entry, sha256));
  };
  append([{ type: 'DocumentDrafted', draft }]);
  for (const command of commands) {
    const decision = decide(replay(commits, sha256), command, AT);
    if (!decision.ok) throw new Error(`${command.type}: ${decision.refusal.reason}`);
    append(decision.events);
  }
  return commits;
}

/** @param pdf the document's own file, as the render worker makes it. */
export async function sealOrderOf(
  press: Press,
  draft: DocumentDraft,
  pdf: Uint8Array,
): Promise<SealOrder> {
  const commits = recordOf(draft, pdf);
  const state = replay(commits, sha256);
  const verify = await verifyLink('https://piagam.contoh.example', draft.id);
  const model = { ...evidenceView(state, commits), agency: letterhead(draft, undefined), verify };
  const sheet = await proofPdf(press, state, { kind: 'evidence', model });
  const marks = await proofPdf(press, state, { kind: 'marks', model: marksView(state, commits) });
  const prints = { sheetSha256: sha256(sheet), marksSha256: sha256(marks) };
  const json = Buffer.from(evidenceJson({ state, commits, prints }));
  return {
    at: AT,
    reason: `Segel elektronik ${draft.agency.name}; bukti SHA-256 ${sha256(json)}`,
    marks,
    places: markPlaces(state, commits),
    attachments: [
      { ...EVIDENCE_FILE, mediaType: 'application/json', relationship: 'Data', bytes: json },
      {
        ...EVIDENCE_SHEET_FILE,
        mediaType: 'application/pdf',
        relationship: 'Supplement',
        bytes: sheet,
      },
    ],
    mustBeStamped: false,
  };
}
