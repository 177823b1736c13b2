/** The signatory's pages: GET only shows, and only POST opens, signs, hands on or declines. */
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Door } from '../runtime/http.ts';
import { notice, room } from '../runtime/http.ts';
import { ownForm } from '../runtime/own-form.ts';
import type { Verb as RateVerb } from '../runtime/rate.ts';
import { decline, read, sign } from './act.ts';
import type { Verb } from './address.ts';
import { delegate } from './delegate.ts';
import { disown, showDisown } from './disown.ts';
import { counted, type SigningWorld } from './door.ts';
import { identify, requestCode } from './identify.ts';
import { leadBack, open, showLink } from './open.ts';
import { pdf } from './pdf.ts';
import { signAll } from './together.ts';

const MAX_FORM_BYTES = 16 * 1024;

/** A form may carry a drawing: 1,500 points of some 18 bytes each, as forms are encoded. */
const MAX_DRAWN_FORM_BYTES = 48 * 1024;

type Deed = {
  readonly run: (c: Context<Door>, world: SigningWorld) => Promise<Response>;
  /** By what it is counted. */
  readonly rate: RateVerb;
  readonly maxBytes?: number;
};

const DEEDS: Readonly<Record<Verb, Deed>> = {
  open: { run: open, rate: 'open', maxBytes: MAX_DRAWN_FORM_BYTES },
  code: { run: requestCode, rate: 'act', maxBytes: MAX_DRAWN_FORM_BYTES },
  identify: { run: identify, rate: 'code', maxBytes: MAX_DRAWN_FORM_BYTES },
  read: { run: read, rate: 'act' },
  sign: { run: sign, rate: 'act', maxBytes: MAX_DRAWN_FORM_BYTES },
  'sign-all': { run: signAll, rate: 'act', maxBytes: MAX_DRAWN_FORM_BYTES },
  decline: { run: decline, rate: 'act' },
  delegate: { run: delegate, rate: 'act' },
  disown: { run: disown, rate: 'act' },
};

export function signingApp(world: SigningWorld) {
  const app = room();
  const own = ownForm(world.publicUrl);
  app.get('/s/:token', (c) => showLink(c, world));
  app.get('/s/:token/pdf', (c) => pdf(c, world));
  app.get('/s/:token/disown', (c) => showDisown(c, world));
  for (const [verb, { run, rate, maxBytes = MAX_FORM_BYTES }] of Object.entries(DEEDS)) {
    app.get(`/s/:token/${verb}`, (c) => leadBack(c, world));
    const limit = bodyLimit({ maxSize: maxBytes, onError: (c) => notice(c, 'tooLarge') });
    app.post(`/s/:token/${verb}`, own, limit, counted(world, rate), (c) => run(c, world));
  }
  return app;
}
