/** How a document changes when an admin or a signatory changes who signs it, where, or until when. */
import type { DocumentState } from './document.ts';
import type { DocumentEvent } from './event.ts';
import { holderRenewed } from './evolve-identity.ts';
import { lettersRenewed } from './evolve-letter.ts';
import { settled } from './evolve-work.ts';
import type { Person, Signer } from './signer.ts';
import type { SignerProgress } from './signer-progress.ts';

type Fact<T extends DocumentEvent['type']> = Extract<DocumentEvent, { readonly type: T }>;

function withSigner(
  state: DocumentState,
  number: number,
  change: (signer: Signer) => Signer,
): DocumentState {
  const signers = state.draft.signers.map((signer) =>
    signer.number === number ? change(signer) : signer,
  );
  return { ...state, draft: { ...state.draft, signers } };
}

/** The link that went to the wrong address ends; where nothing is left to sign, it may stay. */
function addressCorrected(
  state: DocumentState,
  { signer, round, email }: Fact<'AddressCorrected'>,
  at: string,
): DocumentState {
  const corrected = withSigner(state, signer, (before) => ({ ...before, email }));
  const before = state.progress[signer] ?? { round: 1, mailed: [] };
  if (before.round === round) return corrected;
  const ended = { round, linkHash: undefined, ...holderRenewed(before), ...lettersRenewed };
  const progress = { ...state.progress, [signer]: { ...before, ...ended } };
  return { ...corrected, progress, movedAt: at };
}

/** What the seat is on the document stays; who sits on it is somebody else altogether. */
const seated = (
  { number, role, group }: Signer,
  successor: Person & { readonly person: number },
): Signer => ({ ...successor, number, role, group });

/** Whoever had read the print has to learn that there is another one. */
function afterReprint(before: SignerProgress, edition: number): SignerProgress {
  const hadOpened = before.openedAt !== undefined || before.changedTo !== undefined;
  const unread = { ...before, openedAt: undefined, readAt: undefined };
  return hadOpened ? { ...unread, changedTo: edition } : unread;
}

/** The document is printed anew for its new signatory; everybody else keeps their link. */
function signerReplaced(
  state: DocumentState,
  { signer, round, successor }: Fact<'SignerReplaced'>,
  at: string,
): DocumentState {
  const edition = (state.edition ?? 0) + 1;
  const others = Object.entries(state.progress).map(([number, progress]) => [
    number,
    afterReprint(progress, edition),
  ]);
  return {
    ...withSigner(state, signer, (before) => seated(before, successor)),
    ...settled,
    status: 'drafted',
    unsigned: undefined,
    edition,
    progress: { ...Object.fromEntries(others), [signer]: { round, mailed: [] } },
    movedAt: at,
  };
}

/** A document that has only run out of time goes on where it stood. */
function deadlineExtended(
  state: DocumentState,
  { deadline }: Fact<'DeadlineExtended'>,
  at: string,
): DocumentState {
  const status = state.status === 'expired' ? 'signing' : state.status;
  const extensions = (state.extensions ?? 0) + 1;
  const draft = { ...state.draft, deadline };
  return { ...state, ...settled, draft, status, extensions, movedAt: at, shelf: state.shelf };
}

export function evolveSeat(
  state: DocumentState,
  event: Fact<'AddressCorrected' | 'SignerReplaced' | 'DeadlineExtended'>,
  at: string,
): DocumentState {
  switch (event.type) {
    case 'AddressCorrected':
      return addressCorrected(state, event, at);
    case 'SignerReplaced':
      return signerReplaced(state, event, at);
    case 'DeadlineExtended':
      return deadlineExtended(state, event, at);
  }
}
