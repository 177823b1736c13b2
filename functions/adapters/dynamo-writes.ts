/** Writes to the ledger: each works a change out and makes its rows in one transaction. */
import type { Agency } from '../domain/agency.ts';
import type { CanaryState } from '../domain/canary.ts';
import { evolveCanary } from '../domain/canary.ts';
import type { Commit, Head, StreamId } from '../domain/commit.ts';
import {
  agencyStream,
  canaryStream,
  chain,
  declarationStream,
  documentStream,
  linkRequestStream,
  registerStream,
} from '../domain/commit.ts';
import type { DeclarationState } from '../domain/declaration.ts';
import { evolveDeclaration } from '../domain/declaration.ts';
import type { DocumentState } from '../domain/document.ts';
import { evolve } from '../domain/document.ts';
import type {
  CanaryEvent,
  DeclarationEvent,
  DocumentEvent,
  LedgerEvent,
  LinkRequestEvent,
  ProfileEvent,
  RegisterEvent,
} from '../domain/event.ts';
import { evolveLinkRequest, type LinkRequestState } from '../domain/link-request.ts';
import { lookupsOf } from '../domain/lookup.ts';
import type { RegisterState } from '../domain/number.ts';
import { evolveRegister } from '../domain/number.ts';
import { renewedBy } from '../domain/renewal.ts';
import type { Change, Ledger } from '../ports-ledger.ts';
import type { Heads, LedgerHeads } from './dynamo-heads.ts';
import type { Row, Table } from './dynamo-rows.ts';
import {
  commitRow,
  declarationHeadRow,
  documentHeadRow,
  headRow,
  lookupRow,
  numberRow,
  receiptRow,
  renewalRow,
  sha256,
  takenRow,
} from './dynamo-rows.ts';
import { type Put, putClaim, putHead, putNew, write } from './dynamo-transaction.ts';

const commitOf = (
  stream: StreamId,
  head: Head<unknown> | undefined,
  { events, at, by }: Change<LedgerEvent>,
): Commit => chain(head, { stream, at, by, events }, sha256);

type Step<S> = { readonly commit: Commit; readonly state: S; readonly puts: readonly Put[] };

/** How a stream moves on, and how its head lies in the table. */
type Sort<S, E> = {
  readonly evolve: (before: S | undefined, event: E) => S;
  readonly row: (commit: Commit, state: S) => Row;
};

/** Works a change out: its commit, the state after it, and the rows of both. */
function step<S, E extends LedgerEvent>(
  commit: Commit,
  {
    head,
    events,
    sort,
  }: {
    readonly head: Head<S> | undefined;
    readonly events: readonly E[];
    readonly sort: Sort<S, E>;
  },
): Step<S> {
  let state = head?.state;
  for (const event of events) state = sort.evolve(state, event);
  if (state === undefined) throw new Error('a change holds at least one event');
  const puts = [putNew(commitRow(commit)), putHead(sort.row(commit, state), head)];
  return { commit, state, puts };
}

/** The new head when its rows could be written, undefined when somebody else was first. */
async function advance<S>(
  { state, commit: { stream, version, hash } }: Step<S>,
  written: Promise<boolean>,
  heads?: Heads<S>,
): Promise<Head<S> | undefined> {
  if (!(await written)) return undefined;
  const head = { state, version, hash };
  heads?.keep(stream, head);
  return head;
}

function declarationStep(
  id: string,
  head: Head<DeclarationState> | undefined,
  change: Change<DeclarationEvent>,
): Step<DeclarationState> {
  const { events, at } = change;
  const sort: Sort<DeclarationState, DeclarationEvent> = {
    evolve: (before, event) => evolveDeclaration(before, event, { id, at }),
    row: declarationHeadRow,
  };
  const made = step(commitOf(declarationStream(id), head, change), { head, events, sort });
  const older = renewedBy(events);
  const renewal = older === undefined ? [] : [putClaim(renewalRow(older, id))];
  return { ...made, puts: [...made.puts, ...renewal] };
}

function documentStep(
  id: string,
  head: Head<DocumentState> | undefined,
  change: Change<DocumentEvent>,
): Step<DocumentState> {
  const { events, at } = change;
  const sort: Sort<DocumentState, DocumentEvent> = {
    evolve: (before, event) => evolve(before, event, at),
    row: documentHeadRow,
  };
  return step(commitOf(documentStream(id), head, change), { head, events, sort });
}

const REGISTER: Sort<RegisterState, RegisterEvent> = { evolve: evolveRegister, row: headRow };
const PROFILE: Sort<Agency, ProfileEvent> = { evolve: (_, { agency }) => agency, row: headRow };
const CANARY: Sort<CanaryState, CanaryEvent> = { evolve: evolveCanary, row: headRow };

type Writes = Pick<
  Ledger,
  'declare' | 'amend' | 'append' | 'enter' | 'saveAgency' | 'recordCanary' | 'recordLinkRequest'
>;

export const dynamoWrites = (table: Table, { declarations, documents }: LedgerHeads): Writes => ({
  declare: (id, change, { receipt, claims }) => {
    const made = declarationStep(id, undefined, change);
    const receiptPut = putNew(receiptRow(receipt, change.at));
    const taken = claims.map(takenRow).map(putClaim);
    return advance(made, write(table, [...made.puts, receiptPut, ...taken]), declarations);
  },

  amend: (id, head, change) => {
    const amended = declarationStep(id, head, change);
    const taken = (change.claims ?? []).map(takenRow).map(putClaim);
    return advance(amended, write(table, [...amended.puts, ...taken]), declarations);
  },

  append: (id, head, change) => {
    const appended = documentStep(id, head, change);
    const lookups = lookupsOf(appended.state.draft, change.events).map(lookupRow).map(putClaim);
    return advance(appended, write(table, appended.puts, lookups), documents);
  },

  enter: ({ register, key }, head, change) => {
    const commit = commitOf(registerStream(key), head, change);
    const entered = step(commit, { head, events: change.events, sort: REGISTER });
    const entries = change.events.flatMap((event) => event.entries);
    const taken = entries.map((entry) => putClaim(takenRow({ register, ...entry })));
    const own = entries.map(({ documentId, number }) => putClaim(numberRow(documentId, number)));
    return advance(entered, write(table, [...entered.puts, ...taken], own));
  },

  saveAgency: (id, head, change) => {
    const commit = commitOf(agencyStream(id), head, change);
    const saved = step(commit, { head, events: change.events, sort: PROFILE });
    return advance(saved, write(table, saved.puts));
  },

  recordCanary: (day, head, change) => {
    const commit = commitOf(canaryStream(day), head, change);
    const recorded = step(commit, { head, events: change.events, sort: CANARY });
    return advance(recorded, write(table, recorded.puts));
  },

  recordLinkRequest: (id, head, change) => {
    const { events, at } = change;
    const sort: Sort<LinkRequestState, LinkRequestEvent> = {
      evolve: (before, event) => evolveLinkRequest(before, event, at),
      row: headRow,
    };
    const recorded = step(commitOf(linkRequestStream(id), head, change), { head, events, sort });
    return advance(recorded, write(table, recorded.puts));
  },
});
