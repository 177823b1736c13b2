/** A document that everyone has signed, with the part of its record that tells so. */
import type { Commit } from '../../functions/domain/commit.ts';
import type { Zone } from '../../functions/domain/deadline.ts';
import type { DocumentState } from '../../functions/domain/document.ts';
import type { DocumentEvent } from '../../functions/domain/event.ts';
import type { Signer } from '../../functions/domain/signer.ts';
import { declaration, documentOf } from '../gallery/declarations.ts';

const SIGNED_AT = '2022-09-21T05:03:22.000Z';
const SHA256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const HASH = 'c35b21d6ca39aa7cc3b79a705d989f1a6e88b99ab43988d74048799e3db926a3';

type Signed = Extract<DocumentEvent, { readonly type: 'SignerSigned' }>;

const charter = documentOf('charter', declaration());

/** The commit with which a signatory signed; its hash is no real one. */
export function signedCommit(
  signer: number,
  { at = SIGNED_AT, ...more }: Partial<Signed> & { readonly at?: string } = {},
): Commit {
  const signed: Signed = {
    type: 'SignerSigned',
    signer,
    round: 1,
    sha256: SHA256,
    consent: { version: '2026-1', text: 'Saya setuju.' },
    origin: { ip: '203.0.113.7', userAgent: 'Peramban Uji/1.0' },
    ...more,
  };
  return {
    stream: `DOC#${charter.id}`,
    version: signer + 1,
    at,
    by: { type: 'signer', signer },
    events: [signed],
    prev: HASH,
    hash: HASH,
  };
}

/** A charter of the gallery; `signer` alters the first of its signatories. */
export function completed({
  timezone = 'WIT',
  signedAt = SIGNED_AT,
  signer,
}: {
  readonly timezone?: Zone;
  readonly signedAt?: string;
  readonly signer?: Partial<Signer>;
} = {}): { readonly state: DocumentState; readonly commits: readonly Commit[] } {
  const [first, ...others] = charter.signers;
  if (first === undefined) throw new Error('the gallery has a charter without signatories');
  const draft = {
    ...charter,
    agency: { ...charter.agency, timezone },
    signers: [{ ...first, ...signer }, ...others],
  };
  const state: DocumentState = {
    draft,
    status: 'signed',
    draftedAt: signedAt,
    progress: {},
    unsigned: { sha256: SHA256, sizeBytes: 12_345 },
    completedAt: signedAt,
    attempts: 0,
    nudges: 0,
  };
  return {
    state,
    commits: draft.signers.map(({ number }) => signedCommit(number, { at: signedAt })),
  };
}
