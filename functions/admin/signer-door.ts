/** Commands on one signatory over HTTP, and on the time that a document's signatories have. */
import type { Context } from 'hono';
import { ADMINS_SIGHT, summarize } from '../domain/summary.ts';
import type { Clock } from '../ports.ts';
import type { Ledger } from '../ports-ledger.ts';
import type { Execute } from '../runtime/execute.ts';
import type { Door } from '../runtime/http.ts';
import { language, refusalProblem } from '../runtime/http.ts';
import { succeed } from '../runtime/successor.ts';
import { invalid, sentBody } from './answer.ts';
import { correctAddress } from './correct-address.ts';
import { extend } from './extend.ts';
import { remind } from './remind.ts';
import { AddressRequest, ExtendRequest, ReplaceRequest } from './request-command.ts';
import { parse } from './validate.ts';

type World = { readonly ledger: Ledger; readonly clock: Clock; readonly execute: Execute };

/** No signatory has the number 0, so that what is no number is one that is unknown. */
const seatIn = (c: Context<Door>) => ({
  documentId: c.req.param('id') ?? '',
  signer: /^[1-9]\d{0,3}$/.test(c.req.param('n') ?? '') ? Number(c.req.param('n')) : 0,
  by: { type: 'admin', subject: c.var.caller.subject } as const,
});

const tell = (c: Context<Door>, outcome: Awaited<ReturnType<Execute>>): Response =>
  outcome.ok ? c.json(summarize(outcome.state, ADMINS_SIGHT)) : refusalProblem(c, outcome.refusal);

export async function postCorrectAddress(c: Context<Door>, world: World): Promise<Response> {
  const parsed = parse(AddressRequest, await sentBody(c), language(c));
  if (!parsed.ok) return invalid(c, parsed.errors);
  return tell(c, await correctAddress(world, { ...seatIn(c), email: parsed.value.email }));
}

export const postRemind = async (c: Context<Door>, world: World): Promise<Response> =>
  tell(c, await remind(world, seatIn(c)));

export async function postReplace(c: Context<Door>, world: World): Promise<Response> {
  const parsed = parse(ReplaceRequest, await sentBody(c), language(c));
  if (!parsed.ok) return invalid(c, parsed.errors);
  const { person, reason } = parsed.value;
  const seat = seatIn(c);
  const { signer } = seat;
  const outcome = await succeed(world, {
    ...seat,
    person,
    command: (successor) => ({ type: 'replace', signer, successor, reason }),
  });
  return tell(c, outcome);
}

export async function postExtend(c: Context<Door>, world: World): Promise<Response> {
  const parsed = parse(ExtendRequest, await sentBody(c), language(c));
  if (!parsed.ok) return invalid(c, parsed.errors);
  const { documentId, by } = seatIn(c);
  return tell(c, await extend(world, { documentId, date: parsed.value.deadline, by }));
}
