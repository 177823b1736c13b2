/** Sends one letter about a person's places, and puts on record what became of it. */
import pLimit from 'p-limit';
import type { DocumentCommand } from '../domain/command.ts';
import { progressOf } from '../domain/document.ts';
import { mailsDue } from '../domain/due.ts';
import type { MailPurpose, ReturnedPurpose } from '../domain/event.ts';
import type { Place } from '../domain/invitation.ts';
import { AddressRefused, type Clock, type LinkHolder, type Links, type Mail } from '../ports.ts';
import type { Ledger } from '../ports-ledger.ts';
import { type Execute, record } from '../runtime/execute.ts';
import { letterAbout } from './letter.ts';
import type { InTurn } from './turn.ts';

export const BY = { type: 'worker', name: 'notify' } as const;

export type NotifyWorld = {
  readonly ledger: Ledger;
  readonly links: Links;
  readonly mail: Mail;
  readonly execute: Execute;
  readonly inTurn: InTurn;
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
export async function atEach<P, T>(
  places: readonly P[],
  work: (place: P) => Promise<T>,
): Promise<readonly T[]> {
  const limit = pLimit(PARALLEL_WRITES);
  const results = await Promise.allSettled(places.map((place) => limit(work, place)));
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

/**
 * Puts on record at each place that the person's address is refused for good: nothing more is sent
 * there, and the admin sees why. `code` is the one of the refusal.
 */
export async function recordRefused(
  { execute }: Pick<NotifyWorld, 'execute'>,
  places: readonly Pick<Place, 'state' | 'signer'>[],
  { purpose, code }: { readonly purpose: ReturnedPurpose; readonly code: string },
): Promise<void> {
  await atEach(places, ({ state, signer }) => {
    const { round } = progressOf(state, signer);
    const trouble = { purpose, trouble: 'bounced', code } as const;
    const command = { type: 'recordTrouble', signer, round, ...trouble } as const;
    return record(execute, state.draft.id, { command, worker: BY.name });
  });
}

function mailOf(
  { state, signer }: Place,
  { purpose }: Occasion,
  messageId: string,
): DocumentCommand {
  const { round } = progressOf(state, signer);
  const due = mailsDue(state).find((mail) => mail.purpose === purpose && mail.signer === signer);
  return { type: 'recordMail', purpose, signer, round, n: due?.n, messageId };
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
    .catch((error: unknown) => ({ code: refusedFor(error) }));
  if ('code' in sent) {
    await recordRefused(world, places, { purpose: occasion.purpose, code: sent.code });
    return;
  }
  await atEach(places, (place) => {
    const command = mailOf(place, occasion, sent.messageId);
    return record(world.execute, place.state.draft.id, { command, worker: BY.name });
  });
}
