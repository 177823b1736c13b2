/** What the rooms ask of the world: one port per foreign service, spoken in the rulebook's words. */
import type { Agency } from './domain/agency.ts';
import type { Commit, Head, StreamId } from './domain/commit.ts';
import type { DeclarationState } from './domain/declaration.ts';
import type { DocumentState } from './domain/document.ts';
import type {
  Actor,
  DeclarationEvent,
  DocumentEvent,
  ProfileEvent,
  RegisterEvent,
} from './domain/event.ts';
import type { LookupTarget } from './domain/lookup.ts';
import type { RegisterState } from './domain/number.ts';

/** The current time as an ISO 8601 UTC string with milliseconds. */
export type Clock = () => string;

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
  documentsOf(declarationId: string): Promise<readonly DocumentState[]>;
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
  /** Finds what a link hash or a file hash belongs to. */
  lookup(kind: 'link' | 'file', hash: string): Promise<LookupTarget | undefined>;
  /** Streams whose pending work was due (see `nudgeAt`) before `now`, of any age; at most `limit`. */
  overdue(now: string, limit: number): Promise<readonly StreamId[]>;
}

/** Object store for PDFs, evidence and logos. */
export interface Files {
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>;
  /** @throws when the object does not exist: a key in the ledger without its object is a broken world. */
  get(key: string): Promise<Uint8Array>;
  /** A URL that serves the object as a download named `fileName` for `seconds`. */
  presign(key: string, fileName: string, seconds: number): Promise<string>;
}

/** Prints HTML to PDF with no network, no script and no local file. */
export interface Renderer {
  /** @throws RenderFault with a reason a person can read. */
  print(html: string): Promise<Uint8Array>;
}

/** Data kept inside of a PDF, as what it was printed from. */
export type EmbeddedData = {
  /** JSON in UTF-8. */
  readonly bytes: Uint8Array;
  /** Name of its schema, which names the file too: letters, digits and hyphens. */
  readonly schema: string;
  readonly version: number;
};

/** What an archival PDF tells of itself, and what it has to hold. */
export type ArchivalMeta = {
  readonly title: string;
  /** Name of the agency. */
  readonly author: string;
  /** ISO 8601 UTC, from the ledger: by the clock every print would have other bytes. */
  readonly at: string;
  /** PostScript names, without style, of the only fonts that may be in it. */
  readonly fonts: readonly string[];
  /** Names of the signature fields that it must have, no more and no fewer; else any may be there. */
  readonly fields?: readonly string[];
  readonly data?: EmbeddedData;
};

/** Makes PDF/A-3a and PDF/UA-1 of a print; same print, same meta: same bytes. */
export interface Archiver {
  /** @throws ArchiveFault with a reason a person can read when the print cannot be such a file. */
  archive(print: Uint8Array, meta: ArchivalMeta): Promise<Uint8Array>;
}

/** The private key of the seal and its certificates; only digests ever reach the key. */
export type SealKey = {
  /** DER, leaf first. */
  readonly certificates: readonly Uint8Array[];
  readonly keyType: 'RSA' | 'EC';
  /** Signs a SHA-256 digest: PKCS#1 v1.5 bytes for RSA, a DER ECDSA-Sig-Value for EC. */
  sign(digest: Uint8Array): Promise<Uint8Array>;
};

/** What our own check of a sealed file found. */
export type SealCheck =
  | {
      readonly ok: true;
      /** Common name of the sealing certificate. */
      readonly sealedBy: string;
      /** Baseline level reached, as checked and not as wished. */
      readonly level: 'B-B';
    }
  | { readonly ok: false; readonly fault: string };

/** The agency's electronic seal (segel elektronik, PP 71/2019 art. 59(2)) on a PDF. */
export interface Sealer {
  /** Appends one PAdES signature as an incremental update; the result begins with exactly `pdf`. */
  seal(
    pdf: Uint8Array,
    seal: { readonly at: string; readonly reason: string },
  ): Promise<Uint8Array>;
  /** Checks prefix, byte range, digest, signature and certificate of `sealed` against `original`. */
  check(sealed: Uint8Array, original: Uint8Array): Promise<SealCheck>;
}

/** A letter to one person: one text part, one HTML part, one link. */
export type Letter = {
  readonly to: { readonly name: string; readonly address: string };
  readonly from: { readonly name: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Same letter, same reference: a resend after a crash can be recognised by the mail system. */
  readonly reference: string;
};

export interface Mail {
  /** @throws when the mail system did not accept the letter. */
  send(letter: Letter): Promise<{ readonly messageId: string }>;
}

/** Whom a personal link belongs to: one person, with all of their documents in one declaration. */
export type LinkHolder = {
  readonly declarationId: string;
  /** See `people.ts`. */
  readonly person: number;
  readonly round: number;
};

/** Personal links and the sessions they open; both are keyed hashes, nothing is stored in clear. */
export interface Links {
  token(holder: LinkHolder): string;
  hash(token: string): string;
  session(holder: LinkHolder, expiresAt: string): string;
  /** True when `session` was made for `holder` and has not expired at `now`. Compares in constant time. */
  opens(session: string, holder: LinkHolder, now: string): boolean;
}

export const ROLES = ['admin', 'archivist', 'viewer'] as const;
export type Role = (typeof ROLES)[number];
export type Caller = { readonly subject: string; readonly roles: readonly Role[] };

export interface Identity {
  /** The caller of a bearer token, or undefined when the token is not good. */
  caller(bearerToken: string): Promise<Caller | undefined>;
}
