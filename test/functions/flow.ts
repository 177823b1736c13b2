/** Carries documents through their life by running each worker when its message would come. */

import type { DocumentEntry } from '../../functions/domain/declaration.ts';
import { turnOf } from '../../functions/domain/document.ts';
import { draftDocuments } from '../../functions/draft/draft.ts';
import { notify } from '../../functions/notify/notify.ts';
import type { Letter, LinkHolder } from '../../functions/ports.ts';
import { render } from '../../functions/render/render.ts';
import { declareAs } from './admin-caller.ts';
import { type Signatory, signatoryAt } from './signatory.ts';
import type { TestWorld } from './world.ts';

/** @throws when there is no such document. */
export async function stateOf({ ledger }: TestWorld, documentId: string) {
  const head = await ledger.document(documentId);
  if (head === undefined) throw new Error(`no document ${documentId}`);
  return head.state;
}

/** The names of all events of a document, in order. */
export const eventsOf = async ({ ledger }: TestWorld, documentId: string) =>
  (await ledger.commits(`DOC#${documentId}`)).flatMap(({ events }) => events);

export const signaturesOf = async (world: TestWorld, documentId: string) =>
  (await eventsOf(world, documentId)).filter((event) => event.type === 'SignerSigned');

type Siblings = { readonly declarationId: string; readonly documents: readonly DocumentEntry[] };

/** The declaration of every document met so far. */
const siblings = new Map<string, Siblings>();

async function remember(world: TestWorld, declarationId: string): Promise<Siblings> {
  const head = await world.ledger.declaration(declarationId);
  if (head === undefined) throw new Error(`no declaration ${declarationId}`);
  const { documents } = head.state;
  for (const { id } of documents) siblings.set(id, { declarationId, documents });
  return { declarationId, documents };
}

/** @throws when the document has not been met. */
function siblingsOf(documentId: string): Siblings {
  const found = siblings.get(documentId);
  if (found === undefined) throw new Error(`document ${documentId} has not been met`);
  return found;
}

/** Whom the link of a signatory belongs to, before any renewal. */
export function holderOf(documentId: string, signer: number): LinkHolder {
  const { declarationId, documents } = siblingsOf(documentId);
  const person = documents.find(({ id }) => id === documentId)?.people[signer - 1];
  if (person === undefined) throw new Error(`no signatory ${signer} on ${documentId}`);
  return { declarationId, person, round: 1 };
}

/** Declares and drafts; answers the first document's id, which is the charter's. */
export async function drafted(world: TestWorld, body?: unknown): Promise<string> {
  const { id: declarationId } = await declareAs(world, body);
  await draftDocuments(world, declarationId);
  const [first] = (await remember(world, declarationId)).documents;
  if (first === undefined) throw new Error('nothing was drafted');
  return first.id;
}

/** The ids of all documents of the same declaration. */
export const documentsWith = (documentId: string): readonly string[] =>
  siblingsOf(documentId).documents.map(({ id }) => id);

/** Writes to everybody whom a document of the declaration owes a letter. */
export async function notifyAll(world: TestWorld, documentId: string): Promise<void> {
  const { draft } = await stateOf(world, documentId);
  const { documents } = await remember(world, draft.declarationId);
  for (const { id } of documents) await notify(world, id);
}

/** A document that is rendered with its siblings; the first signatories have been written to. */
export async function invited(world: TestWorld, body?: unknown): Promise<string> {
  const id = await drafted(world, body);
  for (const sibling of documentsWith(id)) await render(world, sibling);
  await notifyAll(world, id);
  return id;
}

export function lettersTo(
  { post }: TestWorld,
  documentId: string,
  signer: number,
): readonly Letter[] {
  const { declarationId, person } = holderOf(documentId, signer);
  return post.letters.filter(({ reference }) =>
    reference.startsWith(`${declarationId}.${person}.`),
  );
}

/** The token in the newest letter to a signatory. */
export function tokenOf(world: TestWorld, documentId: string, signer: number): string {
  const letter = lettersTo(world, documentId, signer).at(-1);
  const token = /\/s\/([\w-]+)/.exec(letter?.text ?? '')?.[1];
  if (token === undefined) throw new Error(`signatory ${signer} has no link`);
  return token;
}

/** A signatory's browser at the newest link. */
export const linkHolder = (world: TestWorld, documentId: string, signer: number): Signatory =>
  signatoryAt(world, tokenOf(world, documentId, signer));

type Linked = { readonly id: string; readonly token: string; readonly who: Signatory };

/** A document whose first signatory has received the link. */
export async function linked(world: TestWorld, body?: unknown): Promise<Linked> {
  const id = await invited(world, body);
  return { id, token: tokenOf(world, id, 1), who: linkHolder(world, id, 1) };
}

/** The same, and the link has been opened. */
export async function opened(world: TestWorld, body?: unknown): Promise<Linked> {
  const link = await linked(world, body);
  await link.who.open();
  return link;
}

/** Opens the newest link of a signatory and signs. */
export async function signs(world: TestWorld, documentId: string, signer: number): Promise<void> {
  const visitor = linkHolder(world, documentId, signer);
  await visitor.open();
  const answer = await visitor.sign();
  if (answer.status !== 303) throw new Error(`signing answered ${answer.status}`);
}

/** Everyone signs, each when invited. */
export async function signedByAll(world: TestWorld, documentId: string): Promise<void> {
  for (;;) {
    const waiting = turnOf(await stateOf(world, documentId));
    if (waiting.length === 0) return;
    await notifyAll(world, documentId);
    for (const signer of waiting) await signs(world, documentId, signer);
  }
}
