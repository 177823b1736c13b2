/** A hall: hundreds open, read and sign within one minute, while the boards watch. */
import { setTimeout as delay } from 'node:timers/promises';
import { dynamoLedger } from '../../functions/adapters/dynamo-ledger.ts';
import { CONSENT } from '../../functions/domain/consent.ts';
import { readInbox } from '../../infra/local/engines/smtp.ts';
import { TABLE } from '../../infra/local/settings.ts';
import { assembly, city } from '../journey/event.ts';
import { linkIn, openStage, type Stage, untilStatus } from '../journey/stage.ts';
import { type Viewer, type Visit, visit, watch } from './ceremony-hall.ts';
import { timed } from './race.ts';
import { reachedIn } from './reach.ts';
import type { Result } from './results.ts';

/** Staff who each sign a pledge of their own, in declarations of this many. */
const PLEDGES = [200, 200] as const;
/** Signatories of one charter, who all write to the same document. */
const CHARTER = 100;
const VIEWERS = 50;
const MINUTE_MS = 60_000;

/** Staff of one superior, who signs after each of them. */
const TEAM = 25;

/** Between two bare transactions, beside all that goes on. */
const PROBE_PAUSE_MS = 500;

/** A print takes some 50 ms, and there are hundreds of them. */
const PRINTING_MS = 15 * 60_000;

const P95 = 0.95;
const REACH = 5;

type Tell = (line: string) => void;

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

const told = (step: string, values: readonly number[]) => ({
  step,
  count: values.length,
  medianMs: Number(quantile(values, 1 / 2).toFixed(2)),
  p95Ms: Number(quantile(values, P95).toFixed(2)),
  maxMs: Number(Math.max(...values).toFixed(2)),
});

/** A unit whose staff pledge, in teams. */
function staff(count: number) {
  const event = city(1, count);
  const team = (index: number): number => Math.ceil((index + 1) / TEAM);
  const superior = (index: number) => ({
    name: `Kepala Bidang Ke-${team(index)}`,
    position: `Kepala Bidang ${team(index)}`,
    email: `bidang${team(index)}@example.test`,
  });
  const pledges = event.pledges.map((each, index) => ({ ...each, superior: superior(index) }));
  return { ...event, pledges };
}

type Prepared = { readonly id: string; readonly links: readonly string[] };

/** Everything is printed, and all whose address is like `who` have their letter. */
async function prepared({ api, host }: Stage, event: unknown, who: RegExp): Promise<Prepared> {
  const before = new Set((await readInbox(host.inbox)).map(({ id }) => id));
  const { id } = await api.declare(event);
  await untilStatus(api, id, 'signing', PRINTING_MS);
  await host.idle();
  const letters = (await readInbox(host.inbox)).filter(
    (letter) => !before.has(letter.id) && who.test(letter.to[0]?.address ?? ''),
  );
  // A letter that was sent twice after a fault has the same link.
  return { id, links: [...new Set(letters.map(linkIn))] };
}

/** Appends signatures to a charter of the same size that nobody looks at. @returns milliseconds. */
async function probe(documentId: string, signal: AbortSignal): Promise<readonly number[]> {
  const ledger = dynamoLedger(TABLE);
  const times: number[] = [];
  for (let signer = 1; signer < CHARTER && !signal.aborted; signer += 1) {
    const head = await ledger.document(documentId);
    const origin = { ip: '127.0.0.1', userAgent: 'node' };
    const sha256 = head?.state.unsigned?.sha256 ?? '';
    const fact = {
      type: 'SignerSigned',
      signer,
      round: 1,
      sha256,
      consent: CONSENT,
      origin,
    } as const;
    const at = new Date().toISOString();
    const change = { events: [fact], at, by: { type: 'signer', signer } } as const;
    times.push(await timed(() => ledger.append(documentId, head, change)));
    await delay(PROBE_PAUSE_MS, undefined, { signal }).catch(() => undefined);
  }
  return times;
}

async function openBoards({ host, api, token }: Stage, ids: readonly string[]) {
  for (const id of ids) {
    const headers = { authorization: `Bearer ${token}` };
    const url = `${host.url}/v1/declarations/${id}/board/open`;
    const { status } = await fetch(url, { method: 'POST', headers });
    if (status >= 300) throw new Error(`opening a board answered ${status}`);
    await api.declaration(id);
  }
  return ids.map((id) => `${host.url}/acara/${id}/state`);
}

