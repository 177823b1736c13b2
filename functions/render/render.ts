/** Renders what a document needs next: its unsigned PDF, or its evidence and visible marks. */
import { headLogo } from '../domain/agency.ts';
import { documentStream } from '../domain/commit.ts';
import type { DocumentState } from '../domain/document.ts';
import { documentWork } from '../domain/due.ts';
import { confirmedFile, replay } from '../domain/replay.ts';
import {
  evidenceKey,
  evidenceSheetKey,
  logoKey,
  marksKey,
  unsignedKey,
} from '../domain/storage-key.ts';
import type { Files } from '../ports.ts';
import type { Ledger } from '../ports-ledger.ts';
import { attempt } from '../runtime/attempt.ts';
import { sha256 } from '../runtime/digest.ts';
import { type Execute, record } from '../runtime/execute.ts';
import { documentPdf, type Press, type Proof, proofPdf } from './archival.ts';
import { coveredCommits, evidenceJson } from './evidence.ts';
import { templateVersion } from './template-version.ts';
import { letterhead, verifyLink } from './view.ts';
import { evidenceView } from './view-evidence.ts';
import { marksView } from './view-marks.ts';

const WORKER = 'render';

/** What a signatory can still be shown in the page itself (see `signing/pdf.ts`). */
export const MAX_PDF_BYTES = 4 * 1024 * 1024;

export type RenderWorld = Press & {
  readonly ledger: Ledger;
  readonly files: Files;
  readonly execute: Execute;
  readonly publicUrl: string;
  /** Version of the Chromium that prints. */
  readonly chromium: string;
};

async function partsOf({ files, publicUrl }: RenderWorld, { draft }: DocumentState) {
  const logo = headLogo(draft.agency, draft.signers);
  return {
    logo: logo && (await files.get(logoKey(logo.sha256))),
    verify: await verifyLink(publicUrl, draft.id),
  };
}

async function renderUnsigned(world: RenderWorld, state: DocumentState): Promise<void> {
  const { id, kind } = state.draft;
  const pdf = await documentPdf(world, state, await partsOf(world, state));
  if (pdf.length > MAX_PDF_BYTES)
    throw new Error(`the document came out too large: ${pdf.length} bytes`);
  const hash = sha256(pdf);
  await world.files.put(unsignedKey(id, hash), pdf, 'application/pdf');
  // A second worker's file stays unreferenced: the ledger names the one that counts.
  const command = {
    type: 'recordRender',
    sha256: hash,
    sizeBytes: pdf.length,
    madeWith: { templates: templateVersion(kind), chromium: world.chromium },
    edition: state.edition,
  } as const;
  await record(world.execute, id, { command, worker: WORKER });
}

/** Stores a file under the key of its hash. @returns the hash. */
async function stored(
  { files }: RenderWorld,
  file: { readonly bytes: Uint8Array; readonly mediaType: string },
  keyOf: (hash: string) => string,
): Promise<string> {
  const hash = sha256(file.bytes);
  await files.put(keyOf(hash), file.bytes, file.mediaType);
  return hash;
}

async function compileEvidence(world: RenderWorld, id: string): Promise<void> {
  const commits = coveredCommits(await world.ledger.commits(documentStream(id)));
  const state = replay(commits, sha256);
  confirmedFile(commits, state);
  const { logo, verify } = await partsOf(world, state);
  const print = async (proof: Proof) => ({
    bytes: await proofPdf(world, state, proof),
    mediaType: 'application/pdf',
  });
  const head = { agency: letterhead(state.draft, logo), verify };
  const sheet = await print({
    kind: 'evidence',
    model: { ...evidenceView(state, commits), ...head },
  });
  const marks = await print({ kind: 'marks', model: marksView(state, commits) });
  const sheetSha256 = await stored(world, sheet, (hash) => evidenceSheetKey(id, hash));
  const marksSha256 = await stored(world, marks, (hash) => marksKey(id, hash));
  // It names the prints, so that the seal, which names the evidence, vouches for all of them.
  const text = evidenceJson({ state, commits, prints: { sheetSha256, marksSha256 } });
  const json = { bytes: Buffer.from(text), mediaType: 'application/json' };
  const jsonSha256 = await stored(world, json, (hash) => evidenceKey(id, hash));
  const chainHash = commits.at(-1)?.hash ?? '';
  const hashes = { chainHash, jsonSha256, sheetSha256, marksSha256 };
  const command = { type: 'recordEvidence', ...hashes } as const;
  await record(world.execute, id, { command, worker: WORKER });
}

/** Does the rendering that the document waits for; nothing when it waits for something else. */
export async function render(world: RenderWorld, documentId: string): Promise<void> {
  const head = await world.ledger.document(documentId);
  const work = head && documentWork(head.state);
  if (head === undefined || (work !== 'render' && work !== 'evidence')) return;
  await attempt(world.execute, { documentId, work, worker: WORKER }, () =>
    work === 'render' ? renderUnsigned(world, head.state) : compileEvidence(world, documentId),
  );
}
