/** What the rooms ask of the world: one port per foreign service, spoken in the rulebook's words. */
import type { Agency } from './domain/agency.ts';
import type { CanaryState } from './domain/canary.ts';
import type { CertifierName, CertifierRefusal } from './domain/certified.ts';
import type { Commit, Head, StreamId } from './domain/commit.ts';
import type { DeclarationState, DocumentEntry } from './domain/declaration.ts';
import type { DocumentState } from './domain/document.ts';
import type {
  Actor,
  CanaryEvent,
  DeclarationEvent,
  DocumentEvent,
  LinkRequestEvent,
  MailPurpose,
  ProfileEvent,
  RegisterEvent,
} from './domain/event.ts';
import type { IdentityStep } from './domain/identity.ts';
import type { LinkRequestState } from './domain/link-request.ts';
import type { LookupTarget } from './domain/lookup.ts';
import type { MarkPlace } from './domain/marks.ts';
import type { RegisterState } from './domain/number.ts';
import type { SealLevel } from './domain/seal-level.ts';

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
  /** Which documents a declaration has and who signs them: a small part, for whoever needs no more. */
  entries(declarationId: string): Promise<readonly DocumentEntry[] | undefined>;
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

/** Object store for PDFs, evidence and logos. */
export interface Files {
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>;
  /** @throws when the object does not exist: a key in the ledger without its object is a broken world. */
  get(key: string): Promise<Uint8Array>;
  /** The object, if there is one. */
  find(key: string): Promise<Uint8Array | undefined>;
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

/** A token of a time-stamping authority (RFC 3161), checked before it is handed out. */
export type TimestampToken = {
  /** TimeStampToken, a CMS in DER. */
  readonly der: Uint8Array;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Common name of the authority's certificate. */
  readonly by: string;
};

/** No authority gave a good timestamp; the message names each and what was wrong with its answer. */
export class TimestampFault extends Error {
  override readonly name = 'TimestampFault';
}

/** Time-stamping authorities, asked in order until one gives a good answer. */
export interface Timestamping {
  /** @throws TimestampFault. */
  stamp(sha256: Uint8Array): Promise<TimestampToken>;
}

/** One certificate whose revocation is asked after, with who issued it; both DER. */
export type Issued = { readonly certificate: Uint8Array; readonly issuer: Uint8Array };

/** What says that a certificate has not been revoked (DER), checked before it is handed out. */
export type RevocationAnswer =
  /** OCSPResponse (RFC 6960). */
  | { readonly type: 'ocsp'; readonly der: Uint8Array }
  /** CertificateList (RFC 5280, section 5). */
  | { readonly type: 'crl'; readonly der: Uint8Array };

/** The services of certification authorities that tell whether a certificate has been revoked. */
export interface Revocation {
  /**
   * An answer that says "good" and is signed by whom it has to be.
   * @throws RevocationFault when nobody can be asked, no answer is a good one, or it is revoked.
   */
  answer(issued: Issued): Promise<RevocationAnswer>;
}

/** One file put inside a sealed PDF (ISO 32000-2, 14.13: associated file). */
export type Attachment = {
  readonly name: string;
  readonly description: string;
  readonly mediaType: 'application/json' | 'application/pdf';
  readonly relationship: 'Data' | 'Supplement';
  readonly bytes: Uint8Array;
};

/** What the seal adds to a confirmed file, all in one incremental update. */
export type SealOrder = {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly reason: string;
  /** An archival PDF with one page per mark. */
  readonly marks: Uint8Array;
  readonly places: readonly MarkPlace[];
  readonly attachments: readonly Attachment[];
  /** Whether the seal shall not be made without a timestamp. */
  readonly mustBeStamped: boolean;
};

/** What our own check of a sealed file found. */
export type SealCheck =
  | {
      readonly ok: true;
      /** Common name of the sealing certificate. */
      readonly sealedBy: string;
      /** Level reached, as checked and not as wished. */
      readonly level: SealLevel;
      readonly stamped?: { readonly at: string; readonly by: string } | undefined;
    }
  | { readonly ok: false; readonly fault: string };

/** Nothing will ever lift the seal of a file higher; the message says why. */
export class SealSpent extends Error {
  override readonly name = 'SealSpent';
}

/** The agency's electronic seal (segel elektronik, PP 71/2019 art. 59(2)) on a PDF. */
export interface Sealer {
  /** The highest level that this installation can reach. */
  readonly goal: SealLevel;
  /** The first of the certificates that a seal rests on ends at this time (ISO 8601 UTC). */
  readonly expiresAt: string;
  /**
   * Appends marks, attachments and one PAdES signature (B-T, or B-B when no authority answers and
   * none must) as one incremental update; the result begins with exactly `pdf`.
   */
  seal(pdf: Uint8Array, order: SealOrder): Promise<Uint8Array>;
  /**
   * Appends what the next higher levels need, as far as they can be reached now; the result begins
   * with exactly `sealed`, and equals it when nothing is left to add.
   * @throws when nothing could be added now, saying why; SealSpent when nothing ever can be, for a
   * certificate has been revoked, or has ended before anybody vouched for the time of the seal.
   */
  upgrade(sealed: Uint8Array): Promise<Uint8Array>;
  /**
   * Checks `sealed` against `original`, to the last byte: prefix, ranges, digests, chain, timestamps,
   * DSS. `earlier` is the file on record that was upgraded: its seal may be of a former certificate.
   */
  check(sealed: Uint8Array, original: Uint8Array, earlier?: Uint8Array): Promise<SealCheck>;
}

/** How a provider knows a person: by the NIK typed for this one signature, else by e-mail address. */
export type CertifiedAccount = { readonly nik: string } | { readonly email: string };

/** One person's signature, asked of a provider. Neither NIK nor passphrase is ever kept or told. */
export type CertifierOrder = {
  readonly account: CertifiedAccount;
  readonly passphrase: string;
  /** Name of the prepared field that it belongs to, e.g. `Signature-1`. */
  readonly field: string;
  readonly reason: string;
};

/** `detail` is for operators, and names neither the person nor what the provider wrote. */
export type CertifierNo = {
  readonly ok: false;
  readonly reason: CertifierRefusal;
  readonly detail: string;
};

/** A signature as its provider judges it. */
export type CertifiedSignature = {
  readonly by: string;
  readonly holds: boolean;
  /** Its certificate is one of the provider's own hierarchy. */
  readonly isTrusted: boolean;
};

/** A provider of certified signatures (PSrE; PP 71/2019 art. 60). Nothing here is tried twice. */
export interface Certifier {
  readonly provider: CertifierName;
  /** Whether the person may sign now. */
  checkSigner(account: CertifiedAccount): Promise<{ readonly ok: true } | CertifierNo>;
  /**
   * Appends one signature. Not idempotent: `certifierSilent` leaves open whether it was made. The
   * answer is the provider's word, to be checked.
   */
  sign(
    pdf: Uint8Array,
    order: CertifierOrder,
  ): Promise<{ readonly ok: true; readonly pdf: Uint8Array } | CertifierNo>;
  verify(
    pdf: Uint8Array,
  ): Promise<
    { readonly ok: true; readonly signatures: readonly CertifiedSignature[] } | CertifierNo
  >;
}

/** One signature or document timestamp as found in any PDF, by its bytes alone. */
export type FoundSignature = {
  readonly kind: 'signature' | 'timestamp';
  /** Common name of the certificate it was made with. */
  readonly by: string;
  /** As the signature claims it (`/M`), ISO 8601 UTC; nothing vouches for it. */
  readonly claimedAt?: string | undefined;
  /** Digest and signature hold for the bytes it covers. */
  readonly holds: boolean;
  /** Its certificates lead to an authority that we trust, and were valid then. */
  readonly isTrusted: boolean;
  /** The time a timestamp vouches for, when it holds; its authority may be one we do not know. */
  readonly stamped?:
    | { readonly at: string; readonly by: string; readonly isTrusted: boolean }
    | undefined;
  readonly level?: SealLevel | undefined;
  /** It covers all of the file but its own room. */
  readonly coversWholeFile: boolean;
  /** SHA-256 (hex) of the file as it was when this was made: all bytes up to the end of its range. */
  readonly revisionSha256: string;
};

/** Reads the signatures of any PDF, however damaged, without trusting a byte of it. */
export interface Inspector {
  /** In the order of the file. Never throws for a bad file: what cannot be read is not found. */
  inspect(pdf: Uint8Array): Promise<readonly FoundSignature[]>;
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
  /** Whom it is about, told by the mail system when it comes back; absent for letters to admins. */
  readonly about?: LetterAbout | undefined;
};

/** Which letter of which link. */
type LetterAbout = LinkHolder & { readonly purpose: MailPurpose };

/** The mail system refuses the address for good: there is no such mailbox. */
export class AddressRefused extends Error {
  /** Codes of the refusal, e.g. "550 5.1.1"; its words name addresses. */
  readonly code: string;

