/** Sends a person's letter again when it is wished for: the same link, which stays as good as it was. */

import { roundOf } from '../domain/invitation.ts';
import { askerOf, isLetterOwed, placesToRemindOf } from '../domain/link-request.ts';
import type { Clock, Letter } from '../ports.ts';
import { readPlaces } from '../runtime/places.ts';
import type { NotifyWorld } from './deliver.ts';
import { letterAbout } from './letter.ts';

export type AgainWorld = Pick<NotifyWorld, 'ledger' | 'links' | 'mail' | 'publicUrl'> & {
  readonly clock: Clock;
};

/** The invitation to what the person has to sign now; undefined when nothing waits for them. */
async function letterFor(world: AgainWorld, id: string): Promise<Letter | undefined> {
  const { declarationId, person } = askerOf(id);
  const declaration = await world.ledger.declaration(declarationId);
  if (declaration === undefined) throw new Error(`there is no declaration ${declarationId}`);
  const places = await readPlaces(world.ledger, declaration.state, person);
  const [first, ...others] = placesToRemindOf(places);
  if (first === undefined) return undefined;
  const to = { declarationId, person, round: roundOf(places) };
  const link = `${world.publicUrl}/s/${world.links.token(to)}`;
  const occasion = { purpose: 'invitation', to, link } as const;
  return letterAbout([first, ...others], occasion, world.clock());
}

/**
 * Sends the letter that the request `id` (see `linkRequestId`) is owed, once. Who has nothing to sign
 * gets none: neither the page of the entry nor a letter tells whether an address is known.
 * @throws when it could not be sent or recorded, so that the message comes again.
 */
export async function sendAgain(world: AgainWorld, id: string): Promise<void> {
  const head = await world.ledger.linkRequest(id);
  if (head === undefined || !isLetterOwed(head.state)) return;
  const letter = await letterFor(world, id);
  if (letter === undefined) return;
  // Mail programs show a letter once: with the reference of the first one, this would stay unseen.
  const reference = `${letter.reference}.${head.state.requestedAt}`;
  const { messageId } = await world.mail.send({ ...letter, reference });
  const events = [{ type: 'LinkSentAgain', messageId } as const];
  const by = { type: 'worker', name: 'notify' } as const;
  const next = await world.ledger.recordLinkRequest(id, head, { events, at: world.clock(), by });
  if (next === undefined) throw new Error('letter not recorded: another writer was first');
}
