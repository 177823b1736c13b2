/** Invites a person to sign: one letter with one link, about all of their documents that are due. */
import type { Command } from '../domain/command.ts';
import type { DeclarationState } from '../domain/declaration.ts';
import { progressOf } from '../domain/document.ts';
import type { Invitation, Place } from '../domain/invitation.ts';
import { invitationFor, isReleased, isWriter, roundOf, troubleAt } from '../domain/invitation.ts';
import type { LinkHolder } from '../ports.ts';
import { atEach, BY, deliver, type NotifyWorld } from './deliver.ts';

export type Addressee = {
  readonly declaration: DeclarationState;
  readonly person: number;
  /** The documents whose messages started this run. */
  readonly woken: ReadonlySet<string>;
};

/**
 * What is to be done about one letter to a person, given all of their places; undefined when it is not
 * due, or another run's to write.
 */
export type Write = (
  world: NotifyWorld,
  addressee: Addressee,
  places: readonly Place[],
) => (() => Promise<void>) | undefined;

type Step = Command<'issueLink' | 'renewLink' | 'shareInvitation' | 'recordTrouble' | 'remind'>;

/**
 * Puts the same command to each place. Answers those that took it, as they are then: any refusal but
 * `contended` means that the letter has become pointless there (signed, expired, voided).
 */
export async function each(
  { execute }: NotifyWorld,
  places: readonly Place[],
  make: (place: Place) => Step,
): Promise<readonly Place[]> {
  const taken = await atEach(places, async (place) => {
    const outcome = await execute(place.state.draft.id, make(place), BY);
    if (outcome.ok) return [{ ...place, state: outcome.state }];
    if (outcome.refusal.reason === 'contended')
      throw new Error('link not recorded: too many writers');
    return [];
  });
  return taken.flat();
}

/** The link is on record before it leaves the house, so nobody can come too early. */
async function send(world: NotifyWorld, places: readonly Place[], to: LinkHolder): Promise<void> {
  const token = world.links.token(to);
  const linkHash = world.links.hash(token);
  const { round } = to;
  const issued = await each(world, places, ({ signer }) => {
    return { type: 'issueLink', signer, round, linkHash };
  });
  const link = `${world.publicUrl}/s/${token}`;
  await deliver(world, issued, { purpose: 'invitation', to, link });
}

/** A letter to the person came back, and one about these places would as well. */
const giveUp = (world: NotifyWorld, due: readonly Place[], all: readonly Place[]) => {
  const code = all.map(troubleAt).find((trouble) => trouble !== undefined)?.code ?? '';
  return each(world, due, ({ state, signer }) => {
    const { round } = progressOf(state, signer);
    const trouble = { purpose: 'invitation', trouble: 'bounced', code } as const;
    return { type: 'recordTrouble', signer, round, ...trouble };
  });
};

async function act(
  world: NotifyWorld,
  { act: what, places: due }: Invitation,
  { places, to }: { readonly places: readonly Place[]; readonly to: LinkHolder },
): Promise<void> {
  const { round } = to;
  switch (what) {
    case 'wait':
      return;
    case 'giveUp':
      await giveUp(world, due, places);
      return;
    case 'renew':
      // Each renewal wakes another run, which finds all places in the same round.
      await each(world, due, ({ state, signer }) => {
        return { type: 'renewLink', signer, ends: progressOf(state, signer).round };
      });
      return;
    case 'share':
      await each(world, due, ({ signer }) => ({ type: 'shareInvitation', signer, round }));
      return;
    case 'invite':
      await send(world, due, to);
  }
}

export const invite: Write = (world, addressee, places) => {
  const { declaration, person, woken } = addressee;
  const invitation = invitationFor(places);
  if (invitation === undefined || invitation.act === 'wait') return undefined;
  const { act: what, places: due } = invitation;
  // What missed a renewal is woken by none of its own, and two runs may well renew the same.
  const isOurs = what === 'renew' || isWriter(due, woken) || isReleased(places, woken);
  if (!isOurs) return undefined;
  const to = { declarationId: declaration.id, person, round: roundOf(places) };
  return () => act(world, invitation, { places, to });
};
