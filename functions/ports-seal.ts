/** What the rooms ask of the world for the seal: keys, timestamps, revocation, signatures of providers. */
import type { CertifierName, CertifierRefusal } from './domain/certified.ts';
import type { MarkPlace } from './domain/marks.ts';
import type { SealLevel } from './domain/seal-level.ts';

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
