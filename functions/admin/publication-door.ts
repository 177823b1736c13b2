/** The board and the public page of a declaration over HTTP: opened, closed, published, withdrawn. */
import type { Context } from 'hono';
import type { PublicCommand } from '../domain/publication.ts';
import type { Door } from '../runtime/http.ts';
import { language, refusalProblem } from '../runtime/http.ts';
import { invalid, sentBody } from './answer.ts';
import type { World } from './declare.ts';
import { presentPublication } from './present.ts';
import { makePublic } from './publication.ts';
import { WithdrawRequest } from './request-command.ts';
import { parse } from './validate.ts';

type PublicWorld = World & { readonly publicUrl: string };

async function run(
  c: Context<Door>,
  world: PublicWorld,
  command: PublicCommand,
): Promise<Response> {
  const { subject } = c.var.caller;
  const outcome = await makePublic(world, c.req.param('id') ?? '', { command, subject });
  return outcome.ok
    ? c.json(presentPublication(outcome.state, world.publicUrl))
    : refusalProblem(c, outcome.refusal);
}

export const postOpenBoard = (c: Context<Door>, world: PublicWorld): Promise<Response> =>
  run(c, world, { type: 'openBoard' });

export const postCloseBoard = (c: Context<Door>, world: PublicWorld): Promise<Response> =>
  run(c, world, { type: 'closeBoard' });

export const postPublish = (c: Context<Door>, world: PublicWorld): Promise<Response> =>
  run(c, world, { type: 'publish' });

export async function postUnpublish(c: Context<Door>, world: PublicWorld): Promise<Response> {
  const parsed = parse(WithdrawRequest, await sentBody(c), language(c));
  if (!parsed.ok) return invalid(c, parsed.errors);
  return run(c, world, { type: 'withdraw', reason: parsed.value.reason });
}
