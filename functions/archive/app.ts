/** The archive's HTTP surface: documents for archivists, verification for everyone. */
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { documentStream } from '../domain/commit.ts';
import type { DocumentState } from '../domain/document.ts';
import { ID_PATTERN } from '../domain/id.ts';
import type { FileKind } from '../domain/lookup.ts';
import { evidenceKey, evidenceSheetKey, sealedKey, unsignedKey } from '../domain/storage-key.ts';
import { summarize } from '../domain/summary.ts';
import type { Files, Identity, Ledger } from '../ports.ts';
import type { Door } from '../runtime/http.ts';
import {
  ARCHIVISTS,
  forbidden,
  knownShape,
  language,
  notice,
  problem,
  refusalProblem,
  requireRole,
  room,
  seesAddresses,
  showPage,
} from '../runtime/http.ts';
import { REFUSAL_STATUS } from '../runtime/refusals.ts';
import { languageQuery, source } from '../runtime/view.ts';
import { judge, MAX_UPLOAD_BYTES } from './verdict.ts';
import { verdictView, verifyView } from './view.ts';

/** Long enough to start a download, too short to pass the link on. */
export const PRESIGNED_SECONDS = 300;

const MAX_FORM_BYTES = MAX_UPLOAD_BYTES + 64 * 1024;
const DAY_SECONDS = 86_400;

export type ArchiveWorld = {
  readonly ledger: Ledger;
  readonly files: Files;
  readonly identity: Identity;
  readonly publicUrl: string;
};

type Stored = { readonly key: string; readonly fileName: string };

const FILE_KINDS: readonly FileKind[] = ['unsigned', 'sealed', 'evidence'];

/** Where a file of the document lies; undefined while it does not exist. */
function storedPdf({ draft, unsigned, sealed, evidence }: DocumentState, kind: FileKind) {
  const fileName = `${draft.kind}-${draft.id}-${kind}.pdf`;
  const stored = (key: string): Stored => ({ key, fileName });
  switch (kind) {
    case 'unsigned':
      return unsigned && stored(unsignedKey(draft.id, unsigned.sha256));
    case 'sealed':
      return sealed && stored(sealedKey(draft.id, sealed.sha256));
    case 'evidence':
      return evidence && stored(evidenceSheetKey(draft.id, evidence.sheetSha256));
  }
}

/** Sends a caller to a short-lived address of a stored file. */
async function download(
  c: Context<Door>,
  world: ArchiveWorld,
  find: (state: DocumentState) => Stored | undefined,
): Promise<Response> {
  const head = await world.ledger.document(c.req.param('id') ?? '');
  if (head === undefined) return refusalProblem(c, { reason: 'notFound' });
  const stored = find(head.state);
  if (stored === undefined) return refusalProblem(c, { reason: 'notReady' });
  return c.redirect(await world.files.presign(stored.key, stored.fileName, PRESIGNED_SECONDS), 302);
}

async function verifyPage(c: Context<Door>, world: ArchiveWorld, id: string): Promise<Response> {
  const head = ID_PATTERN.test(id) ? await world.ledger.document(id) : undefined;
  const found = head !== undefined;
  if (found) return showPage(c, 'verify', verifyView(head.state));
  return showPage(c, 'verify-form', { verifyAction: '/v1/verify', notFound: id !== '' }, 404);
}

const wantsPage = (c: Context<Door>): boolean =>
  (c.req.header('accept') ?? '').includes('text/html');

/** Tells a person with a page, and a program with a problem, why a file was not judged. */
function refused(c: Context<Door>, reason: 'fileMissing' | 'tooLarge'): Response {
  if (wantsPage(c)) return notice(c, reason);
  return problem(c, REFUSAL_STATUS[reason], reason);
}

async function verifyUpload(c: Context<Door>, world: ArchiveWorld): Promise<Response> {
  const file = await c.req
    .formData()
    .then((form) => form.get('file'))
    .catch(() => null);
  if (!(file instanceof File) || file.size === 0) return refused(c, 'fileMissing');
  if (file.size > MAX_UPLOAD_BYTES) return refused(c, 'tooLarge');
  const verdict = await judge(world.ledger, new Uint8Array(await file.arrayBuffer()));
  const told = verdictView(verdict, world.publicUrl);
  return wantsPage(c) ? showPage(c, 'verify-result', { superseded: false, ...told }) : c.json(told);
}

export function archiveApp(world: ArchiveWorld) {
  const app = room();
  const reader = requireRole(world.identity, ['admin', 'archivist', 'viewer']);
  const archivist = requireRole(world.identity, ARCHIVISTS);

  app.get('/', (c) => showPage(c, 'home', {}));
  app.get('/v1/documents/:id', reader, knownShape, async (c) => {
    const head = await world.ledger.document(c.req.param('id'));
    const sees = { addresses: seesAddresses(c) };
    return head ? c.json(summarize(head.state, sees)) : refusalProblem(c, { reason: 'notFound' });
  });
  app.get('/v1/documents/:id/events', archivist, knownShape, async (c) => {
    const commits = await world.ledger.commits(documentStream(c.req.param('id')));
    return commits.length > 0 ? c.json({ commits }) : refusalProblem(c, { reason: 'notFound' });
  });
  app.get('/v1/documents/:id/pdf', reader, knownShape, (c) => {
    const kind = FILE_KINDS.find((known) => known === (c.req.query('kind') ?? 'sealed'));
    if (kind === 'evidence' && !seesAddresses(c)) return forbidden(c);
    if (kind !== undefined) return download(c, world, (state) => storedPdf(state, kind));
    return problem(c, 400, 'badKind');
  });
  app.get('/v1/documents/:id/evidence', archivist, knownShape, (c) =>
    download(
      c,
      world,
      ({ draft, evidence }) =>
        evidence && {
          key: evidenceKey(draft.id, evidence.jsonSha256),
          fileName: `evidence-${draft.id}.json`,
        },
    ),
  );
  app.get('/verify', (c) => {
    const id = c.req.query('id')?.trim().toLowerCase();
    if (id !== undefined && id !== '')
      return c.redirect(`/verify/${encodeURIComponent(id)}${languageQuery(language(c))}`, 303);
    return showPage(c, 'verify-form', { verifyAction: '/v1/verify', notFound: false });
  });
  app.get('/verify/:id', (c) => verifyPage(c, world, c.req.param('id').toLowerCase()));
  app.post(
    '/v1/verify',
    bodyLimit({ maxSize: MAX_FORM_BYTES, onError: (c) => refused(c, 'tooLarge') }),
    (c) => verifyUpload(c, world),
  );
  app.get('/assets/page.css', (c) =>
    c.body(source('pages/page.css'), 200, {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': `public, max-age=${DAY_SECONDS}`,
    }),
  );
  return app;
}
