/** The file itself: what is to be confirmed, and the sealed one when it exists. */
import type { Context } from 'hono';
import { sealedKey, unsignedKey } from '../domain/storage-key.ts';
import { sha256 } from '../runtime/digest.ts';
import type { Door } from '../runtime/http.ts';
import { notice } from '../runtime/http.ts';
import { placeAsked, SAVE_PARAMETER } from './address.ts';
import { obstacleAt } from './desk.ts';
import { arrivalOf, type SigningWorld } from './door.ts';
import { asked, refused } from './page.ts';

/**
 * Lambda answers with 6 MB at most, in base64: this much of a file, and its headers. No print is so
 * large (`MAX_PDF_BYTES` in `render/render.ts`), so that what the signing page shows inside itself
 * always comes from its own origin. A sealed file may be, by the signatures and drawn marks of many
 * people: no page frames it, and its link may lead to the storage.
 */
const MAX_ANSWER_BYTES = 4.25 * 1024 * 1024;

/** Long enough to start a download. */
const PRESIGNED_SECONDS = 60;

export async function pdf(c: Context<Door>, world: SigningWorld): Promise<Response> {
  const arrival = await arrivalOf(c, world);
  if (arrival.kind === 'unproven') return notice(c, 'identityMissing');
  if (arrival.kind === 'refused') return notice(c, arrival.reason);
  const { visit } = arrival;
  const place = placeAsked(visit, asked(c));
  if (place === undefined) return refused(c, visit, 'notFound');
  const { draft, unsigned, sealed } = place.state;
  if (unsigned === undefined) return refused(c, visit, 'notReady');
  if (obstacleAt(place, visit, world.clock()) === 'outOfTurn')
    return refused(c, visit, 'outOfTurn');
  const key = sealed ? sealedKey(draft.id, sealed.sha256) : unsignedKey(draft.id, unsigned.sha256);
  const fileName = `${draft.kind}-${draft.id}.pdf`;
  const file = Uint8Array.from(await world.files.get(key));
  // Nobody shall sign, or keep, another file than the one on record.
  if (sha256(file) !== (sealed ?? unsigned).sha256)
    throw new Error(`the stored file is not the one on record: ${key}`);
  if (file.length > MAX_ANSWER_BYTES)
    return c.redirect(await world.files.presign(key, fileName, PRESIGNED_SECONDS), 302);
  // The signing page shows this file inside itself.
  c.set('framed', true);
  const disposition = c.req.query(SAVE_PARAMETER) === '1' ? 'attachment' : 'inline';
  return c.body(file, 200, {
    'content-type': 'application/pdf',
    'content-disposition': `${disposition}; filename="${fileName}"`,
  });
}
