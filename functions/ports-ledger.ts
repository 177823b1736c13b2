/** What the rooms ask of the record: the append-only ledger of every declaration and document. */
import type { Agency } from './domain/agency.ts';
import type { CanaryState } from './domain/canary.ts';
import type { Commit, Head, StreamId } from './domain/commit.ts';
import type { DeclarationState } from './domain/declaration.ts';
import type { DocumentState } from './domain/document.ts';
import type {
  Actor,
  CanaryEvent,
  DeclarationEvent,
  DocumentEvent,
  LinkRequestEvent,
  ProfileEvent,
  RegisterEvent,
} from './domain/event.ts';
import type { LinkRequestState } from './domain/link-request.ts';
import type { LookupTarget } from './domain/lookup.ts';
import type { RegisterState } from './domain/number.ts';

/** What one command adds to a stream. */
export type Change<E> = { readonly events: readonly E[]; readonly at: string; readonly by: Actor };

/** The remembered answer to an `Idempotency-Key`: the same key with another body is refused. */
export type Receipt = {
  readonly key: string;
  readonly bodySha256: string;
  readonly declarationId: string;
};

/** A number given elsewhere, claimed for a document: one number of a register is one document's. */
export type NumberClaim = {
  readonly register: string;
  readonly number: string;
  readonly documentId: string;
};

type DeclarationPage = {
  readonly items: readonly DeclarationState[];
  /** Continues with the next page; absent on the last. */
  readonly cursor?: string;
};

/**
 * The append-only record of every declaration and document. A write answers with the new head;
 * undefined means that somebody else was first or is at it at this moment: nothing was written, and
 * the caller may look again.
 */
export interface Ledger {
  declaration(id: string): Promise<Head<DeclarationState> | undefined>;
  document(id: string): Promise<Head<DocumentState> | undefined>;
  /** Newest first; at most `limit`. Undefined when `cursor` is not one of an earlier page. */
  declarations(page: {
    readonly limit: number;
    readonly cursor?: string;
  }): Promise<DeclarationPage | undefined>;
  /** As they are at this moment, in the order of `ids`; what is not drafted yet is left out. */
  documents(ids: readonly string[]): Promise<readonly DocumentState[]>;
  commits(stream: StreamId): Promise<readonly Commit[]>;
  /**
   * First commit of a declaration, with its receipt and the numbers it brings along, at most
   * `MAX_GIVEN_NUMBERS` different ones. Undefined also when one of them is another document's, or when
   * another declaration renews the same older one: neither is ever given back, so `holderOf` and
   * `renewalOf`, asked after that answer, name the winner, and nobody when the writer was beaten in
   * another way.
   */
  declare(
    id: string,
    change: Change<DeclarationEvent>,
    more: { readonly receipt: Receipt; readonly claims: readonly NumberClaim[] },
  ): Promise<Head<DeclarationState> | undefined>;
  /** Next commit of a declaration; a held plan brings numbers and a renewal along, as in `declare`. */
  amend(
    id: string,
    head: Head<DeclarationState>,
    change: Change<DeclarationEvent> & { readonly claims?: readonly NumberClaim[] },
  ): Promise<Head<DeclarationState> | undefined>;
  /** Next commit of a document, the first when `head` is undefined. */
  append(
    id: string,
    head: Head<DocumentState> | undefined,
    change: Change<DocumentEvent>,
  ): Promise<Head<DocumentState> | undefined>;
  receipt(key: string): Promise<Receipt | undefined>;
  /** The document that holds a number, if one does. */
  holderOf(claim: Omit<NumberClaim, 'documentId'>): Promise<string | undefined>;
  /** The declaration that renews this one, from the commit that makes it. */
  renewalOf(declarationId: string): Promise<string | undefined>;
  /** One series of the number register, by its key. */
  series(key: string): Promise<Head<RegisterState> | undefined>;
  /**
   * Next commit of a series; its entries are at most `MAX_ENTRIES`. A number that another document
   * has taken in the meantime counts as somebody else being first.
   * @throws when a document of an entry has another number: the series no longer tells the truth.
   */
  enter(
    series: { readonly register: string; readonly key: string },
    head: Head<RegisterState> | undefined,
    change: Change<RegisterEvent>,
  ): Promise<Head<RegisterState> | undefined>;
  /** The number on record for each of these documents that has one. */
  numbersOf(documentIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  agency(id: string): Promise<Head<Agency> | undefined>;
  /** Next version of an agency's profile, the first when `head` is undefined. */
  saveAgency(
    id: string,
    head: Head<Agency> | undefined,
    change: Change<ProfileEvent>,
  ): Promise<Head<Agency> | undefined>;
  /** The trial of the seal of a day (YYYY-MM-DD), once it has come due. */
  canary(day: string): Promise<Head<CanaryState> | undefined>;
  /** Next commit of a day's trial, the first when `head` is undefined. */
  recordCanary(
    day: string,
    head: Head<CanaryState> | undefined,
    change: Change<CanaryEvent>,
  ): Promise<Head<CanaryState> | undefined>;
  /** One person's wish for their letter again, by `linkRequestId`. */
  linkRequest(id: string): Promise<Head<LinkRequestState> | undefined>;
  /** Next commit of a person's wish, the first when `head` is undefined. */
  recordLinkRequest(
    id: string,
    head: Head<LinkRequestState> | undefined,
    change: Change<LinkRequestEvent>,
  ): Promise<Head<LinkRequestState> | undefined>;
  /** Finds what a link hash or a file hash belongs to. */
  lookup(kind: 'link' | 'file', hash: string): Promise<LookupTarget | undefined>;
  /** Streams whose pending work was due (see `nudgeAt`) before `now`, of any age; at most `limit`. */
  overdue(now: string, limit: number): Promise<readonly StreamId[]>;
}
