/** The archive's HTTP surface: documents for archivists, verification for everyone. */
import type { Context } from 'hono';
import { documentStream } from '../domain/commit.ts';
import type { DocumentState } from '../domain/document.ts';
import type { FileKind } from '../domain/lookup.ts';
import { evidenceKey, evidenceSheetKey, sealedKey, unsignedKey } from '../domain/storage-key.ts';
import { summarize } from '../domain/summary.ts';
import type { Files, Identity } from '../ports.ts';
import { findAsset } from '../runtime/assets.ts';
import type { Door } from '../runtime/http.ts';
import {
  ARCHIVISTS,
  forbidden,
  knownShape,
  problem,
  refusalProblem,
  requireRole,
  room,
  seesAddresses,
  showPage,
  sightOf,
} from '../runtime/http.ts';
import { type VerifyWorld, verifyRoutes } from './verify.ts';

/** Long enough to start a download, too short to pass the link on. */
export const PRESIGNED_SECONDS = 300;

const DAY_SECONDS = 86_400;

export type ArchiveWorld = VerifyWorld & {
  readonly files: Files;
  readonly identity: Identity;
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

export function archiveApp(world: ArchiveWorld) {
  const app = room();
  const reader = requireRole(world.identity, ['admin', 'archivist', 'viewer']);
  const archivist = requireRole(world.identity, ARCHIVISTS);

  app.get('/', (c) => showPage(c, 'home', {}));
  app.get('/v1/documents/:id', reader, knownShape, async (c) => {
    const head = await world.ledger.document(c.req.param('id'));
    const sees = sightOf(c);
    return head ? c.json(summarize(head.state, sees)) : refusalProblem(c, { reason: 'notFound' });
  });
  app.get('/v1/documents/:id/events', archivist, knownShape, async (c) => {
    const commits = await world.ledger.commits(documentStream(c.req.param('id')));
    return commits.length > 0 ? c.json({ commits }) : refusalProblem(c, { reason: 'notFound' });
  });
  app.get('/v1/documents/:id/pdf', reader, knownShape, (c) => {
    const kind = FILE_KINDS.find((known) => known === (c.req.query('kind') ?? 'sealed'));
    // The sealed file carries the evidence.
    if ((kind === 'sealed' || kind === 'evidence') && !seesAddresses(c)) return forbidden(c);
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
  app.get('/assets/:name', (c) => {
    const asset = findAsset(c.req.param('name'), c.req.header('accept-encoding') ?? '');
    if (asset === undefined) return c.notFound();
    return c.body(Uint8Array.from(asset.bytes), 200, {
      'content-type': `${asset.type}; charset=utf-8`,
      'cache-control': `public, max-age=${DAY_SECONDS}`,
      vary: 'accept-encoding',
      ...(asset.encoding === 'identity' ? {} : { 'content-encoding': asset.encoding }),
    });
  });
  verifyRoutes(app, world);
  return app;
}
