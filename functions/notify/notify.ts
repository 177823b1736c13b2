/** Sends the letters a document owes: one to each person, about all of their documents that are due. */
import type { DocumentState } from '../domain/document.ts';
import { mailsDue } from '../domain/due.ts';
import { nextToSign, type Place } from '../domain/invitation.ts';
import { log } from '../runtime/log.ts';
import { readPlaces } from '../runtime/places.ts';
import { codeSteps } from './code.ts';
import { tellContact } from './contact.ts';
import type { NotifyWorld } from './deliver.ts';
import { type Addressee, invite, type Write } from './invite.ts';
import { type Passes, passes } from './passes.ts';
import { tell } from './tell.ts';
import { mailboxOf } from './turn.ts';

/** What a person may be owed, in the order in which they had better hear of it. */
const LETTERS: readonly Write[] = [
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

/** Runs a step that may fail without keeping the others back; answers its failures. */
const counted = (documentIds: readonly string[], step: () => Promise<void>): Promise<number> =>
  step().then(
    () => 0,
    (error: unknown) => {
      log.error('letter not sent', { documentIds, ...mailFault(error) });
      return 1;
    },
  );

const look = (world: NotifyWorld, { declaration, person }: Addressee): Promise<readonly Place[]> =>
  readPlaces(world.ledger, declaration, person);

/** Every letter due to a person, with a fresh look after each; answers how many could not be sent. */
async function writeAll(world: NotifyWorld, addressee: Addressee): Promise<number> {
  let places: readonly Place[] | undefined;
  let failures = 0;
  for (const write of LETTERS)
    failures += await counted([...addressee.woken], async () => {
      places ??= await look(world, addressee);
      const step = write(world, addressee, places);
      if (step === undefined) return;
      places = undefined;
      await step();
    });
  return failures;
}

/**
 * The same in the person's turn, for which nobody waits who has nothing to write: of the hundreds of
 * messages about one person's documents only few lead to a letter.
 */
async function writeTo(world: NotifyWorld, addressee: Addressee): Promise<number> {
  const { declaration, person, woken } = addressee;
  let failures = 0;
  const unheard = await counted([...woken], async () => {
    const seen = await look(world, addressee);
    if (LETTERS.every((write) => write(world, addressee, seen) === undefined)) return;
    // Who waits for the turn leaves nothing to a run that has left it to this one: it writes about all.
    const alive = seen.filter(({ state }) => state.shelf === undefined);
    const all = new Set([...woken, ...alive.map(({ state }) => state.draft.id)]);
    await world.inTurn(mailboxOf({ declarationId: declaration.id, person }), async () => {
      failures = await writeAll(world, { ...addressee, woken: all });
    });
  });
  return failures + unheard;
}

/** The last letters lie on the shelf; what else moves a sealed document is no reason to try again. */
const isGivenUp = ({ status, shelf }: DocumentState): boolean =>
  status === 'sealed' && shelf?.work === 'mail';

/**
 * Sends every letter due. Runs that are `inHand` together share their looks at a person.
 * @throws when one or more could not be sent, so that the message comes again; letters on record are
 * not sent a second time.
 */
export async function notify(
  world: NotifyWorld,
  documentId: string,
  inHand: Passes = passes(),
): Promise<void> {
  const head = await world.ledger.document(documentId);
  if (head === undefined || isGivenUp(head.state)) return;
  const { state } = head;
  const { declarationId } = state.draft;
  const found = await world.ledger.declaration(declarationId);
  if (found === undefined) throw new Error(`there is no declaration ${declarationId}`);
  const declaration = found.state;
  let failures = 0;
  // Somebody sits before the page and waits.
  for (const step of codeSteps(world, state)) failures += await counted([documentId], step);
  for (const person of addressees(state))
    failures += await inHand(mailboxOf({ declarationId, person }), documentId, (woken) =>
      writeTo(world, { declaration, person, woken }),
    );
  failures += await counted([documentId], () => tellContact(world, declaration, state));
  if (failures > 0) throw new Error(`${failures} letters not sent`);
}
