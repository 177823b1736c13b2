/** People with several documents: carries a whole declaration on, and finds what they were sent. */
import { renewals } from '../../functions/domain/invitation.ts';
import { notify } from '../../functions/notify/notify.ts';
import type { Letter } from '../../functions/ports.ts';
import { render } from '../../functions/render/render.ts';
import { readPlaces } from '../../functions/runtime/places.ts';
import { documentsWith, drafted, holderOf, lettersTo, stateOf } from './flow.ts';
import { severalFor } from './request.ts';
import { type Signatory, signatoryAt } from './signatory.ts';
import { later, type TestWorld } from './world.ts';

const ADMIN = { type: 'admin', subject: 'rina' } as const;

/** Numbers of the signatories on the documents of `severalFor`. */
export const HEAD = 1;
export const LEADER = 2;

/** Charter, commitment and pledge of `severalFor`. */
export type Trio = readonly [charter: string, commitment: string, pledge: string];

export const tick = (world: TestWorld): void => {
  world.time.now = later(world.time.now, 1000);
};

/** Drafts the three documents of `severalFor`. */
export async function trio(world: TestWorld, body: unknown = severalFor()): Promise<Trio> {
  const [charter = '', commitment = '', pledge = ''] = documentsWith(await drafted(world, body));
  return [charter, commitment, pledge];
}

/** Prints one document after another; nobody has been written to yet. */
export async function printed(world: TestWorld, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    tick(world);
    await render(world, id);
  }
}

/** The same, and each print has woken the worker that writes letters. */
export async function invitedTrio(world: TestWorld, body?: unknown): Promise<Trio> {
  const ids = await trio(world, body);
  await printed(world, ids);
  for (const id of ids) await notify(world, id);
  return ids;
}

export const tokenIn = (letter: Letter | undefined): string => {
  const token = /\/s\/([\w-]+)/.exec(letter?.text ?? '')?.[1];
  if (token === undefined) throw new Error('the letter has no personal link');
  return token;
};

/** The letters to the head, on whichever document they were asked for. */
export const lettersToHead = (world: TestWorld, [charter]: Trio): readonly Letter[] =>
  lettersTo(world, charter, HEAD);

/** The browser of a person at their newest link, opened. */
export async function at(world: TestWorld, documentId: string, signer: number): Promise<Signatory> {
  const visitor = signatoryAt(world, tokenIn(lettersTo(world, documentId, signer).at(-1)));
  await visitor.open();
  return visitor;
}

/** Every place of the person behind a signatory. */
export async function placesOf(world: TestWorld, documentId: string, signer: number) {
  const { declarationId, person } = holderOf(documentId, signer);
  const head = await world.ledger.declaration(declarationId);
  if (head === undefined) throw new Error(`no declaration ${declarationId}`);
  return readPlaces(world.ledger, head.state, person);
}

/** Ends the link of the person behind a signatory on their first `most` places. */
export async function renewed(
  world: TestWorld,
  [documentId, signer]: readonly [string, number],
  most = Number.POSITIVE_INFINITY,
): Promise<void> {
  const all = renewals(await placesOf(world, documentId, signer));
  for (const { documentId: id, command } of all.slice(0, most)) {
    tick(world);
    await world.execute(id, command, ADMIN);
  }
}

/** Signs one document of several, found by its title in the list. */
export async function signsOne(
  world: TestWorld,
  documentId: string,
  who: Signatory,
): Promise<void> {
  const { draft } = await stateOf(world, documentId);
  const html = await pageOf(who.get());
  const rows = [...html.matchAll(/<a href="([^"]+)" lang="id">([^<]+)</g)];
  const href = rows.find(([, , title]) => title === draft.title)?.[1];
  const query = href?.slice(href.indexOf('?')) ?? '';
  tick(world);
  await who.post(`/open${query}`);
  const answer = await who.sign({}, query);
  if (answer.status !== 303) throw new Error(`signing answered ${answer.status}`);
}

/** The head with three documents open before them. */
export async function seated(
  world: TestWorld,
  body?: unknown,
): Promise<{ readonly ids: Trio; readonly who: Signatory }> {
  const ids = await invitedTrio(world, body);
  return { ids, who: await at(world, ids[0], HEAD) };
}

/** A page as it reads, without character references. */
export const pageOf = async (response: Promise<Response>): Promise<string> =>
  (await (await response).text())
    .replaceAll('&#x3D;', '=')
    .replaceAll('&amp;', '&')
    .replaceAll('&#x27;', "'");

/** `standing: first two words of the title` of each row of a list, in order. */
export const rowsOf = (html: string): readonly string[] =>
  [...html.matchAll(/data-standing="(\w+)">\s*<a [^>]*>([^<]*)</g)].map(
    ([, standing, title]) => `${standing}: ${title?.split(' ').slice(0, 2).join(' ')}`,
  );
