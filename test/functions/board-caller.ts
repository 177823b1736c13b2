/** What tests of the board room have in common: an open board, and the form of its entry. */
import { postCommand } from './admin-caller.ts';
import { invited, stateOf } from './flow.ts';
import { later, type TestWorld } from './world.ts';

/** A second: readings of the board are by then no longer fresh. */
export const tick = (world: TestWorld): void => {
  world.time.now = later(world.time.now, 1000);
};

export const declarationOf = async (world: TestWorld, documentId: string): Promise<string> =>
  (await stateOf(world, documentId)).draft.declarationId;

type Verb = 'board/open' | 'board/close' | 'publish' | 'unpublish';

/** @throws when the admin is refused. */
export async function admits(world: TestWorld, id: string, verb: Verb, body = {}): Promise<void> {
  const response = await postCommand(world, `/v1/declarations/${id}/${verb}`, { body });
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  tick(world);
}

/** A charter whose first signatory has been written to, and the open board of its ceremony. */
export async function openedBoard(
  world: TestWorld,
  body?: unknown,
): Promise<{ readonly charter: string; readonly id: string }> {
  const charter = await invited(world, body);
  const id = await declarationOf(world, charter);
  await admits(world, id, 'board/open');
  return { charter, id };
}

export const asksForLink = async (
  { board }: Pick<TestWorld, 'board'>,
  id: string,
  { email, headers = {} }: { readonly email: string; readonly headers?: Record<string, string> },
): Promise<Response> =>
  board.request(`/masuk/${id}`, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ email }),
  });
