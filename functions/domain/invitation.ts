/** One person, one letter, one link: which of a person's documents a letter is about. */
import type { Command } from './command.ts';
import type { Undelivered } from './delivery.ts';
import type { DocumentState } from './document.ts';
import { hasSigned, isUnfinished, progressOf, turnOf } from './document.ts';
import { mailsDue } from './due.ts';
import type { MailPurpose } from './event.ts';
import { mailMark } from './mail-mark.ts';
import { reminderNow } from './reminder.ts';
import type { Signer } from './signer.ts';
import { whoseTurn } from './signer.ts';

/** A person's place (see `placesOf`) on a document that has been drafted. */
export type Place = {
  readonly number: number;
  readonly state: DocumentState;
  readonly signer: number;
};

/** Who signs there. @throws when the document has no such signatory. */
export function signerAt({ state, signer }: Place): Signer {
  const found = state.draft.signers.find(({ number }) => number === signer);
  if (found === undefined) throw new Error(`no signatory ${signer} on ${state.draft.id}`);
  return found;
}

const roundAt = ({ state, signer }: Place): number => progressOf(state, signer).round;

/** The round of the person's link: a renewal takes all places along, signed ones may stay behind. */
export const roundOf = (places: readonly Place[]): number => Math.max(1, ...places.map(roundAt));

const isTurn = ({ state, signer }: Place): boolean => turnOf(state).includes(signer);

/** Why letters of the person's present link come back, as far as is known at one place. */
export const troubleAt = ({ state, signer }: Place): Undelivered | undefined =>
  progressOf(state, signer).undelivered;

const isTold = ({ state, signer }: Place, purpose: MailPurpose, round: number): boolean =>
  progressOf(state, signer).mailed.includes(mailMark(purpose, round));

/** Who signs next, or will as soon as the document is printed. */
export const nextToSign = (state: DocumentState): readonly number[] =>
  whoseTurn(state.draft.signers, (signer) => hasSigned(state, signer));

/** Still to be printed and then the person's to sign at once, so the letter had better wait for it. */
const isComing = ({ state, signer }: Place): boolean =>
  state.status === 'drafted' && state.shelf === undefined && nextToSign(state).includes(signer);

/**
 * - `renew`: these places missed a renewal of the person's link, and take part in it first.
 * - `wait`: more of their documents are being printed; the last one brings the letter.
 * - `giveUp`: letters to the person come back, so that one about these places would as well.
 * - `share`: an invitation lies unanswered in the mailbox, and its link leads to these places too.
 * - `invite`: one letter for all of these places.
 */
export type Invitation = {
  readonly act: 'renew' | 'wait' | 'giveUp' | 'share' | 'invite';
  readonly places: readonly Place[];
};

/** What is due to a person, given all of their places in a declaration. */
export function invitationFor(places: readonly Place[]): Invitation | undefined {
  const round = roundOf(places);
  const turn = places.filter(isTurn);
  const due = turn.filter(
    (place) => !isTold(place, 'invitation', round) && troubleAt(place) === undefined,
  );
  if (due.length === 0) return undefined;
  const behind = due.filter((place) => roundAt(place) < round);
  if (behind.length > 0) return { act: 'renew', places: behind };
  if (turn.some((place) => troubleAt(place) !== undefined)) return { act: 'giveUp', places: due };
  if (places.some(isComing)) return { act: 'wait', places: due };
  return { act: turn.length > due.length ? 'share' : 'invite', places: due };
}

/**
 * Whether no invitation to the place is on record: the person came by another one, or a crash lost the
 * record of the letter after it had left.
 */
export const isUninvited = (place: Place, round: number): boolean =>
  !isTold(place, 'invitation', round);

/** The places about which a letter of this purpose is due. */
export const placesDue = (places: readonly Place[], purpose: MailPurpose): readonly Place[] =>
  places.filter(({ state, signer }) =>
    mailsDue(state).some((mail) => mail.signer === signer && mail.purpose === purpose),
  );

/** How long a receipt waits for the person's next signature, so that one letter tells of all. */
const RECEIPT_PATIENCE_MS = 5 * 60_000;

/**
 * What a receipt is due about: nothing while the person is signing one document after another. What
 * is kept back then is brought up again by the sweep.
 */
export function receiptsFor(places: readonly Place[], now: string): readonly Place[] {
  const due = placesDue(places, 'receipt');
  const latest = Math.max(...due.map((place) => Date.parse(signedAt(place) ?? now)));
  const isBusy = places.some(isTurn) && Date.parse(now) - latest < RECEIPT_PATIENCE_MS;
  return isBusy ? [] : due;
}

const signedAt = ({ state, signer }: Place): string | undefined =>
  progressOf(state, signer).signedAt;

/** Past its deadline, and about to be ended by the sweep. */
export const isRunningOut = ({ state }: Pick<Place, 'state'>, now: string): boolean =>
  state.status === 'signing' && now > state.draft.deadline;

/** What is told of time that ran out: once for all that ends at the same moment. */
export const expiredFor = (places: readonly Place[], now: string): readonly Place[] =>
  places.some((place) => isRunningOut(place, now)) ? [] : placesDue(places, 'expired');

/** Places that a reminder about others had better take along. */
export const remindedAlong = (places: readonly Place[], now: string): readonly Place[] =>
  places.filter(({ state, signer }) => reminderNow(state, signer, now) !== undefined);

/**
 * Whether a run writes the letter about `due`; `woken` are the documents whose messages it works on.
 * Several documents of a person may move at once and each wakes a run; only the one that moved last is
 * sure to see all. A document that owes nothing any more leaves it to those that do.
 */
export function isWriter(
  due: readonly Pick<Place, 'state'>[],
  woken: ReadonlySet<string>,
): boolean {
  const states = due.map(({ state }) => state);
  // The sweep passes by what lies on the shelf, so its own run had better not leave it to another.
  if (states.some(({ shelf, draft }) => shelf !== undefined && woken.has(draft.id))) return true;
  const [first, ...others] = states.filter(({ shelf }) => shelf === undefined);
  if (first === undefined) return false;
  const last = others.reduce((a, b) => ((b.movedAt ?? '') < (a.movedAt ?? '') ? a : b), first);
  return woken.has(last.draft.id);
}

/** Whether a document will not be printed that an invitation to the person's others has waited for. */
export const isReleased = (places: readonly Place[], woken: ReadonlySet<string>): boolean =>
  places.some(({ state }) => state.unsigned === undefined && woken.has(state.draft.id));

type Renewal = { readonly documentId: string; readonly command: Command<'renewLink'> };

/**
 * What ends a person's link everywhere, to be run in this order: one renewal for each place that can
 * still be signed. None when the round that is to end has ended already.
 */
export function renewals(
  places: readonly Place[],
  ends: number = roundOf(places),
): readonly Renewal[] {
  if (ends < roundOf(places)) return [];
  return places
    .filter(({ state, signer }) => isUnfinished(state) && !hasSigned(state, signer))
    .map(({ state, signer }) => ({
      documentId: state.draft.id,
      command: { type: 'renewLink', signer, ends },
    }));
}
