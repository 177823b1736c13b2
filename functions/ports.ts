/** What the rooms ask of the world: one port per foreign service, spoken in the rulebook's words. */
import type { MailPurpose } from './domain/event.ts';
import type { IdentityStep } from './domain/identity.ts';

/** The current time as an ISO 8601 UTC string with milliseconds. */
export type Clock = () => string;

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

/** Gives a key to one owner at a time; who dies with it has it until its time runs out. All times are epoch seconds. */
export interface Lease {
  /**
   * Takes `key` until `expiresAt`; false when it is somebody else's at `now`. Taken by its owner once
   * more, it is theirs until the new time.
   * @throws when the store does not answer: the key may be the owner's all the same.
   */
  take(ask: {
    readonly key: string;
    readonly owner: string;
    readonly now: number;
    readonly expiresAt: number;
  }): Promise<boolean>;
  /** Gives `key` back before its time; nothing happens when it is somebody else's by now. */
  release(ask: {
    readonly key: string;
    readonly owner: string;
    readonly now: number;
  }): Promise<void>;
}

export const ROLES = ['admin', 'archivist', 'viewer'] as const;
export type Role = (typeof ROLES)[number];
export type Caller = { readonly subject: string; readonly roles: readonly Role[] };

export interface Identity {
  /** The caller of a bearer token, or undefined when the token is not good. */
  caller(bearerToken: string): Promise<Caller | undefined>;
}
