/** The admin's HTTP surface: declare, watch, void, retry, resend, and the description of the API. */
import type { Context } from 'hono';
import type { DocumentCommand } from '../domain/decide.ts';
import { summarize } from '../domain/summary.ts';
import type { Identity } from '../ports.ts';
import type { Execute } from '../runtime/execute.ts';
import type { Door } from '../runtime/http.ts';
import {
  knownShape,
  language,
  problem,
  refusalProblem,
  requireRole,
  room,
  seesAddresses,
  showPage,
} from '../runtime/http.ts';
import type { World } from './declare.ts';
import { declare, fitsTheLedger } from './declare.ts';
import { apiReference, openApi } from './openapi.ts';
import { listDeclaration, presentDeclaration } from './present.ts';
import { ResendRequest, VoidRequest } from './request.ts';
import type { Parsed } from './validate.ts';
import { checkRequest, parse } from './validate.ts';

const PAGE_SIZE = 50;
const MAX_KEY_CHARS = 200;

export type AdminWorld = World & {
  readonly execute: Execute;
  readonly identity: Identity;
  readonly publicUrl: string;
};

const unreadable = (c: Context<Door>): Response => problem(c, 400, 'malformed');

const invalid = (c: Context<Door>, parsed: Extract<Parsed<unknown>, { ok: false }>): Response =>
  problem(c, 422, 'invalid', parsed.errors);

const body = (c: Context<Door>): Promise<unknown> => c.req.json().catch(() => undefined);

async function postDeclaration(c: Context<Door>, world: AdminWorld): Promise<Response> {
  const key = c.req.header('idempotency-key');
  if (key !== undefined && (key === '' || key.length > MAX_KEY_CHARS))
    return problem(c, 400, 'badKey');
  const dryRun = c.req.query('dryRun') ?? 'false';
  if (dryRun !== 'true' && dryRun !== 'false') return problem(c, 400, 'badDryRun');
  const sent = await body(c);
  if (sent === undefined) return unreadable(c);
  const checked = checkRequest(sent, { language: language(c), now: world.clock() });
  if (!checked.ok) return invalid(c, checked);
  const { warnings } = checked.value;
  if (!fitsTheLedger(checked.value)) return problem(c, 422, 'declarationTooLarge');
  if (dryRun === 'true') return c.json({ dryRun: true, warnings });
  const { subject } = c.var.caller;
  const declared = await declare(world, { checked: checked.value, subject, key });
  if (declared.result === 'keyReused') return problem(c, 422, 'keyReused');
  if (declared.result === 'contended') return refusalProblem(c, { reason: 'contended' });
  c.header('location', `/v1/declarations/${declared.state.id}`);
  return c.json({ ...presentDeclaration(declared.state), warnings }, 201);
}

async function command(
  c: Context<Door>,
  world: AdminWorld,
  make: (sent: unknown) => Parsed<DocumentCommand>,
): Promise<Response> {
  const made = make(await body(c));
  if (!made.ok) return invalid(c, made);
  const by = { type: 'admin', subject: c.var.caller.subject } as const;
  const outcome = await world.execute(c.req.param('id') ?? '', made.value, by);
  return outcome.ok
    ? c.json(summarize(outcome.state, { addresses: true }))
    : refusalProblem(c, outcome.refusal);
}

const map = <T, U>(parsed: Parsed<T>, change: (value: T) => U): Parsed<U> =>
  parsed.ok ? { ok: true, value: change(parsed.value) } : parsed;

export function adminApp(world: AdminWorld) {
  const app = room();
  const admin = requireRole(world.identity, ['admin']);
  const reader = requireRole(world.identity, ['admin', 'archivist', 'viewer']);

  app.post('/v1/declarations', admin, (c) => postDeclaration(c, world));
  app.get('/v1/declarations', reader, async (c) => {
    const cursor = c.req.query('cursor');
    const page = await world.ledger.declarations(
      cursor === undefined ? { limit: PAGE_SIZE } : { limit: PAGE_SIZE, cursor },
    );
    if (page === undefined) return problem(c, 400, 'badCursor');
    return c.json({ items: page.items.map(listDeclaration), cursor: page.cursor });
  });
  app.get('/v1/declarations/:id', reader, knownShape, async (c) => {
    const head = await world.ledger.declaration(c.req.param('id'));
    if (head === undefined) return refusalProblem(c, { reason: 'notFound' });
    const states = await world.ledger.documentsOf(head.state.id);
    const sees = { addresses: seesAddresses(c) };
    const byId = new Map(states.map((state) => [state.draft.id, summarize(state, sees)]));
    const told = presentDeclaration(head.state);
    const documents = told.documents.map((plan) => byId.get(plan.id ?? '') ?? plan);
    return c.json({ ...told, documents });
  });
  app.post('/v1/documents/:id/void', admin, knownShape, (c) =>
    command(c, world, (sent) =>
      map(parse(VoidRequest, sent, language(c)), ({ reason }) => ({ type: 'void', reason })),
    ),
  );
  app.post('/v1/documents/:id/resend', admin, knownShape, (c) =>
    command(c, world, (sent) =>
      map(parse(ResendRequest, sent, language(c)), ({ signer, round }) => ({
        type: 'renewLink',
        signer,
        ends: round,
      })),
    ),
  );
  app.post('/v1/documents/:id/retry', admin, knownShape, (c) =>
    command(c, world, () => ({ ok: true, value: { type: 'retry' } })),
  );
  app.get('/openapi.json', (c) => c.json(openApi(world.publicUrl)));
  app.get('/docs', (c) => showPage(c, 'docs', apiReference()));
  app.get('/health', (c) => c.json({ status: 'ok' }));
  return app;
}
