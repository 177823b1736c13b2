/** The sealer: marks, attachments and one PAdES signature appended to a PDF, and its check. */
import type { SealLevel } from '../domain/seal-level.ts';
import {
  type Revocation,
  type Sealer,
  type SealKey,
  type SealOrder,
  TimestampFault,
  type Timestamping,
} from '../ports-seal.ts';
import { attachFiles } from './pades-attachments.ts';
import { has } from './pades-bytes.ts';
import { chainOf, endOf, nameOf } from './pades-chain.ts';
import { checkSeal } from './pades-check.ts';
import { cmsRoom, encodeCms, leafOf, sha256, signDigest, TOKEN_BYTES } from './pades-cms.ts';
import { fieldsIn, signField } from './pades-field.ts';
import { placeMarks } from './pades-marks.ts';
import { namesRevocation } from './pades-revocation.ts';
import { RevocationFault } from './pades-revocation-check.ts';
import { coveredBytes, fillRoom, type PreparedSeal, settleRoom } from './pades-room.ts';
import { appendTo } from './pades-update.ts';
import { upgradeSeal } from './pades-upgrade.ts';

/** What a seal above B-B is made with: timestamps for B-T, with revocation up to B-LTA. */
export type SealServices = {
  readonly timestamps?: Timestamping | undefined;
  readonly revocation?: Revocation | undefined;
  /** Certificates (DER) of the authorities that are trusted: of the seal and of the timestamps. */
  readonly trust?: readonly Uint8Array[] | undefined;
};

const NOBODY: Revocation = {
  async answer() {
    throw new RevocationFault('There is nobody to ask about revocation.');
  },
};

/** B-LT takes somebody to ask about every certificate but the trusted one. */
function goalOf(key: SealKey, { timestamps, revocation, trust = [] }: SealServices): SealLevel {
  if (timestamps === undefined) return 'B-B';
  const canBeAsked = key.certificates.every((der) => has(trust, der) || namesRevocation(der));
  return revocation !== undefined && canBeAsked ? 'B-LTA' : 'B-T';
}

/** Nobody would believe a seal of such a key; only what the chain ends at is taken as it is. */
function demandFit(key: SealKey, at: string): void {
  const { certificates } = key;
  const search = { anchors: certificates.slice(-1), pool: certificates, at: new Date(at) };
  if (chainOf(leafOf(key), search) === undefined)
    throw new Error(`The certificates of the seal make no chain that can be followed at ${at}.`);
}

/** Appends all that the seal adds, with zeros where its CMS goes. */
async function prepare(
  pdf: Uint8Array,
  order: SealOrder,
  { name, room }: { readonly name: string; readonly room: number },
): Promise<PreparedSeal> {
  const { at, reason } = order;
  const bytes = await appendTo(pdf, at, async (context) => {
    await placeMarks(context, fieldsIn(context), order);
    attachFiles(context, order.attachments, at);
    signField(context, { at, reason, name, room });
  });
  return settleRoom(bytes, room, pdf.length);
}

/**
 * Asks for a timestamp of a signature.
 *
 * @returns the token, or undefined when no authority gave a good one and none must.
 */
async function stamp(
  timestamps: Timestamping | undefined,
  signature: Uint8Array,
  mustBeStamped: boolean,
): Promise<Uint8Array | undefined> {
  if (timestamps === undefined && mustBeStamped)
    throw new TimestampFault('There is no time-stamping authority to ask.');
  if (timestamps === undefined) return undefined;
  try {
    const { der, by } = await timestamps.stamp(sha256(signature));
    if (der.length > TOKEN_BYTES)
      throw new TimestampFault(`The timestamp of ${by} has ${der.length} bytes of ${TOKEN_BYTES}.`);
    return der;
  } catch (error) {
    if (mustBeStamped || !(error instanceof TimestampFault)) throw error;
    return undefined;
  }
}

/**
 * Seals and checks with one key.
 *
 * `seal` keeps the PDF's own bytes untouched; with an RSA key and without a timestamp it answers the
 * same bytes for the same PDF and order.
 * @throws when the key's certificate cannot be read. `seal` throws when the certificates make no chain
 * at the time of the order, the PDF cannot be extended without a rewrite, a mark has no place in it, or
 * a timestamp must be had and is not.
 */
export function padesSealer(key: SealKey, services: SealServices = {}): Sealer {
  const { timestamps, revocation = NOBODY, trust = [] } = services;
  const name = nameOf(leafOf(key));
  const room = cmsRoom(key, timestamps !== undefined);
  return {
    goal: goalOf(key, services),
    expiresAt: endOf(key.certificates).toISOString(),
    async seal(pdf, order) {
      demandFit(key, order.at);
      const prepared = await prepare(pdf, order, { name, room });
      const digest = sha256(coveredBytes(prepared.bytes, prepared.byteRange));
      const signed = await signDigest(key, digest);
      const token = await stamp(timestamps, signed.signature, order.mustBeStamped);
      fillRoom(prepared, encodeCms(key, { ...signed, token }));
      return prepared.bytes;
    },
    upgrade: async (sealed) =>
      timestamps === undefined ? sealed : upgradeSeal(sealed, { timestamps, revocation, trust }),
    check: (sealed, original, earlier) => checkSeal({ key, trust }, { sealed, original, earlier }),
  };
}
