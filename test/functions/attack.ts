/** What an attack on the link surface is: what is tried, what must hold, and how both are done. */
import { expect } from 'vitest';
import { linked, opened } from './flow.ts';
import { signatoryAt } from './signatory.ts';
import type { TestWorld } from './world.ts';

export type Attack = {
  /** What the attacker tries. */
  readonly name: string;
  /** What must hold all the same. */
  readonly holds: string;
  run(world: TestWorld): Promise<void>;
};

export type Knock = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | URLSearchParams;
};

/** One request to the signing room, just as it is written here. */
export const knock = async (
  { signing }: Pick<TestWorld, 'signing'>,
  path: string,
  { method = 'GET', headers = {}, body }: Knock = {},
): Promise<Response> =>
  signing.request(path, { method, headers, ...(body !== undefined && { body }) });

/** A form as a browser sends it. */
export const filled = (fields: Readonly<Record<string, string>>, headers = {}): Knock => ({
  method: 'POST',
  headers,
  body: new URLSearchParams(fields),
});

/** Does something, after which ledger and files must be what they were before. */
export async function withoutTrace<T>(world: TestWorld, act: () => Promise<T>): Promise<T> {
  const before = await world.record();
  const done = await act();
  expect(await world.record()).toEqual(before);
  return done;
}

/** Somebody's open session: the link, the cookie, and the form that would sign. */
export async function victimOf(world: TestWorld, body?: unknown) {
  const { id, token, who } = await opened(world, body);
  const form = await who.form();
  return { id, token, who, form, cookie: who.cookie(), path: `/s/${token}` };
}

/** A link that has been sent and never opened. */
export async function sealedLetter(world: TestWorld, body?: unknown) {
  const { id, token } = await linked(world, body);
  return { id, token, path: `/s/${token}`, who: signatoryAt(world, token) };
}
