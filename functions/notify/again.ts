/** Sends a person's letter again when it is wished for: the same link, which stays as good as it was. */

import { type Place, roundOf, troubleAt } from '../domain/invitation.ts';
import { askerOf, isLetterOwed, placesToRemindOf } from '../domain/link-request.ts';
import type { Clock, Letter } from '../ports.ts';
import { readPlaces } from '../runtime/places.ts';
import { type NotifyWorld, recordRefused, refusedFor } from './deliver.ts';
import { letterAbout } from './letter.ts';
import { mailboxOf } from './turn.ts';

export type AgainWorld = Pick<
  NotifyWorld,
  'ledger' | 'links' | 'mail' | 'execute' | 'publicUrl' | 'inTurn'
> & {
  readonly clock: Clock;
};

type Owed = { readonly letter: Letter; readonly places: readonly Place[] };

/** The invitation to what the person has to sign now; undefined when nothing waits for them. */
async function letterFor(world: AgainWorld, id: string): Promise<Owed | undefined> {
  const { declarationId, person } = askerOf(id);
  const declaration = await world.ledger.declaration(declarationId);
  if (declaration === undefined) throw new Error(`there is no declaration ${declarationId}`);
  const all = await readPlaces(world.ledger, declaration.state, person);
  const places = placesToRemindOf(all);
  const [first, ...others] = places;
  if (first === undefined) return undefined;
  // Letters of this link come back, and so would this one; the admin has been told.
  if (places.some((place) => troubleAt(place)?.trouble === 'bounced')) return undefined;
  const to = { declarationId, person, round: roundOf(all) };
  const link = `${world.publicUrl}/s/${world.links.token(to)}`;
  const occasion = { purpose: 'invitation', to, link } as const;
  return { letter: letterAbout([first, ...others], occasion, world.clock()), places };
}

/** The request, if its letter has still to leave. */
async function owedOn({ ledger }: AgainWorld, id: string) {
  const head = await ledger.linkRequest(id);
  return head !== undefined && isLetterOwed(head.state) ? head : undefined;
}

async function send(world: AgainWorld, id: string): Promise<void> {
  const head = await owedOn(world, id);
  if (head === undefined) return;
  const owed = await letterFor(world, id);
  if (owed === undefined) return;
  const { letter, places } = owed;
  // Mail programs show a letter once: with the reference of the first one, this would stay unseen.
  const reference = `${letter.reference}.${head.state.requestedAt}`;
  const sent = await world.mail
    .send({ ...letter, reference })
    .catch((error: unknown) => ({ code: refusedFor(error) }));
  if ('code' in sent) {
    await recordRefused(world, places, { purpose: 'invitation', code: sent.code });
    return;
  }
  const events = [{ type: 'LinkSentAgain', messageId: sent.messageId } as const];
  const by = { type: 'worker', name: 'notify' } as const;
  const next = await world.ledger.recordLinkRequest(id, head, { events, at: world.clock(), by });
  if (next === undefined) throw new Error('letter not recorded: another writer was first');
}

/**
 * Sends the letter that the request `id` (see `linkRequestId`) is owed, once. Who has nothing to sign
 * gets none: neither the page of the entry nor a letter tells whether an address is known. An address
 * that is refused for good is on record with the documents, and not tried again.
 * @throws when it could not be sent or recorded, so that the message comes again.
 */
export async function sendAgain(world: AgainWorld, id: string): Promise<void> {
  if ((await owedOn(world, id)) === undefined) return;
  await world.inTurn(mailboxOf(askerOf(id)), () => send(world, id));
}
