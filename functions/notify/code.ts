/** Mails the one-time code that somebody at the door has asked for. */

import type { DocumentState } from '../domain/document.ts';
import { progressOf } from '../domain/document.ts';
import { codeDue, MAIL_CODE_MS, UNPROVEN } from '../domain/identity.ts';
import { printedPosition, type Signer } from '../domain/signer.ts';
import type { Letter } from '../ports.ts';
import { record } from '../runtime/execute.ts';
import { BY, type NotifyWorld, recordRefused, refusedFor } from './deliver.ts';
import { written } from './letter.ts';
import { mailboxOf } from './turn.ts';

const MINUTE_MS = 60_000;

/** No link in it: who asked for the code has the page open, and nobody else shall come by it. */
function codeLetter({ draft }: DocumentState, signer: Signer, code: string) {
  const { agency } = draft;
  return {
    to: { name: signer.name, address: signer.email },
    from: { name: agency.mailSender ?? agency.name },
    ...written('code', {
      agencyName: agency.name,
      recipientName: signer.name,
      recipientPosition: printedPosition(signer),
      code,
      minutes: MAIL_CODE_MS / MINUTE_MS,
    }),
  };
}

/**
 * The code follows from its number, so a worker that runs again sends the same one. One that came
 * too late to be of use is left: the person asks for another.
 */
async function sendCode(world: NotifyWorld, state: DocumentState, signer: Signer): Promise<void> {
  const { mail, links, clock, execute } = world;
  const { identity = UNPROVEN, round } = progressOf(state, signer.number);
  const code = codeDue(identity, clock());
  if (code === undefined) return;
  const { id, declarationId } = state.draft;
  const { person } = signer;
  const letter: Letter = {
    ...codeLetter(state, signer, links.code({ declarationId, person, round }, code)),
    reference: [declarationId, person, 'code', round, code].join('.'),
  };
  const { number } = signer;
  const sent = await mail.send(letter).catch((error: unknown) => ({ code: refusedFor(error) }));
  if ('code' in sent) {
    await recordRefused(world, [{ state, signer: number }], { purpose: 'code', code: sent.code });
    return;
  }
  const { messageId } = sent;
  const command = { type: 'recordCodeMail', signer: number, round, code, messageId } as const;
  await record(execute, id, { command, worker: BY.name });
}

/** Who waits for a code; letters that come back would not bring it. */
const waiting = (state: DocumentState, now: string): readonly Signer[] =>
  state.draft.signers.filter(({ number }) => {
    const { identity = UNPROVEN, undelivered } = progressOf(state, number);
    return undelivered?.trouble !== 'bounced' && codeDue(identity, now) !== undefined;
  });

/**
 * One step for each signatory who waits for a code: in a turn of its own, for nobody who sits before
 * the page shall wait until letters about hundreds of documents are on record.
 */
export const codeSteps = (
  world: NotifyWorld,
  state: DocumentState,
): readonly (() => Promise<void>)[] => {
  const { id, declarationId } = state.draft;
  const send = async (asked: number): Promise<void> => {
    const head = await world.ledger.document(id);
    const signer =
      head && waiting(head.state, world.clock()).find(({ number }) => number === asked);
    if (head !== undefined && signer !== undefined) await sendCode(world, head.state, signer);
  };
  return waiting(state, world.clock()).map(
    ({ number, person }) =>
      () =>
        world.inTurn(`${mailboxOf({ declarationId, person })}.code`, () => send(number)),
  );
};
