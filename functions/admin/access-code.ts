/** Gives a signatory an access code; what is kept of it is a salted, slow hash. */
import type { Context } from 'hono';
import { z } from 'zod';
import { MAX_ACCESS_CODE_CHARS, MIN_ACCESS_CODE_CHARS } from '../domain/identity.ts';
import { ADMINS_SIGHT, summarize } from '../domain/summary.ts';
import type { AccessCodes } from '../ports.ts';
import type { Ledger } from '../ports-ledger.ts';
import type { Execute } from '../runtime/execute.ts';
import type { Door } from '../runtime/http.ts';
import { language, refusalProblem } from '../runtime/http.ts';
import { readPlaces } from '../runtime/places.ts';
import { invalid, sentBody } from './answer.ts';
import { line } from './field.ts';
import { parse } from './validate.ts';

export const AccessCodeRequest = z.strictObject({
  code: line(MAX_ACCESS_CODE_CHARS)
    .min(MIN_ACCESS_CODE_CHARS)
    .describe('Told to the person on another way than by mail; capitals and spaces are no matter'),
});

type World = {
  readonly ledger: Ledger;
  readonly execute: Execute;
  readonly accessCodes: AccessCodes;
};

/** A person has one code, so it is set wherever they sign in the declaration. */
export async function postAccessCode(c: Context<Door>, world: World): Promise<Response> {
  const parsed = parse(AccessCodeRequest, await sentBody(c), language(c));
  if (!parsed.ok) return invalid(c, parsed.errors);
  const { ledger, execute, accessCodes } = world;
  const documentId = c.req.param('id') ?? '';
  const asked = (await ledger.document(documentId))?.state;
  if (asked === undefined) return refusalProblem(c, { reason: 'notFound' });
  const { signers, declarationId } = asked.draft;
  const person = signers.find(({ number }) => String(number) === c.req.param('n'))?.person;
  if (person === undefined) return refusalProblem(c, { reason: 'unknownSigner' });
  const declaration = await ledger.declaration(declarationId);
  if (declaration === undefined) throw new Error(`document ${documentId} is of no declaration`);
  const hash = await accessCodes.hash(parsed.value.code);
  const by = { type: 'admin', subject: c.var.caller.subject } as const;
  for (const { state, signer } of await readPlaces(ledger, declaration.state, person)) {
    const command = { type: 'setAccessCode', signer, hash } as const;
    const outcome = await execute(state.draft.id, command, by);
    if (!outcome.ok) return refusalProblem(c, outcome.refusal);
  }
  const { state } = (await ledger.document(documentId)) ?? { state: asked };
  return c.json(summarize(state, ADMINS_SIGHT));
}
