/** Has a person written to by one run at a time, on whichever machine it is; `passes` orders one process. */
import { randomUUID } from 'node:crypto';
import type { Clock, Lease } from '../ports.ts';
import { log } from '../runtime/log.ts';

// A lease, and no FIFO queue with a group per person: a message names a document, and only its record
// tells whom it concerns. Groups by document would still have two letters to one person under way, and
// groups by declaration would have everybody wait for the one mailbox that does not answer.

/** What letters to a person and their records may take: who has no more time than this does not wait. */
export const WRITING_MS = 40_000;
/** Mean pause between two tries to get the turn. */
const LOOK_MS = 250;
/** The clocks of two machines differ by less. */
const SKEW_MS = 5000;

/** Somebody else is at it, and was for as long as could be waited: the message comes again. */
class TurnTaken extends Error {
  readonly code = 'TURN_TAKEN';

  constructor() {
    super('another run is writing to the same person');
  }
}

/** By what the letters to one person are known: the key of their turn. */
export const mailboxOf = ({
  declarationId,
  person,
}: {
  readonly declarationId: string;
  readonly person: number;
}): string => `${declarationId}.${person}`;

/**
 * Does the work when no other run is at `key`. What was read before may have changed meanwhile.
 * @throws what the work throws; TurnTaken when the turn did not come in time.
 */
export type InTurn = (key: string, work: () => Promise<void>) => Promise<void>;

type TurnWorld = {
  readonly lease: Lease;
  readonly clock: Clock;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Milliseconds until this run is ended from outside, if it has not come to its own end. */
  readonly timeLeft: () => number;
};

export function turns({ lease, clock, pause, timeLeft }: TurnWorld): InTurn {
  const now = (): number => Date.parse(clock());
  // Held for as long as this run can possibly live: nobody has to renew it, and it dies with us.
  const take = (key: string, owner: string): Promise<boolean> =>
    lease.take({
      key,
      owner,
      now: Math.floor(now() / 1000),
      expiresAt: Math.ceil((now() + timeLeft() + SKEW_MS) / 1000),
    });
  const giveBack = (key: string, owner: string): Promise<void> =>
    lease
      .release({ key, owner, now: Math.floor(now() / 1000) })
      // The letters are on record, and the turn ends by itself.
      .catch((error: unknown) => log.warn('turn not given back', { error: error as Error }));

  return async (key, work) => {
    const owner = randomUUID();
    while (!(await take(key, owner))) {
      if (timeLeft() < WRITING_MS) throw new TurnTaken();
      // Unevenly, so that those who wait do not all come at once.
      await pause(LOOK_MS * (0.5 + Math.random()));
    }
    try {
      await work();
    } finally {
      await giveBack(key, owner);
    }
  };
}
