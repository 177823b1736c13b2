/** The admin's HTTP surface: agencies, declarations, documents, registers, and the API's description. */
import type { Identity } from '../ports.ts';
import type { Execute } from '../runtime/execute.ts';
import { knownShape, problem, requireRole, room, showPage } from '../runtime/http.ts';
import { getAgency, getAgencyVersions, putAgency } from './agency-door.ts';
import {
  getDeclaration,
  getDeclarations,
  getProgress,
  postDeclaration,
  postHold,
} from './declaration-door.ts';
import type { World } from './declare.ts';
import { postResend, postRetry, postVoid } from './document-door.ts';
import { apiReference, openApi } from './openapi.ts';
import { registerEntries } from './register.ts';

export type AdminWorld = World & {
  readonly execute: Execute;
  readonly identity: Identity;
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

  app.get('/v1/registers/:register/:kind/:year', reader, async (c) => {
    const series = await registerEntries(world.ledger, { ...c.req.param(), ...c.req.query() });
    return series === undefined ? problem(c, 404, 'registerUnknown') : c.json(series);
  });

  app.post('/v1/documents/:id/void', admin, knownShape, (c) => postVoid(c, world));
  app.post('/v1/documents/:id/resend', admin, knownShape, (c) => postResend(c, world));
  app.post('/v1/documents/:id/retry', admin, knownShape, (c) => postRetry(c, world));

  app.get('/openapi.json', (c) => c.json(openApi(world.publicUrl)));
  app.get('/docs', (c) => showPage(c, 'docs', apiReference()));
  app.get('/health', (c) => c.json({ status: 'ok' }));
  return app;
}
