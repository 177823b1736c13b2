/** Declarations over HTTP: declared, held as planned, listed, and watched. */
import type { Context } from 'hono';
import type { DeclarationState } from '../domain/declaration.ts';
import { letters } from '../domain/delivery.ts';
import { declarationProgress } from '../domain/progress.ts';
import { summarize } from '../domain/summary.ts';
import type { Door } from '../runtime/http.ts';
import { language, problem, refusalProblem, sightOf } from '../runtime/http.ts';
import { idempotencyKey, invalid, sentBody, unreadable } from './answer.ts';
import type { Warning } from './check-request.ts';
import { checkRequest } from './check-request.ts';
import type { Declared, World } from './declare.ts';
import { declare, earlier, fitsTheLedger } from './declare.ts';
import type { Held } from './hold.ts';
import { afterwards, hold, merged } from './hold.ts';
import { listDeclaration, presentDeclaration } from './present.ts';
import { toldIn } from './validate.ts';

const PAGE_SIZE = 50;

/** What has come of a declaration or of its holding, and the warnings it was taken with. */
function tell(
  c: Context<Door>,
  outcome: Declared | Held,
  { warnings, status }: { readonly warnings: readonly Warning[]; readonly status: 200 | 201 },
): Response {
  switch (outcome.result) {
    case 'taken':
      return invalid(c, outcome.findings.map(toldIn(language(c))));
    case 'keyReused':
      return problem(c, 422, 'keyReused');
    case 'alreadyHeld':
    case 'contended':
      return refusalProblem(c, { reason: outcome.result });
    default:
      return c.json({ ...presentDeclaration(outcome.state), warnings }, status);
  }
}

export async function postDeclaration(c: Context<Door>, world: World): Promise<Response> {
  const key = idempotencyKey(c);
  if (key instanceof Response) return key;
  const dryRun = c.req.query('dryRun') ?? 'false';
  if (dryRun !== 'true' && dryRun !== 'false') return problem(c, 400, 'badDryRun');
  const sent = await sentBody(c);
  if (sent === undefined) return unreadable(c);
  const asked = { ledger: world.ledger, language: language(c), now: world.clock() };
  const { declared, errors } = await checkRequest(sent, asked);
  if (declared === undefined) return invalid(c, errors);
  const command = { declared, subject: c.var.caller.subject, key };
  const { warnings } = declared;
  // What a repeated request finds amiss may be its own first doing, so the receipt is asked first.
  const known = dryRun === 'true' ? undefined : await earlier(world, command);
  if (known === undefined && errors.length > 0) return invalid(c, errors);
  if (!fitsTheLedger(declared, asked.now)) return problem(c, 422, 'declarationTooLarge');
  if (dryRun === 'true') return c.json({ dryRun: true, warnings });
  const outcome = known ?? (await declare(world, command));
  if ('state' in outcome) c.header('location', `/v1/declarations/${outcome.state.id}`);
  return tell(c, outcome, { warnings, status: 201 });
}

/** The declaration in the path. */
const asPath = async (
  c: Context<Door>,
  { ledger }: Pick<World, 'ledger'>,
): Promise<DeclarationState | undefined> =>
  (await ledger.declaration(c.req.param('id') ?? ''))?.state;

export async function postHold(c: Context<Door>, world: World): Promise<Response> {
  const key = idempotencyKey(c);
  if (key instanceof Response) return key;
  const sent = await sentBody(c);
  if (sent === undefined) return unreadable(c);
  const plan = await asPath(c, world);
  if (plan === undefined) return refusalProblem(c, { reason: 'notFound' });
  const { agency, profile } = plan.declaration;
  const asked = { ledger: world.ledger, language: language(c), now: world.clock() };
  const checked = await checkRequest(merged(plan, sent), {
    ...asked,
    planned: { agency, profile },
  });
  const { declared, errors } = checked;
  // What a repeated request finds amiss may be its own first doing, so the record is asked again.
  const latest = (await asPath(c, world)) ?? plan;
  const known = afterwards(latest, declared?.declaration);
  const warnings = declared?.warnings ?? [];
  if (known !== undefined) return tell(c, known, { warnings, status: 200 });
  if (declared === undefined || errors.length > 0) return invalid(c, errors);
  if (!fitsTheLedger(declared, asked.now)) return problem(c, 422, 'declarationTooLarge');
  const command = { id: plan.id, declared, subject: c.var.caller.subject };
  return tell(c, await hold(world, command), { warnings, status: 200 });
}

export async function getDeclarations(c: Context<Door>, { ledger }: World): Promise<Response> {
  const cursor = c.req.query('cursor');
  const page = await ledger.declarations(
    cursor === undefined ? { limit: PAGE_SIZE } : { limit: PAGE_SIZE, cursor },
  );
  if (page === undefined) return problem(c, 400, 'badCursor');
  return c.json({ items: page.items.map(listDeclaration), cursor: page.cursor });
}

export async function getDeclaration(c: Context<Door>, world: World): Promise<Response> {
  const state = await asPath(c, world);
  if (state === undefined) return refusalProblem(c, { reason: 'notFound' });
  const drafted = await world.ledger.documents(state.documents.map(({ id }) => id));
  const sees = sightOf(c);
  const byId = new Map(drafted.map((document) => [document.draft.id, summarize(document, sees)]));
  const told = presentDeclaration(state);
  const documents = told.documents.map((entry) => byId.get(entry.id) ?? entry);
  return c.json({ ...told, documents });
}

export async function getProgress(c: Context<Door>, world: World): Promise<Response> {
  const state = await asPath(c, world);
  if (state === undefined) return refusalProblem(c, { reason: 'notFound' });
  const documents = await world.ledger.documents(state.documents.map(({ id }) => id));
  const progress = declarationProgress(state, documents, world.clock());
  return c.json(sightOf(c).deliveries ? { ...progress, letters: letters(documents) } : progress);
}
