/** Judges a file by the record: by its own fingerprint, else by what was signed inside of it. */
import type { DocumentState } from '../domain/document.ts';
import type { FileKind } from '../domain/lookup.ts';
import type { Ledger } from '../ports-ledger.ts';
import type { FoundSignature, Inspector } from '../ports-seal.ts';
import { sha256 } from '../runtime/digest.ts';

/** API Gateway hands a Lambda at most 6 MB, base64 included. */
export const MAX_UPLOAD_BYTES = 4 * 1024 * 1024;

/**
 * - `intact`: on record byte by byte; `earlier`: so too, but its seal has been upgraded since.
 * - `unsealed`: on record, the file that was signed, without the seal.
 * - `replaced`: on record, but printed anew for another signatory before anybody signed it.
 * - `appended`: a file of ours lies whole inside of it, and bytes that we do not know follow.
 * - `changed`: names a document of ours, and is none of our files.
 * - `foreign`: signed, but nothing about it is ours; `unknown`: not even signed.
 */
type Finding =
  | 'intact'
  | 'earlier'
  | 'unsealed'
  | 'replaced'
  | 'appended'
  | 'changed'
  | 'foreign'
  | 'unknown';

export type Verdict = {
  readonly verdict: Finding;
  readonly sha256: string;
  /** Which of our files it is, or begins with. */
  readonly file?: FileKind;
  readonly state?: DocumentState;
  /** Signatures and timestamps that are not on our record, in the order of the file. */
  readonly others: readonly FoundSignature[];
};

type World = { readonly ledger: Ledger; readonly inspector: Inspector };

/** A file of ours, and the document it belongs to. */
type Ours = { readonly file: FileKind; readonly state: DocumentState };

/** Our documents print the address of their own verify page, which survives most changes. */
const VERIFY_ADDRESS = /\/verify\/([0-9a-hjkmnp-tv-z]{16})/g;

/** Our files name one document each; whoever fills a file with addresses shall not keep us busy. */
const MAX_ADDRESSES = 3;

/** Signatures whose files are looked up, the last ones first: ours has few behind it. */
const MAX_REVISIONS = 12;

async function onRecord(ledger: Ledger, hash: string): Promise<Ours | undefined> {
  const target = await ledger.lookup('file', hash);
  if (target?.kind !== 'file') return undefined;
  const head = await ledger.document(target.documentId);
  if (head === undefined) throw new Error(`file ${hash} leads to a document that is gone`);
  return { file: target.file, state: head.state };
}

function findingOf({ file, state }: Ours, hash: string): Finding {
  if (file === 'unsigned') return state.unsigned?.sha256 === hash ? 'unsealed' : 'replaced';
  return file === 'sealed' && state.sealed?.sha256 !== hash ? 'earlier' : 'intact';
}

/** The verdict on the file with this SHA-256 (hex), whoever holds it; undefined when we know none. */
export async function judgeKnown(ledger: Ledger, hash: string): Promise<Verdict | undefined> {
  const ours = await onRecord(ledger, hash);
  return ours && { verdict: findingOf(ours, hash), sha256: hash, ...ours, others: [] };
}

/** The documents that a file says it is, as far as its bytes are not compressed. */
function documentsNamed(bytes: Uint8Array): readonly string[] {
  const named = new Set<string>();
  for (const [, id] of Buffer.from(bytes).toString('latin1').matchAll(VERIFY_ADDRESS)) {
    if (id !== undefined) named.add(id);
    if (named.size === MAX_ADDRESSES) break;
  }
  return [...named];
}

async function firstNamed(ledger: Ledger, bytes: Uint8Array): Promise<DocumentState | undefined> {
  for (const id of documentsNamed(bytes)) {
    const head = await ledger.document(id);
    if (head !== undefined) return head.state;
  }
  return undefined;
}

/** Our files as they lie inside of a file, by hash; the last ones first. */
async function oursWithin(
  ledger: Ledger,
  found: readonly FoundSignature[],
): Promise<ReadonlyMap<string, Ours>> {
  const held = found.filter(({ holds }) => holds).map((signature) => signature.revisionSha256);
  const hashes = [...new Set(held.toReversed())].slice(0, MAX_REVISIONS);
  const pairs = await Promise.all(
    hashes.map(async (hash) => [hash, await onRecord(ledger, hash)] as const),
  );
  return new Map(pairs.flatMap(([hash, ours]) => (ours ? [[hash, ours]] : [])));
}

/**
 * Nothing but a fingerprint on record makes a file `intact`, `earlier` or `unsealed`: what a
 * signature says of itself only tells whose a file is that we do not know.
 */
export async function judge({ ledger, inspector }: World, bytes: Uint8Array): Promise<Verdict> {
  const hash = sha256(bytes);
  const found = await inspector.inspect(bytes);
  const within = await oursWithin(ledger, found);
  const others = found.filter(({ revisionSha256 }) => !within.has(revisionSha256));
  const known = await judgeKnown(ledger, hash);
  if (known !== undefined) return { ...known, others };
  const [begun] = within.values();
  if (begun !== undefined) return { verdict: 'appended', sha256: hash, ...begun, others };
  const state = await firstNamed(ledger, bytes);
  if (state !== undefined) return { verdict: 'changed', sha256: hash, state, others };
  return { verdict: others.length > 0 ? 'foreign' : 'unknown', sha256: hash, others };
}
