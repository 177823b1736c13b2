/** Verification for everyone: a document by its code, a file by its hash, or by its bytes. */
import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { ID_PATTERN } from '../domain/id.ts';
import type { Ledger } from '../ports-ledger.ts';
import type { Inspector } from '../ports-seal.ts';
import type { Door } from '../runtime/http.ts';
import {
  language,
  notice,
  problem,
  refusalProblem,
  showPage,
  showScriptedPage,
  wantsPage,
} from '../runtime/http.ts';
import { overRate, type RateWorld } from '../runtime/rate.ts';
import { REFUSAL_STATUS } from '../runtime/refusals.ts';
import { languageQuery } from '../runtime/view.ts';
import { judge, judgeKnown, MAX_UPLOAD_BYTES } from './verdict.ts';
import { toldVerdict, uploadView, verdictView, verifyView } from './view.ts';

const MAX_FORM_BYTES = MAX_UPLOAD_BYTES + 64 * 1024;

const SHA256_PATTERN = /^[0-9a-f]{64}$/;

export type VerifyWorld = RateWorld & {
  readonly ledger: Ledger;
  readonly inspector: Inspector;
  readonly publicUrl: string;
};

/** A code that was typed in leads to the page of its document. */
function verifyForm(c: Context<Door>): Response {
  const id = c.req.query('id')?.trim().toLowerCase();
  if (id !== undefined && id !== '')
    return c.redirect(`/verify/${encodeURIComponent(id)}${languageQuery(language(c))}`, 303);
  return showScriptedPage(c, 'verify-form', { ...uploadView(), notFound: false });
}

async function verifyPage(c: Context<Door>, { ledger }: VerifyWorld): Promise<Response> {
  const id = (c.req.param('id') ?? '').toLowerCase();
  const head = ID_PATTERN.test(id) ? await ledger.document(id) : undefined;
  if (head !== undefined) return showScriptedPage(c, 'verify', verifyView(head.state));
  return showScriptedPage(c, 'verify-form', { ...uploadView(), notFound: true }, 404);
}

/** Tells a person with a page, and a program with a problem, why a file was not judged. */
function refused(c: Context<Door>, reason: 'fileMissing' | 'tooLarge'): Response {
  if (wantsPage(c)) return notice(c, reason);
  return problem(c, REFUSAL_STATUS[reason], reason);
}

/** Whether a file is on record, by its hash: it need not leave the hands of whoever asks. */
async function verifyHash(c: Context<Door>, world: VerifyWorld): Promise<Response> {
  const hash = (c.req.param('sha256') ?? '').toLowerCase();
  const known = SHA256_PATTERN.test(hash) ? await judgeKnown(world.ledger, hash) : undefined;
  if (wantsPage(c))
    return known
      ? showPage(c, 'verify-result', verdictView(known, world.publicUrl, false))
      : notice(c, 'notFound');
  return known
    ? c.json(toldVerdict(known, world.publicUrl))
    : refusalProblem(c, { reason: 'notFound' });
}

async function verifyUpload(c: Context<Door>, world: VerifyWorld): Promise<Response> {
  const file = await c.req
    .formData()
    .then((form) => form.get('file'))
    .catch(() => null);
  if (!(file instanceof File) || file.size === 0) return refused(c, 'fileMissing');
  if (file.size > MAX_UPLOAD_BYTES) return refused(c, 'tooLarge');
  const verdict = await judge(world, new Uint8Array(await file.arrayBuffer()));
  return wantsPage(c)
    ? showPage(c, 'verify-result', verdictView(verdict, world.publicUrl, true))
    : c.json(toldVerdict(verdict, world.publicUrl));
}

export function verifyRoutes(app: Hono<Door>, world: VerifyWorld): void {
  app.get('/verify', verifyForm);
  app.get('/verify/:id', (c) => verifyPage(c, world));
  app.get('/v1/files/:sha256', (c) => verifyHash(c, world));
  app.post(
    '/v1/verify',
    async (c, next) => (await overRate(c, world, { verb: 'upload' })) ?? next(),
    bodyLimit({ maxSize: MAX_FORM_BYTES, onError: (c) => refused(c, 'tooLarge') }),
    (c) => verifyUpload(c, world),
  );
}
