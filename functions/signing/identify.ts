/** The steps between a link and its documents: an access code, a one-time code by mail. */
import type { Context } from 'hono';
import type { Command } from '../domain/command.ts';
import type { IdentityStep } from '../domain/identity.ts';
import type { Door } from '../runtime/http.ts';
import { notice, originOf } from '../runtime/http.ts';
import type { Reason } from '../runtime/refusals.ts';
import {
  type Arrival,
  arrivalOf,
  nextStep,
  type SigningWorld,
  sessionHash,
  startSession,
  type Visit,
} from './door.ts';
import { countedAt, identityAt } from './identify-view.ts';
import { arrive } from './open.ts';
import { back, identifyPage, turnedAway } from './page.ts';
import { keptFields, sentForm, text, type Written, writtenIn } from './written.ts';

type Unproven = Extract<Arrival, { readonly kind: 'unproven' }>;

/** What is refused for good is told on a page of its own; all else beside the field. */
const FINAL: readonly Reason[] = ['linkReplaced', 'disowned', 'contended'];

const told = (
  c: Context<Door>,
  world: SigningWorld,
  { arrival, reason, written }: { arrival: Unproven; reason: Reason; written: Written },
): Response =>
  FINAL.includes(reason) ? notice(c, reason) : identifyPage(c, world, arrival, { reason, written });

/** Asks for a one-time code; the worker that writes letters sends it. */
export async function requestCode(c: Context<Door>, world: SigningWorld): Promise<Response> {
  const form = await sentForm(c);
  const written = writtenIn(form);
  const arrival = await arrivalOf(c, world);
  if (arrival.kind === 'visit') return back(c);
  if (arrival.kind === 'refused') return turnedAway(c, world, arrival, written);
  if (arrival.step !== 'mailCode') return identifyPage(c, world, arrival, { written });
  const { state, signer } = countedAt(arrival.visit);
  const { round } = arrival.visit.holder;
  const command = { type: 'requestCode', signer, round } as const;
  const outcome = await world.execute(state.draft.id, command, { type: 'signer', signer });
  if (!outcome.ok) return told(c, world, { arrival, reason: outcome.refusal.reason, written });
  return keptFields(written).length === 0 ? back(c) : shownAgain(c, world, written);
}

/** The same page as it stands now, with what is carried along. */
async function shownAgain(
  c: Context<Door>,
  world: SigningWorld,
  written: Written,
): Promise<Response> {
  const arrival = await arrivalOf(c, world);
  if (arrival.kind === 'visit') return back(c);
  return arrival.kind === 'unproven'
    ? identifyPage(c, world, arrival, { written })
    : turnedAway(c, world, arrival, written);
}

/** What the door finds of a code; the rulebook counts it, or refuses to look. */
async function proofOf(
  { links, accessCodes }: SigningWorld,
  { visit, step }: { readonly visit: Visit; readonly step: IdentityStep },
  given: string,
): Promise<Pick<Command<'proveIdentity'>, 'isRight' | 'code'>> {
  const { accessCode, mailCode } = identityAt(countedAt(visit));
  if (step === 'mailCode') {
    const digits = given.replaceAll(/\D/g, '');
    return { isRight: links.isCode(digits, visit.holder, mailCode), code: mailCode };
  }
  const isRight = accessCode !== undefined && (await accessCodes.matches(given, accessCode));
  return { isRight };
}

const WRONG = { accessCode: 'accessCodeWrong', mailCode: 'mailCodeWrong' } as const;

/** Takes a code; the right one opens what the agency asks for next, or the documents. */
export async function identify(c: Context<Door>, world: SigningWorld): Promise<Response> {
  const form = await sentForm(c);
  const written = writtenIn(form);
  const arrival = await arrivalOf(c, world);
  if (arrival.kind === 'visit') return back(c);
  if (arrival.kind === 'refused') return turnedAway(c, world, arrival, written);
  const { visit, step } = arrival;
  const given = text(form, step);
  if (given === '') return told(c, world, { arrival, reason: WRONG[step], written });
  const { state, signer } = countedAt(visit);
  const proof = await proofOf(world, { visit, step }, given);
  const origin = originOf(c);
  const { round } = visit.holder;
  const entered = { step, session: sessionHash(c, world), ...proof };
  const command = { type: 'proveIdentity', signer, round, ...entered, origin } as const;
  const outcome = await world.execute(state.draft.id, command, { type: 'signer', signer });
  if (!outcome.ok) return told(c, world, { arrival, reason: outcome.refusal.reason, written });
  if (!proof.isRight) return failed(c, world, { step, written });
  const proven = { ...visit, taken: [...visit.taken, step] };
  startSession(c, world, proven);
  const next = nextStep(proven);
  return next === undefined
    ? arrive(c, world, { visit: proven, written })
    : identifyPage(c, world, { visit: proven, step: next }, { written });
}

/** Reads anew how many tries are left: the wrong one may have been the last. */
async function failed(
  c: Context<Door>,
  world: SigningWorld,
  { step, written }: { readonly step: IdentityStep; readonly written: Written },
): Promise<Response> {
  const arrival = await arrivalOf(c, world);
  if (arrival.kind !== 'unproven') return back(c);
  return told(c, world, { arrival, reason: WRONG[step], written });
}
