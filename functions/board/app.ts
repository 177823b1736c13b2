/** What everyone may see of a declaration: the board of its ceremony, and its public page. */
import { bodyLimit } from 'hono/body-limit';
import { notice, room } from '../runtime/http.ts';
import { ownForm } from '../runtime/own-form.ts';
import { showBoard, showState } from './board.ts';
import { type EntryWorld, postEntry, showEntry } from './entry.ts';
import { type PublicWorld, showDeclaration } from './public.ts';
import { boardReader } from './reading.ts';

/** An e-mail address and nothing else. */
const MAX_FORM_BYTES = 2 * 1024;

export type BoardWorld = PublicWorld & Omit<EntryWorld, 'openBoard'>;

export function boardApp(world: BoardWorld) {
  const app = room();
  const openBoard = boardReader(world);
  const limit = bodyLimit({ maxSize: MAX_FORM_BYTES, onError: (c) => notice(c, 'tooLarge') });
  const own = ownForm(world.publicUrl);
  const atDoor = { ...world, openBoard };

  app.get('/acara/:id', (c) => showBoard(c, atDoor));
  app.get('/acara/:id/state', (c) => showState(c, atDoor));
  app.get('/masuk/:id', (c) => showEntry(c, atDoor));
  app.post('/masuk/:id', own, limit, (c) => postEntry(c, atDoor));
  app.get('/pencanangan/:id', (c) => showDeclaration(c, world));
  return app;
}