/** Signatures on record beyond one a signatory, and those that are missing. */
async function recorded(documentIds: readonly string[], signatories: number) {
  const ledger = dynamoLedger(TABLE);
  const keys: string[] = [];
  for (const id of documentIds)
    for (const { events } of await ledger.commits(`DOC#${id}`))
      for (const event of events)
        if (event.type === 'SignerSigned') keys.push(`${id} ${event.signer}`);
  const once = new Set(keys).size;
  return { lost: signatories - once, doubled: keys.length - once };
}

type Ceremony = {
  readonly visits: readonly Visit[];
  readonly refused: readonly string[];
  readonly viewers: readonly Viewer[];
  readonly bare: readonly number[];
  readonly lastedMs: number;
};

async function held(
  links: readonly string[],
  { boards, probed }: { readonly boards: readonly string[]; readonly probed: string },
): Promise<Ceremony> {
  const over = new AbortController();
  const watched = Array.from({ length: VIEWERS }, (_, viewer) =>
    watch(boards[viewer % boards.length] ?? '', over.signal),
  );
  const probing = probe(probed, over.signal);
  let settled: readonly PromiseSettledResult<Visit>[] = [];
  const lastedMs = await timed(async () => {
    settled = await Promise.allSettled(links.map(visit));
  });
  over.abort();
  return {
    visits: settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])),
    refused: settled.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : [])),
    viewers: await Promise.all(watched),
    bare: await probing,
    lastedMs,
  };
}

function result(ceremony: Ceremony, ledger: { readonly lost: number; readonly doubled: number }) {
  const { visits, refused, viewers, bare, lastedMs } = ceremony;
  const sum = (of: (viewer: Viewer) => number): number =>
    viewers.reduce((total, viewer) => total + of(viewer), 0);
  const times = (step: keyof Visit): readonly number[] => visits.map((each) => each[step]);
  const ratio = quantile(times('sign'), P95) / quantile(bare, P95);
  return {
    measurements: [],
    table: reachedIn([
      ['signatories who opened, read and signed', visits.length, '≥', 500],
      ['seconds that it took', lastedMs / 1_000, '≤', MINUTE_MS / 1_000],
      ['signatories refused', refused.length, '≤', 0],
      ['signatures lost', ledger.lost, '≤', 0],
      ['signatures doubled', ledger.doubled, '≤', 0],
      ['board viewers', viewers.length, '≥', VIEWERS],
      ['faults told to board viewers', sum(({ faults }) => faults), '≤', 0],
      ['p95 of the sign request as a multiple of that of a bare append', ratio, '≤', REACH],
    ]),
    parts: [
      ...(['open', 'read', 'sign'] as const).map((step) => told(step, times(step))),
      told('bare append', bare),
      { step: 'board polls', count: sum(({ polls }) => polls), fresh: sum(({ fresh }) => fresh) },
      ...[...new Set(refused)].map((reason) => ({ step: 'refused', reason })),
    ],
  };
}

export async function benchCeremony(tell: Tell): Promise<Result> {
  const stage = await openStage();
  try {
    const { api, host } = stage;
    const ceremonies: Prepared[] = [];
    for (const count of PLEDGES) ceremonies.push(await prepared(stage, staff(count), /^pegawai/));
    ceremonies.push(await prepared(stage, assembly(CHARTER), /^kepala/));
    const probed = await prepared(stage, assembly(CHARTER), /^kepala/);
    const links = ceremonies.flatMap((each) => each.links);
    tell(`${links.length} signatories`);
    const ids = ceremonies.map(({ id }) => id);
    const boards = await openBoards(stage, ids);
    const [charter] = (await api.declaration(probed.id)).documents;
    const ceremony = await held(links, { boards, probed: charter?.id ?? '' });
    await host.idle();
    const documents = (await Promise.all(ids.map((id) => api.declaration(id)))).flatMap(
      (declaration) => declaration.documents.map(({ id }) => id),
    );
    return result(ceremony, await recorded(documents, links.length));
  } finally {
    await stage.close();
  }
}
