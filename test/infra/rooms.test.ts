/** The time that a room has, against the time that others may keep it waiting. */
import { expect, test } from 'vitest';
import { MAX_CALL_MS } from '../../functions/adapters/key-kms.ts';
import { MAX_STAMPING_MS } from '../../functions/adapters/pades-authority.ts';
import { MAX_ANSWERING_MS } from '../../functions/adapters/pades-revocation.ts';
import { ROOMS } from '../../infra/rooms.ts';

/** The public key is read and one signature made. */
const KEY_CALLS = 2;

/** Of the seal, of one that got none, and over the validation data; a run seals and upgrades at most. */
const TIMESTAMPS = 3;

/** What a batch takes of the processor, of the store and of the ledger. */
const OWN_WORK_MS = 15_000;

test('the seal has time for the slowest key, timestamps and answers about revocation', () => {
  const waiting = KEY_CALLS * MAX_CALL_MS + TIMESTAMPS * MAX_STAMPING_MS + MAX_ANSWERING_MS;
  expect(ROOMS.seal.timeoutSeconds * 1000).toBeGreaterThanOrEqual(waiting + OWN_WORK_MS);
});
