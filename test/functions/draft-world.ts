/** A ledger, a clock and the draft worker: declarations made without a door, documents carried on. */
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { begets } from '../../functions/domain/begets.ts';
import { CONSENT } from '../../functions/domain/consent.ts';
import type { Declaration, DeclarationState } from '../../functions/domain/declaration.ts';
import { type DocumentState, turnOf } from '../../functions/domain/document.ts';
import type { DocumentKind } from '../../functions/domain/draft.ts';
import type { DeclarationEvent } from '../../functions/domain/event.ts';
import { addressesOf } from '../../functions/domain/people.ts';
import type { Ledger, NumberClaim } from '../../functions/ports-ledger.ts';
import { executor } from '../../functions/runtime/execute.ts';
import { freshId, freshLedger, TABLE, withReceipt } from '../adapters/dynamo-fixture.ts';
import { declaration, NOW } from '../samples/declaration.ts';

const BY = { type: 'admin', subject: 'rina' } as const;
const ORIGIN = { ip: '192.0.2.1', userAgent: 'test' };
const SHA256 = 'f'.repeat(64);

export async function startDraftWorld() {
  const { ledger, stop } = await freshLedger();
  const time = { now: NOW };
  const clock = (): string => time.now;
  const client = new DynamoDBClient({});
  /** All rows by key and version: the same again when nothing was written. */
  const rows = async (): Promise<readonly string[]> => {
    const keys: string[] = [];
    for await (const { Items = [] } of paginateScan({ client }, { TableName: TABLE }))
      keys.push(...Items.map(({ pk, sk, version }) => [pk?.S, sk?.S, version?.N].join(' ')));
    return keys.sort();
  };
  /** The executor on another ledger, such as one that fails. */
  const executeOn = (other: Ledger) => executor({ ledger: other, clock });
  return { ledger, time, clock, execute: executeOn(ledger), executeOn, rows, stop };
}

export type DraftTestWorld = Awaited<ReturnType<typeof startDraftWorld>>;

/** What a declaration promises at `at`, under new ids. */
export const entriesOf = (one: Declaration, at: string): DeclarationState['documents'] =>
  begets(one, at).map(({ kind, title, signers }) => ({
    id: freshId(),
    kind,
    title,
    people: signers.map(({ person }) => person),
  }));

/** Every document of a declaration that there is, promised or not. */
export async function documentsOf(
  { ledger, rows }: DraftTestWorld,
  declarationId: string,
): Promise<readonly DocumentState[]> {
  const ids = (await rows()).flatMap((row) => /^DOC#(\S+) HEAD/.exec(row)?.[1] ?? []);
  const states = await ledger.documents(ids);
  return states.filter(({ draft }) => draft.declarationId === declarationId);
}

/** @throws when there is no such declaration. */
export async function declarationState(
  { ledger }: DraftTestWorld,
  id: string,
): Promise<DeclarationState> {
  const head = await ledger.declaration(id);
  if (head === undefined) throw new Error(`no declaration ${id}`);
  return head.state;
}

/** Makes a declaration as the admin room does, with the numbers it claims; nothing is drafted yet. */
export async function make(
  { ledger, clock }: DraftTestWorld,
  change: Partial<Declaration> = {},
  claims: readonly NumberClaim[] = [],
): Promise<DeclarationState> {
  const id = freshId();
  const made = declaration(change);
  const documents = entriesOf(made, clock());
  const people = addressesOf(begets(made, clock()));
  const events = [{ type: 'DeclarationMade', declaration: made, documents, people } as const];
  const head = await ledger.declare(
    id,
    { events, at: clock(), by: BY },
    withReceipt(id, { claims }),
  );
  if (head === undefined) throw new Error(`${id} was not declared`);
  return head.state;
}

/** Records one more fact about a declaration. */
export async function amend(
  { ledger, clock }: Pick<DraftTestWorld, 'ledger' | 'clock'>,
  id: string,
  event: DeclarationEvent,
): Promise<void> {
  const head = await ledger.declaration(id);
  const change = { events: [event], at: clock(), by: BY };
  if (head === undefined || (await ledger.amend(id, head, change)) === undefined)
    throw new Error(`${event.type} was not recorded on ${id}`);
}

/** The ids that were promised to documents of a kind, in order. */
export const idsOf = ({ documents }: DeclarationState, kind: DocumentKind): readonly string[] =>
  documents.filter((entry) => entry.kind === kind).map(({ id }) => id);

/** Prints a document and has the first so many signatories sign; everyone when not told. */
export async function sign(
  world: DraftTestWorld,
  documentId: string,
  most = Number.POSITIVE_INFINITY,
): Promise<void> {
  const by = { type: 'worker', name: 'test' } as const;
  const printed = {
    type: 'recordRender',
    sha256: SHA256 + documentId,
    sizeBytes: 1,
    madeWith: { templates: SHA256, chromium: '153.0.0' },
  } as const;
  let outcome = await world.execute(documentId, printed, by);
  for (let signed = 0; outcome.ok && signed < most; signed += 1) {
    const [signer] = turnOf(outcome.state);
    if (signer === undefined) return;
    const { sha256 } = printed;
    const consent = CONSENT;
    const command = { type: 'sign', signer, round: 1, sha256, consent, origin: ORIGIN } as const;
    outcome = await world.execute(documentId, command, { type: 'signer', signer });
  }
  if (!outcome.ok) throw new Error(outcome.refusal.reason);
}

/** Everyone signs a document, and it is sealed. */
export async function seal(world: DraftTestWorld, documentId: string): Promise<void> {
  await sign(world, documentId);
  const by = { type: 'worker', name: 'test' } as const;
  const evidence = {
    chainHash: SHA256,
    jsonSha256: `j${documentId}`,
    sheetSha256: `s${documentId}`,
    marksSha256: `m${documentId}`,
  };
  await world.execute(documentId, { type: 'recordEvidence', ...evidence }, by);
  const sealed = {
    sha256: `sealed ${documentId}`,
    sizeBytes: 1,
    sealedBy: 'Kota',
    level: 'B-B',
  } as const;
  const outcome = await world.execute(documentId, { type: 'recordSeal', ...sealed }, by);
  if (!outcome.ok || outcome.state.status !== 'sealed') throw new Error(`${documentId} not sealed`);
}

/** A ledger that goes down with the n-th write, and stays down. */
export function failingAfter(ledger: Ledger, writes: number): Ledger {
  let left = writes;
  const unless =
    <A extends readonly unknown[], R>(write: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> => {
      left -= 1;
      return left < 0 ? Promise.reject(new Error('the ledger is down')) : write(...args);
    };
  const { append, amend: amended, enter } = ledger;
  return { ...ledger, append: unless(append), amend: unless(amended), enter: unless(enter) };
}
