/** What of a declaration lies open to everyone: the ceremony board while it is on, and its own page. */
import type { DeclarationState } from './declaration.ts';
import type { DeclarationEvent } from './event.ts';
import type { Decision } from './refusal.ts';
import { accept, refuse } from './refusal.ts';

/** The ceremony board, from its first opening on; times are UTC. */
export type Board = { readonly openedAt: string; readonly closedAt?: string | undefined };

/**
 * The public page. Withdrawn, it tells when and why in the place of everything else: who came by its
 * address shall learn that it is gone on purpose.
 */
export type Publication = {
  readonly publishedAt: string;
  readonly withdrawn?: { readonly at: string; readonly reason: string } | undefined;
};

export type PublicCommand =
  | { readonly type: 'openBoard' }
  | { readonly type: 'closeBoard' }
  | { readonly type: 'publish' }
  | { readonly type: 'withdraw'; readonly reason: string };

export const isBoardOpen = ({ board }: DeclarationState): boolean =>
  board !== undefined && board.closedAt === undefined;

export const isPublic = ({ publication }: DeclarationState): boolean =>
  publication !== undefined && publication.withdrawn === undefined;

/** Only what was held is shown: a plan has no documents, and nobody has declared anything yet. */
export function decidePublic(
  state: DeclarationState,
  command: PublicCommand,
): Decision<DeclarationEvent> {
  const isHeld = state.declaration.event.status === 'held';
  switch (command.type) {
    case 'openBoard':
      if (!isHeld) return refuse({ reason: 'notHeld' });
      return isBoardOpen(state) ? accept() : accept({ type: 'BoardOpened' });
    case 'closeBoard':
      return isBoardOpen(state) ? accept({ type: 'BoardClosed' }) : accept();
    case 'publish':
      if (!isHeld) return refuse({ reason: 'notHeld' });
      return isPublic(state) ? accept() : accept({ type: 'DeclarationPublished' });
    case 'withdraw':
      if (state.publication === undefined) return refuse({ reason: 'notPublished' });
      return isPublic(state)
        ? accept({ type: 'PublicationWithdrawn', reason: command.reason })
        : accept();
  }
}

type PublicEvent = Extract<
  DeclarationEvent,
  {
    readonly type: 'BoardOpened' | 'BoardClosed' | 'DeclarationPublished' | 'PublicationWithdrawn';
  }
>;

/** `at` is when the fact was recorded, UTC. */
export function evolvePublic(
  state: DeclarationState,
  event: PublicEvent,
  at: string,
): DeclarationState {
  switch (event.type) {
    case 'BoardOpened':
      return { ...state, board: { openedAt: at } };
    case 'BoardClosed':
      return { ...state, board: state.board && { ...state.board, closedAt: at } };
    case 'DeclarationPublished':
      return { ...state, publication: { publishedAt: at } };
    case 'PublicationWithdrawn': {
      const withdrawn = { at, reason: event.reason };
      return { ...state, publication: state.publication && { ...state.publication, withdrawn } };
    }
  }
}
