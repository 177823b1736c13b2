/** Judges an uploaded file against the ledger: intact, changed or unknown. */
import type { DocumentState } from '../domain/document.ts';
import type { FileKind } from '../domain/lookup.ts';
import type { Ledger } from '../ports.ts';
import { sha256 } from '../runtime/digest.ts';

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

/** Our files name one document each; whoever fills a file with addresses shall not keep us busy. */
const MAX_ADDRESSES = 3;

/** The documents that a file says it is, as far as its bytes are not compressed. */
function documentsNamed(bytes: Uint8Array): readonly string[] {
  const named = new Set<string>();
  for (const [, id] of Buffer.from(bytes).toString('latin1').matchAll(VERIFY_ADDRESS)) {
    if (id !== undefined) named.add(id);
    if (named.size === MAX_ADDRESSES) break;
  }
  return [...named];
}

/**
 * A file is intact when its SHA-256 is on record, changed when it only carries the verify address of
 * one of our documents, and unknown otherwise.
 */
export async function judge(ledger: Ledger, bytes: Uint8Array): Promise<Verdict> {
  const hash = sha256(bytes);
  const target = await ledger.lookup('file', hash);
  if (target?.kind === 'file') {
    const head = await ledger.document(target.documentId);
    if (head === undefined) throw new Error(`file ${hash} leads to a document that is gone`);
    return { verdict: 'intact', sha256: hash, file: target.file, state: head.state };
  }
  for (const id of documentsNamed(bytes)) {
    const head = await ledger.document(id);
    if (head !== undefined) return { verdict: 'changed', sha256: hash, state: head.state };
  }
  return { verdict: 'unknown', sha256: hash };
}
