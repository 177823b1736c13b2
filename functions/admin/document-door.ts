/** Commands on one document over HTTP: void, resend, retry, reseal, settle its seal. */
import type { Context } from 'hono';
import type { DocumentCommand } from '../domain/command.ts';
import { ADMINS_SIGHT, summarize } from '../domain/summary.ts';
import type { Clock } from '../ports.ts';
import type { Ledger } from '../ports-ledger.ts';
import type { Execute } from '../runtime/execute.ts';
import type { Door } from '../runtime/http.ts';
import { language, refusalProblem } from '../runtime/http.ts';
import { invalid, sentBody } from './answer.ts';
import { ResendRequest, VoidRequest } from './request-command.ts';
import { resend } from './resend.ts';
import { parse } from './validate.ts';

type World = { readonly ledger: Ledger; readonly clock: Clock; readonly execute: Execute };

const documentId = (c: Context<Door>): string => c.req.param('id') ?? '';

const caller = (c: Context<Door>) => ({ type: 'admin', subject: c.var.caller.subject }) as const;

const tell = (c: Context<Door>, outcome: Awaited<ReturnType<Execute>>): Response =>
  outcome.ok ? c.json(summarize(outcome.state, ADMINS_SIGHT)) : refusalProblem(c, outcome.refusal);

const run = async (
  c: Context<Door>,
  { execute }: World,
  command: DocumentCommand,
): Promise<Response> => tell(c, await execute(documentId(c), command, caller(c)));

export async function postVoid(c: Context<Door>, world: World): Promise<Response> {
  const parsed = parse(VoidRequest, await sentBody(c), language(c));
  if (!parsed.ok) return invalid(c, parsed.errors);
  return run(c, world, { type: 'void', reason: parsed.value.reason });
}

export async function postResend(c: Context<Door>, world: World): Promise<Response> {
  const parsed = parse(ResendRequest, await sentBody(c), language(c));
  if (!parsed.ok) return invalid(c, parsed.errors);
  const { signer, round: ends } = parsed.value;
  const command = { documentId: documentId(c), signer, ends, by: caller(c) };
  return tell(c, await resend(world, command));
}

export const postRetry = (c: Context<Door>, world: World): Promise<Response> =>
  run(c, world, { type: 'retry' });

export const postReseal = (c: Context<Door>, world: World): Promise<Response> =>
  run(c, world, { type: 'reseal' });

export const postSettleSeal = (c: Context<Door>, world: World): Promise<Response> =>
  run(c, world, { type: 'settleSeal' });
