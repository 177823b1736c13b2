/** Workers that fail or die at one call of a port, before or after its effect, in a given order. */

import { notify } from '../../functions/notify/notify.ts';
import { turns } from '../../functions/notify/turn.ts';
import type { Sealer } from '../../functions/ports-seal.ts';
import { executor } from '../../functions/runtime/execute.ts';
import { seal } from '../../functions/seal/seal.ts';
import { upgrade } from '../../functions/seal/upgrade.ts';
import { RUN_MS, type TestWorld } from '../functions/world.ts';

/** Tries to get a turn before a worker gives up, as by its time in AWS. */
const MAX_LOOKS = 4;

const WORK = { seal, notify, upgrade } as const;

/** Where a worker fails: at its n-th call of any port. One that is killed calls nothing any more. */
type Trouble = {
  readonly call: number;
  readonly when: 'before' | 'after';
  readonly isKilled: boolean;
};

export type WorkerPlan = {
  readonly work: keyof typeof WORK;
  readonly trouble?: Trouble | undefined;
};

/** Lets one call after the other begin, in an order of its own choice. */
type Turn = () => Promise<unknown>;

type Call<A extends readonly unknown[], R> = (...args: A) => Promise<R>;

/** Puts the same hindrance before and behind each call that it is given. */
function hindrance(turn: Turn, trouble: Trouble | undefined) {
  let calls = 0;
  const fails = (call: number, when: Trouble['when']): boolean => {
    if (trouble === undefined || call < trouble.call) return false;
    const isTheOne = call === trouble.call && when === trouble.when;
    return isTheOne || (trouble.isKilled && call > trouble.call);
  };
  const strike = (call: number, when: Trouble['when']): void => {
    if (fails(call, when)) throw new Error(`struck ${when} call ${call}`);
  };
  return <A extends readonly unknown[], R>(real: Call<A, R>): Call<A, R> =>
    async (...args) => {
      calls += 1;
      const call = calls;
      await turn();
      strike(call, 'before');
      const result = await real(...args);
      strike(call, 'after');
      return result;
    };
}

/** The turns of one worker; one that is killed gives none back. */
function turnsOf({ lease, clock }: TestWorld, turn: Turn, hinder: ReturnType<typeof hindrance>) {
  let looks = 0;
  return turns({
    lease: { take: hinder(lease.take), release: hinder(lease.release) },
    clock,
    pause: async () => {
      looks += 1;
      await turn();
    },
    timeLeft: () => (looks < MAX_LOOKS ? RUN_MS : 0),
  });
}

/** Runs one worker on a document in a world that hinders it. Answers whether it came to its end. */
export function run(
  world: TestWorld,
  { sealer, documentId }: { readonly sealer: Sealer; readonly documentId: string },
  { plan, turn }: { readonly plan: WorkerPlan; readonly turn: Turn },
): Promise<boolean> {
  const hinder = hindrance(turn, plan.trouble);
  const { ledger, files, mail, clock } = world;
  const hindered = {
    ...ledger,
    document: hinder(ledger.document),
    documents: hinder(ledger.documents),
    declaration: hinder(ledger.declaration),
    commits: hinder(ledger.commits),
    lookup: hinder(ledger.lookup),
    append: hinder(ledger.append),
  };
  const troubled = {
    ...world,
    ledger: hindered,
    files: { ...files, get: hinder(files.get), put: hinder(files.put) },
    mail: { send: hinder(mail.send) },
    execute: executor({ ledger: hindered, clock }),
    inTurn: turnsOf(world, turn, hinder),
    sealer: async () => ({
      ...sealer,
      seal: hinder(sealer.seal),
      upgrade: hinder(sealer.upgrade),
      check: hinder(sealer.check),
    }),
  };
  return WORK[plan.work](troubled, documentId).then(
    () => true,
    () => false,
  );
}
