/** Tells a person what has become of their documents: by the link that they have already. */
import { progressOf } from '../domain/document.ts';
import type { MailPurpose } from '../domain/event.ts';
import type { Place } from '../domain/invitation.ts';
import {
  expiredFor,
  isWriter,
  placesDue,
  receiptsFor,
  remindedAlong,
  roundOf,
} from '../domain/invitation.ts';
import { deliver, type NotifyWorld } from './deliver.ts';
import { each, type Write } from './invite.ts';

type Told = Exclude<MailPurpose, 'invitation'>;

/** What a letter of each purpose is about, given all places of the person; `now` is UTC. */
const DUE: Readonly<Record<Told, (places: readonly Place[], now: string) => readonly Place[]>> = {
  reminder: (places) => placesDue(places, 'reminder'),
  receipt: receiptsFor,
  changed: (places) => placesDue(places, 'changed'),
  completion: (places) => placesDue(places, 'completion'),
  expired: expiredFor,
};

/**
 * Has the person's other documents reminded of in the same letter. Answers whether there were any:
 * then their own message brings the letter about all of them.
 */
async function takesAlong(world: NotifyWorld, places: readonly Place[]): Promise<boolean> {
  const along = remindedAlong(places, world.clock());
  const taken = await each(world, along, ({ signer }) => ({ type: 'remind', signer }));
  return taken.some(({ state, signer }) => progressOf(state, signer).reminding !== undefined);
}

/** After a renewal the newest link goes out with the next invitation; until then none is good. */
async function linkOf(
  { ledger, links, publicUrl }: NotifyWorld,
  to: Parameters<NotifyWorld['links']['token']>[0],
  first: Place,
): Promise<string> {
  const token = links.token(to);
  const isOut = (await ledger.lookup('link', links.hash(token))) !== undefined;
  return `${publicUrl}${isOut ? `/s/${token}` : `/verify/${first.state.draft.id}`}`;
}

export const tell =
  (purpose: Told): Write =>
  (world, { declaration, person, woken }, places) => {
    const due = DUE[purpose](places, world.clock());
    const [first] = due;
    if (first === undefined || !isWriter(due, woken)) return undefined;
    return async () => {
      if (purpose === 'reminder' && (await takesAlong(world, places))) return;
      const to = { declarationId: declaration.id, person, round: roundOf(places) };
      await deliver(world, due, { purpose, to, link: await linkOf(world, to, first) });
    };
  };
