/** Sends the letters a document owes: one to each person, about all of their documents that are due. */
import type { DeclarationState } from '../domain/declaration.ts';
import type { DocumentState } from '../domain/document.ts';
import { mailsDue } from '../domain/due.ts';
import { nextToSign } from '../domain/invitation.ts';
import { log } from '../runtime/log.ts';
import { codeSteps } from './code.ts';
import { tellContact } from './contact.ts';
import type { NotifyWorld } from './deliver.ts';
import { type Addressee, invite } from './invite.ts';
import { tell } from './tell.ts';

/** What a person may be owed, in the order in which they had better hear of it. */
const LETTERS: readonly ((world: NotifyWorld, addressee: Addressee) => Promise<void>)[] = [
  tell('changed'),
  invite,
  tell('reminder'),
  tell('receipt'),
  tell('completion'),
  tell('expired'),
];

/**
 * The people to whom a document may owe a letter. One that is not printed owes none itself; but once
 * it never will be, letters about other documents no longer have to wait for it.
 */
function addressees(state: DocumentState): readonly number[] {
  const numbers =
    state.unsigned === undefined ? nextToSign(state) : mailsDue(state).map(({ signer }) => signer);
  const people = state.draft.signers
    .filter(({ number }) => numbers.includes(number))
    .map(({ person }) => person);
  return [...new Set(people)];
}

/** What may be logged of a mail system's refusal: its codes, not its words, which name addresses. */
function mailFault(error: unknown): object {
  if (!(error instanceof Error)) return {};
  const code = 'code' in error ? error.code : error.name;
  return { code, responseCode: 'responseCode' in error ? error.responseCode : undefined };
}

/** Everything the document may owe, each letter after a fresh look and whatever became of the others. */
const steps = (
  world: NotifyWorld,
  declaration: DeclarationState,
  state: DocumentState,
): readonly (() => Promise<void>)[] => [
  // Somebody sits before the page and waits.
  ...codeSteps(world, state),
  ...addressees(state).flatMap((person) =>
    LETTERS.map((write) => () => write(world, { declaration, person, documentId: state.draft.id })),
  ),
  () => tellContact(world, declaration, state),
];

/** The last letters lie on the shelf; what else moves a sealed document is no reason to try again. */
const isGivenUp = ({ status, shelf }: DocumentState): boolean =>
  status === 'sealed' && shelf?.work === 'mail';

/**
 * Sends every letter due, so that workers side by side do not write to the same person.
 * @throws when one or more could not be sent, so that the message comes again; letters on record are
 * not sent a second time.
 */
export async function notify(world: NotifyWorld, documentId: string): Promise<void> {
  const head = await world.ledger.document(documentId);
  if (head === undefined || isGivenUp(head.state)) return;
  const { declarationId } = head.state.draft;
  const declaration = await world.ledger.declaration(declarationId);
  if (declaration === undefined) throw new Error(`there is no declaration ${declarationId}`);
  let failures = 0;
  for (const step of steps(world, declaration.state, head.state))
    await step().catch((error: unknown) => {
      log.error('letter not sent', { documentId, ...mailFault(error) });
      failures += 1;
    });
  if (failures > 0) throw new Error(`${failures} letters not sent`);
}
