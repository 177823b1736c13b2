/** Tells whoever declared that a document was declined, or that its time has run out. */
import type { DeclarationState } from '../domain/declaration.ts';
import type { DocumentState } from '../domain/document.ts';
import { contactMailDue } from '../domain/due.ts';
import { isRunningOut, isWriter } from '../domain/invitation.ts';
import { record } from '../runtime/execute.ts';
import { BY, type NotifyWorld, refusedFor } from './deliver.ts';
import { contactLetter } from './letter-contact.ts';

type Due = { readonly state: DocumentState };

/**
 * Everything that the letter of this document can tell; nothing while more of it is about to end, or
 * when it is another document's to have it written.
 */
async function dueBy(
  { ledger, clock }: NotifyWorld,
  { documents }: DeclarationState,
  state: DocumentState,
): Promise<readonly Due[]> {
  const purpose = contactMailDue(state)?.purpose;
  const all = (await ledger.documents(documents.map(({ id }) => id))).map((found) => ({
    state: found,
  }));
  if (purpose === 'lapsed' && all.some((one) => isRunningOut(one, clock()))) return [];
  const due = all.filter((one) => contactMailDue(one.state)?.purpose === purpose);
  return isWriter(due, new Set([state.draft.id])) ? due : [];
}

async function write(
  world: NotifyWorld,
  declaration: DeclarationState,
  state: DocumentState,
): Promise<void> {
  const due = await dueBy(world, declaration, state);
  const [first, ...others] = due.map((one) => one.state);
  if (first === undefined) return;
  const sent = await world.mail
    .send(contactLetter([first, ...others], world.publicUrl))
    .catch((error: unknown) => {
      refusedFor(error);
      return { messageId: undefined };
    });
  for (const one of [first, ...others]) {
    const mail = contactMailDue(one);
    if (mail === undefined) continue;
    const command = { type: 'recordContactMail', ...mail, ...sent } as const;
    await record(world.execute, one.draft.id, { command, worker: BY.name });
  }
}

/** @throws when the letter could not be sent; an address that is refused for good is not tried again. */
export async function tellContact(
  world: NotifyWorld,
  declaration: DeclarationState,
  state: DocumentState,
): Promise<void> {
  if (contactMailDue(state) === undefined) return;
  if ((await dueBy(world, declaration, state)).length === 0) return;
  await world.inTurn(`${declaration.id}.contact`, () => write(world, declaration, state));
}
