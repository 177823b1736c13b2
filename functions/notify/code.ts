/** Mails the one-time code that somebody at the door has asked for. */

import type { DocumentState } from '../domain/document.ts';
import { progressOf } from '../domain/document.ts';
import { codeDue, MAIL_CODE_MS, UNPROVEN } from '../domain/identity.ts';
import { printedPosition, type Signer } from '../domain/signer.ts';
import type { Letter } from '../ports.ts';
import { record } from '../runtime/execute.ts';
import { BY, type NotifyWorld } from './deliver.ts';
import { written } from './letter.ts';

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
async function sendCode(
  { mail, links, clock, execute }: NotifyWorld,
  state: DocumentState,
  signer: Signer,
): Promise<void> {
  const { identity = UNPROVEN, round } = progressOf(state, signer.number);
  const code = codeDue(identity, clock());
  if (code === undefined) return;
  const { id, declarationId } = state.draft;
  const { person } = signer;
  const letter: Letter = {
    ...codeLetter(state, signer, links.code({ declarationId, person, round }, code)),
    reference: [declarationId, person, 'code', round, code].join('.'),
  };
  const { messageId } = await mail.send(letter);
  const command = {
    type: 'recordCodeMail',
    signer: signer.number,
    round,
    code,
    messageId,
  } as const;
  await record(execute, id, { command, worker: BY.name });
}

/** One step for each signatory who waits for a code. */
export const codeSteps = (
  world: NotifyWorld,
  state: DocumentState,
): readonly (() => Promise<void>)[] =>
  state.draft.signers
    .filter(({ number }) => {
      const { identity = UNPROVEN } = progressOf(state, number);
      return codeDue(identity, world.clock()) !== undefined;
    })
    .map((signer) => () => sendCode(world, state, signer));
