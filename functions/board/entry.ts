/** The neutral entry that the board's QR code leads to: whoever asks learns nothing about anybody. */
import type { Context } from 'hono';
import { linkRequestId, mayAsk, personAt } from '../domain/link-request.ts';
import { dateInWords } from '../domain/wording.ts';
import type { Clock } from '../ports.ts';
import type { Ledger } from '../ports-ledger.ts';
import type { Door } from '../runtime/http.ts';
import { language, notice, showPage } from '../runtime/http.ts';
import { overRate, type RateWorld } from '../runtime/rate.ts';
import type { Ceremony, OpenBoard } from './reading.ts';

export type EntryWorld = RateWorld & {
  readonly ledger: Pick<Ledger, 'declaration' | 'documents' | 'linkRequest' | 'recordLinkRequest'>;
  readonly clock: Clock;
  readonly openBoard: OpenBoard;
  /** Waits for so many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<void>;
};

/** Longer than the ledger takes, so that known and unknown addresses are answered alike. */
const ANSWER_MS = 600;

/** Shaped like an address; whether it is anybody's is nobody's business here (RFC 5321, 4.5.3.1.3). */
const ADDRESS = /^[^\s@]{1,64}@[^\s@]{1,189}$/;

/** Where the form leads once it has been sent. */
const SENT = 'terkirim';

function entryPage(
  c: Context<Door>,
  { state }: Ceremony,
  invalid = false,
): Promise<Response> | Response {
  const { agency, event } = state.declaration;
  const path = `/masuk/${state.id}`;
  const model = {
    agencyName: agency.name,
    eventDate: dateInWords(event.date ?? '').long,
    action: language(c) === 'id' ? path : `${path}?lang=en`,
    sent: c.req.method === 'GET' && c.req.query(SENT) !== undefined,
    invalid,
  };
  return showPage(c, 'entry-request', model, invalid ? 422 : 200);
}

export async function showEntry(c: Context<Door>, { openBoard }: EntryWorld): Promise<Response> {
  const ceremony = await openBoard(c);
  return ceremony === undefined ? notice(c, 'boardClosed') : entryPage(c, ceremony);
}

/** Puts on record that somebody wishes for their letter again, if there is such a person. */
async function ask(
  { ledger, clock }: EntryWorld,
  { state, documents }: Ceremony,
  address: string,
): Promise<void> {
  const person = personAt(documents, address);
  if (person === undefined) return;
  const id = linkRequestId({ declarationId: state.id, person });
  const head = await ledger.linkRequest(id);
  const at = clock();
  if (!mayAsk(head?.state, at)) return;
  const by = { type: 'worker', name: 'board' } as const;
  // Whoever was first at this moment has asked for the same letter.
  await ledger.recordLinkRequest(id, head, { events: [{ type: 'LinkRequested' }], at, by });
}

export async function postEntry(c: Context<Door>, world: EntryWorld): Promise<Response> {
  const ceremony = await world.openBoard(c);
  if (ceremony === undefined) return notice(c, 'boardClosed');
  const over = await overRate(c, world, { verb: 'linkRequest' });
  if (over !== undefined) return over;
  const form = await c.req.formData().catch(() => new FormData());
  const typed = form.get('email');
  const address = typeof typed === 'string' ? typed.trim() : '';
  if (!ADDRESS.test(address)) return entryPage(c, ceremony, true);
  await Promise.all([ask(world, ceremony, address), world.pause(ANSWER_MS)]);
  const query = new URLSearchParams({ [SENT]: '1', ...(language(c) === 'en' && { lang: 'en' }) });
  return c.redirect(`/masuk/${ceremony.state.id}?${query}`, 303);
}
