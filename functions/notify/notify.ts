/** Sends the letters a document owes: one to each person, about all of their documents that are due. */
import type { Command } from '../domain/command.ts';
import type { DeclarationState } from '../domain/declaration.ts';
import type { DocumentState } from '../domain/document.ts';
import { mailsDue, progressOf } from '../domain/document.ts';
import type { MailPurpose } from '../domain/event.ts';
import type { Place } from '../domain/invitation.ts';
import {
  completionsFor,
  invitationFor,
  isWriter,
  nextToSign,
  roundOf,
} from '../domain/invitation.ts';
import type { Ledger, LinkHolder, Links, Mail } from '../ports.ts';
import { type Execute, record } from '../runtime/execute.ts';
import { log } from '../runtime/log.ts';
import { readPlaces } from '../runtime/places.ts';
import { letterAbout } from './letter.ts';

const BY = { type: 'worker', name: 'notify' } as const;

export type NotifyWorld = {
  readonly ledger: Ledger;
  readonly links: Links;
  readonly mail: Mail;
  readonly execute: Execute;
  readonly publicUrl: string;
};

/** Sends one letter about `places`, and records it on each of them. */
async function deliver(
  world: NotifyWorld,
  places: readonly Place[],
  letter: { readonly purpose: MailPurpose; readonly to: LinkHolder; readonly link: string },
): Promise<void> {
  const [first, ...others] = places;
  if (first === undefined) return;
  const { messageId } = await world.mail.send(letterAbout([first, ...others], letter));
  for (const { state, signer } of places) {
    const { round } = progressOf(state, signer);
    const sent = { purpose: letter.purpose, signer, round, messageId };
    const command = { type: 'recordMail', ...sent } as const;
    await record(world.execute, state.draft.id, { command, worker: BY.name });
  }
}

type Step = Command<'issueLink' | 'renewLink' | 'shareInvitation'>;

/**
 * Puts the same command to each place. Answers those that took it, as they are then: any refusal but
 * `contended` means that the letter has become pointless there (signed, expired, voided).
 */
async function each(
  { execute }: NotifyWorld,
  places: readonly Place[],
  make: (place: Place) => Step,
): Promise<readonly Place[]> {
  const taken: Place[] = [];
  for (const place of places) {
    const outcome = await execute(place.state.draft.id, make(place), BY);
    if (outcome.ok) taken.push({ ...place, state: outcome.state });
    else if (outcome.refusal.reason === 'contended')
      throw new Error('link not recorded: too many writers');
  }
  return taken;
}

type Addressee = {
  readonly declaration: DeclarationState;
  readonly person: number;
  /** The document whose message started this run. */
  readonly documentId: string;
};

async function invite(
  world: NotifyWorld,
  { declaration, person, documentId }: Addressee,
): Promise<void> {
  const places = await readPlaces(world.ledger, declaration, person);
  const invitation = invitationFor(places);
  if (invitation === undefined || !isWriter(invitation.places, documentId)) return;
  const { act, places: due } = invitation;
  const round = roundOf(places);
  const to = { declarationId: declaration.id, person, round };
  switch (act) {
    case 'wait':
      return;
    case 'renew':
      // Each renewal wakes another run, which finds all places in the same round.
      await each(world, due, ({ state, signer }) => {
        return { type: 'renewLink', signer, ends: progressOf(state, signer).round };
      });
      return;
    case 'share':
      await each(world, due, ({ signer }) => ({ type: 'shareInvitation', signer, round }));
      return;
    case 'invite': {
      const token = world.links.token(to);
      const linkHash = world.links.hash(token);
      // The link is on record before it leaves the house, so nobody can come too early.
      const issued = await each(world, due, ({ signer }) => {
        return { type: 'issueLink', signer, round, linkHash };
      });
      const link = `${world.publicUrl}/s/${token}`;
      await deliver(world, issued, { purpose: 'invitation', to, link });
    }
  }
}

/** Tells a person of the seal; the link they signed with still shows their documents. */
async function tellOfSeal(
  world: NotifyWorld,
  { declaration, person, documentId }: Addressee,
): Promise<void> {
  const places = await readPlaces(world.ledger, declaration, person);
  const due = completionsFor(places);
  if (due.length === 0 || !isWriter(due, documentId)) return;
  const to = { declarationId: declaration.id, person, round: roundOf(places) };
  const token = world.links.token(to);
  // After a renewal the newest link goes out with the next invitation; until then none is good.
  const isOut = (await world.ledger.lookup('link', world.links.hash(token))) !== undefined;
  const path = isOut ? `/s/${token}` : `/verify/${due[0]?.state.draft.id}`;
  await deliver(world, due, { purpose: 'completion', to, link: `${world.publicUrl}${path}` });
}

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

/**
 * Sends every letter due, each on its own and after a fresh look, so that workers side by side do
 * not write to the same person. @throws when one or more could not be sent, so that the message comes
 * again; letters on record are not sent a second time.
 */
export async function notify(world: NotifyWorld, documentId: string): Promise<void> {
  const head = await world.ledger.document(documentId);
  if (head === undefined) return;
  const { declarationId } = head.state.draft;
  const tell = head.state.status === 'sealed' ? tellOfSeal : invite;
  const people = addressees(head.state);
  const declaration = await world.ledger.declaration(declarationId);
  if (declaration === undefined) throw new Error(`there is no declaration ${declarationId}`);
  let failures = 0;
  for (const person of people)
    await tell(world, { declaration: declaration.state, person, documentId }).catch(
      (error: unknown) => {
        log.error('letter not sent', { documentId, person, ...mailFault(error) });
        failures += 1;
      },
    );
  if (failures > 0) throw new Error(`${failures} letters not sent`);
}
