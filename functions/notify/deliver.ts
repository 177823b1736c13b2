/** Sends one letter about a person's places, and puts on record what became of it. */
import pLimit from 'p-limit';
import type { DocumentCommand } from '../domain/command.ts';
import { progressOf } from '../domain/document.ts';
import { mailsDue } from '../domain/due.ts';
import type { MailPurpose } from '../domain/event.ts';
import type { Place } from '../domain/invitation.ts';
import { AddressRefused, type Clock, type LinkHolder, type Links, type Mail } from '../ports.ts';
import type { Ledger } from '../ports-ledger.ts';
import { type Execute, record } from '../runtime/execute.ts';
import { letterAbout } from './letter.ts';

export const BY = { type: 'worker', name: 'notify' } as const;

export type NotifyWorld = {
  readonly ledger: Ledger;
  readonly links: Links;
  readonly mail: Mail;
  readonly execute: Execute;
  readonly clock: Clock;
  readonly publicUrl: string;
};

/** What a letter to a person is for, by which link, and where that leads. */
export type Occasion = {
  readonly purpose: MailPurpose;
  readonly to: LinkHolder;
  readonly link: string;
};

/** The code of a refusal that no later try can change. @throws any other error again. */
export function refusedFor(error: unknown): string {
  if (error instanceof AddressRefused) return error.code;
  throw error;
}

/** Documents of one person that are written to side by side; some have hundreds. */
const PARALLEL_WRITES = 10;

/**
 * Does the same for each place, and answers in their order.
 * @throws the first fault, when nothing is under way any more.
 */
export async function atEach<T>(
  places: readonly Place[],
  work: (place: Place) => Promise<T>,
): Promise<readonly T[]> {
  const limit = pLimit(PARALLEL_WRITES);
  const results = await Promise.allSettled(places.map((place) => limit(work, place)));
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

function recordOf(
  { state, signer }: Place,
  { purpose }: Occasion,
  sent: { readonly messageId: string } | { readonly refused: string },
): DocumentCommand {
  const { round } = progressOf(state, signer);
  if ('refused' in sent)
    return {
      type: 'recordTrouble',
      purpose,
      signer,
      round,
      trouble: 'bounced',
      code: sent.refused,
    };
  const due = mailsDue(state).find((mail) => mail.purpose === purpose && mail.signer === signer);
  return { type: 'recordMail', purpose, signer, round, n: due?.n, messageId: sent.messageId };
}

/** Sends one letter about `places`; an address that is refused for good is on record as such. */
export async function deliver(
  world: NotifyWorld,
  places: readonly Place[],
  occasion: Occasion,
): Promise<void> {
  const [first, ...others] = places;
  if (first === undefined) return;
  const sent = await world.mail
    .send(letterAbout([first, ...others], occasion, world.clock()))
    .catch((error: unknown) => ({ refused: refusedFor(error) }));
  await atEach(places, (place) => {
    const command = recordOf(place, occasion, sent);
    return record(world.execute, place.state.draft.id, { command, worker: BY.name });
  });
}
