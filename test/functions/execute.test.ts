/** Many writers to one document at once: every fact is recorded once, in one process or in several. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dynamoLedger } from '../../functions/adapters/dynamo-ledger.ts';
import { CONSENT } from '../../functions/domain/consent.ts';
import type { Ledger } from '../../functions/ports-ledger.ts';
import { type Execute, executor } from '../../functions/runtime/execute.ts';
import { AT, by, freshId, freshLedger, TABLE } from '../adapters/dynamo-fixture.ts';
import { draft } from '../samples/declaration.ts';

const SIGNERS = 24;
const TEMPLATES = 'a'.repeat(64);

/** Every file is one document's. */
const fileOf = (id: string): string => id.padStart(64, '0');
const ORIGIN = { ip: '192.0.2.1', userAgent: 'test' };

let ledger: Ledger;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ ledger, stop } = await freshLedger());
});
afterAll(() => stop());

const processOn = (own: Ledger): Execute => executor({ ledger: own, clock: () => AT });

/** A ledger, and how often a writer on it was beaten by another. */
function watched(own: Ledger) {
  const count = { beaten: 0 };
  const append: Ledger['append'] = async (...change) => {
    const head = await own.append(...change);
    if (head === undefined) count.beaten += 1;
    return head;
  };
  return { ledger: { ...own, append }, count };
}

/** A printed document that all may sign at once. */
async function printed(): Promise<string> {
  const id = freshId();
  const one = { ...draft(Array<number>(SIGNERS).fill(1)), id };
  const madeWith = { templates: TEMPLATES, chromium: '153.0.0' };
  const facts = by(
    { type: 'DocumentDrafted', draft: one } as const,
    { type: 'DocumentRendered', sha256: fileOf(id), sizeBytes: 1, madeWith } as const,
  );
  await ledger.append(id, undefined, facts);
  return id;
}

const sign = (execute: Execute, id: string, signer: number) => {
  const command = {
    type: 'sign',
    signer,
    round: 1,
    sha256: fileOf(id),
    consent: CONSENT,
    origin: ORIGIN,
  } as const;
  return execute(id, command, { type: 'signer', signer });
};

/** All signatories sign at the same moment, each in one of the processes. */
async function signedIn(processes: readonly Execute[]): Promise<readonly number[]> {
  const id = await printed();
  const outcomes = await Promise.all(
    Array.from({ length: SIGNERS }, (_, index) => {
      const execute = processes[index % processes.length];
      if (execute === undefined) throw new Error('no process');
      return sign(execute, id, index + 1);
    }),
  );
  expect(outcomes.every(({ ok }) => ok)).toBe(true);
  const commits = await ledger.commits(`DOC#${id}`);
  return commits
    .flatMap(({ events }) => events)
    .flatMap((event) => (event.type === 'SignerSigned' ? [event.signer] : []));
}

const EVERYONE = Array.from({ length: SIGNERS }, (_, index) => index + 1);

test('the writers of one process wait for each other, and nobody begins anew', async () => {
  const { ledger: own, count } = watched(ledger);
  expect(await signedIn([processOn(own)])).toEqual(EVERYONE);
  expect(count.beaten).toBe(0);
});

test('the writers of several processes beat each other, and everyone gets through', async () => {
  const processes = [ledger, dynamoLedger(TABLE), dynamoLedger(TABLE)].map(watched);
  const signed = await signedIn(processes.map((each) => processOn(each.ledger)));
  expect(signed.toSorted((a, b) => a - b)).toEqual(EVERYONE);
  expect(processes.reduce((sum, { count }) => sum + count.beaten, 0)).toBeGreaterThan(0);
});

test('a command that fails keeps nobody behind it waiting', async () => {
  const id = await printed();
  let failures = 1;
  const append: Ledger['append'] = (...change) => {
    failures -= 1;
    return failures < 0 ? ledger.append(...change) : Promise.reject(new Error('no ledger'));
  };
  const execute = processOn({ ...ledger, append });
  const [first, second] = await Promise.allSettled([sign(execute, id, 1), sign(execute, id, 2)]);
  expect(first?.status).toBe('rejected');
  expect(second).toMatchObject({ status: 'fulfilled', value: { ok: true } });
});