  constructor(code: string) {
    super(`the address was refused: ${code}`);
    this.code = code;
  }
}

export interface Mail {
  /** @throws when the mail system did not accept the letter; AddressRefused when it never will. */
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
  /** `taken` are the steps beyond the link that its holder has taken. */
  session(holder: LinkHolder, expiresAt: string, taken?: readonly IdentityStep[]): string;
  /** True when `session` was made for `holder` and has not expired at `now`. Compares in constant time. */
  opens(session: string, holder: LinkHolder, now: string): boolean;
  /** What a session that `opens` says of the steps taken. */
  takenIn(session: string): readonly IdentityStep[];
  /** The one-time code of this number, always the same: a letter that is sent again carries it too. */
  code(holder: LinkHolder, number: number): string;
  /** Whether `given` is the code of this number. Compares in constant time. */
  isCode(given: string, holder: LinkHolder, number: number): boolean;
}

/** Access codes that admins give to signatories; only salted, slow hashes are kept. */
export interface AccessCodes {
  hash(code: string): Promise<string>;
  /** @throws when the hash was made in another way. */
  matches(code: string, hash: string): Promise<boolean>;
}

/** Counts attempts without a counter: each one takes a seat of a fixed number, and no seat twice. */
export interface Limiter {
  /**
   * Takes a seat of `key` that is nobody's yet, known until `expiresAt` (epoch seconds). False when
   * none was found: always when all are taken; by chance, and the more the fuller it is, before.
   * @throws when the store does not answer in time.
   */
  take(ask: {
    readonly key: string;
    readonly seats: number;
    readonly expiresAt: number;
  }): Promise<boolean>;
}

export const ROLES = ['admin', 'archivist', 'viewer'] as const;
export type Role = (typeof ROLES)[number];
export type Caller = { readonly subject: string; readonly roles: readonly Role[] };

export interface Identity {
  /** The caller of a bearer token, or undefined when the token is not good. */
  caller(bearerToken: string): Promise<Caller | undefined>;
}
