/** Judges an uploaded file against the ledger: intact, changed or unknown. */
import { createHash } from 'node:crypto';
import type { DocumentState } from '../domain/document.ts';
import type { FileKind } from '../domain/lookup.ts';
import type { Ledger } from '../ports.ts';

/** API Gateway hands a Lambda at most 6 MB, base64 included. */
export const MAX_UPLOAD_BYTES = 4 * 1024 * 1024;

export type Verdict = {
  readonly verdict: 'intact' | 'changed' | 'unknown';
  readonly sha256: string;
  /** Which of our files it is, when intact. */
  readonly file?: FileKind;
  readonly state?: DocumentState;
};

/** Our documents print the address of their own verify page, which survives most changes. */
const VERIFY_ADDRESS = /\/verify\/([0-9a-hjkmnp-tv-z]{16})/g;

/**
 * A file is intact when its SHA-256 is on record, and changed when it only names one of our
 * documents: in the verify address it carries, or because it was brought to that document's page.
 */
export async function judge(ledger: Ledger, bytes: Uint8Array): Promise<Verdict> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const target = await ledger.lookup('file', sha256);
  if (target?.kind === 'file') {
    const head = await ledger.document(target.documentId);
    if (head === undefined) throw new Error(`file ${sha256} leads to a document that is gone`);
    return { verdict: 'intact', sha256, file: target.file, state: head.state };
  }
  const printed = new Set(
    [...Buffer.from(bytes).toString('latin1').matchAll(VERIFY_ADDRESS)].map(([, id]) => id),
  );
  for (const id of printed) {
    const head = id === undefined ? undefined : await ledger.document(id);
    if (head !== undefined) return { verdict: 'changed', sha256, state: head.state };
  }
  return { verdict: 'unknown', sha256 };
}
