/** The admin's HTTP surface: agencies, declarations, documents, registers, and the API's description. */
import type { AccessCodes, Identity } from '../ports.ts';
import type { Execute } from '../runtime/execute.ts';
import { knownShape, problem, requireRole, room, showPage } from '../runtime/http.ts';
import { postAccessCode } from './access-code.ts';
import { getAgency, getAgencyVersions, putAgency } from './agency-door.ts';
import {
  getDeclaration,
  getDeclarations,
  getProgress,
  postDeclaration,
  postHold,
} from './declaration-door.ts';
import type { World } from './declare.ts';
import { postReseal, postResend, postRetry, postSettleSeal, postVoid } from './document-door.ts';
import { apiReference, openApi } from './openapi.ts';
import { postCloseBoard, postOpenBoard, postPublish, postUnpublish } from './publication-door.ts';
import { registerEntries } from './register.ts';
import { postCorrectAddress, postExtend, postRemind, postReplace } from './signer-door.ts';

export type AdminWorld = World & {
  readonly execute: Execute;
  readonly identity: Identity;
  readonly accessCodes: AccessCodes;
  readonly publicUrl: string;
};

export function adminApp(world: AdminWorld) {
  const app = room();
  const admin = requireRole(world.identity, ['admin']);
  const reader = requireRole(world.identity, ['admin', 'archivist', 'viewer']);

  app.put('/v1/agencies/:slug', admin, (c) => putAgency(c, world));
  app.get('/v1/agencies/:slug', reader, (c) => getAgency(c, world));
  app.get('/v1/agencies/:slug/versions', reader, (c) => getAgencyVersions(c, world));

  app.post('/v1/declarations', admin, (c) => postDeclaration(c, world));
  app.get('/v1/declarations', reader, (c) => getDeclarations(c, world));
  app.get('/v1/declarations/:id', reader, knownShape, (c) => getDeclaration(c, world));
  app.post('/v1/declarations/:id/hold', admin, knownShape, (c) => postHold(c, world));
  app.get('/v1/declarations/:id/progress', reader, knownShape, (c) => getProgress(c, world));

  app.post('/v1/declarations/:id/board/open', admin, knownShape, (c) => postOpenBoard(c, world));
  app.post('/v1/declarations/:id/board/close', admin, knownShape, (c) => postCloseBoard(c, world));
  app.post('/v1/declarations/:id/publish', admin, knownShape, (c) => postPublish(c, world));
  app.post('/v1/declarations/:id/unpublish', admin, knownShape, (c) => postUnpublish(c, world));

  app.get('/v1/registers/:register/:kind/:year', reader, async (c) => {
    const series = await registerEntries(world.ledger, { ...c.req.param(), ...c.req.query() });
    return series === undefined ? problem(c, 404, 'registerUnknown') : c.json(series);
  });

  app.post('/v1/documents/:id/void', admin, knownShape, (c) => postVoid(c, world));
  app.post('/v1/documents/:id/resend', admin, knownShape, (c) => postResend(c, world));
  app.post('/v1/documents/:id/retry', admin, knownShape, (c) => postRetry(c, world));
  app.post('/v1/documents/:id/reseal', admin, knownShape, (c) => postReseal(c, world));
  app.post('/v1/documents/:id/settle-seal', admin, knownShape, (c) => postSettleSeal(c, world));

  app.post('/v1/documents/:id/extend', admin, knownShape, (c) => postExtend(c, world));
  app.post('/v1/documents/:id/signers/:n/remind', admin, knownShape, (c) => postRemind(c, world));
  app.post('/v1/documents/:id/signers/:n/replace', admin, knownShape, (c) => postReplace(c, world));
  app.post('/v1/documents/:id/signers/:n/correct-address', admin, knownShape, (c) =>
    postCorrectAddress(c, world),
  );
  app.post('/v1/documents/:id/signers/:n/access-code', admin, knownShape, (c) =>
    postAccessCode(c, world),
  );

  app.get('/openapi.json', (c) => c.json(openApi(world.publicUrl)));
  app.get('/docs', (c) => showPage(c, 'docs', apiReference()));
  app.get('/health', (c) => c.json({ status: 'ok' }));
  return app;
}
