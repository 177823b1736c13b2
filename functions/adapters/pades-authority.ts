/** Time-stamping authorities (RFC 3161): asked in order, and believed only after a check. */
import { randomBytes } from 'node:crypto';
import { Integer, OctetString } from 'asn1js';
import {
  AlgorithmIdentifier,
  MessageImprint,
  PKIStatus,
  type PKIStatusInfo,
  TimeStampReq,
  TimeStampResp,
} from 'pkijs';
import { z } from 'zod';
import { TimestampFault, type Timestamping, type TimestampToken } from '../ports-seal.ts';
import { ExchangeFault, exchange } from './pades-exchange.ts';
import { checkToken, onlySha256, TokenFault } from './pades-token.ts';
import { withoutOthers } from './pades-token-kept.ts';
import { isBareToken } from './pades-verify-form.ts';

const QUERY_TYPE = 'application/timestamp-query';
const REPLY_TYPE = 'application/timestamp-reply';
const SHA256_OID = '2.16.840.1.101.3.4.2.1';

/** How long one authority may take, in milliseconds; good ones answer within one second. */
const DEADLINE_MS = 6_000;

/** They are asked one after the other, and the room of the seal has to end in time. */
const MAX_AUTHORITIES = 3;

/** The longest that one timestamp may take, in milliseconds. */
export const MAX_STAMPING_MS = MAX_AUTHORITIES * DEADLINE_MS;

/** A token with a long chain has some 8 kilobytes. */
const MAX_REPLY_BYTES = 64 * 1024;

/** RFC 3161, section 2.4.1 wants a large number that is hard to guess; its example has 64 bits. */
const NONCE_BYTES = 16;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

function isSafe(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
}

const authoritySchema = z.strictObject({
  url: z.string().refine(isSafe, 'must begin with https://, save on this very machine'),
  policy: z
    .string()
    .regex(/^[0-2](\.\d+)+$/, 'must be an object identifier')
    .optional(),
  headers: z.record(z.string(), z.string()).optional(),
});

const timestampsSchema = z.strictObject({
  authorities: z.array(authoritySchema).min(1).max(MAX_AUTHORITIES),
});

/** One authority: where it is, the policy asked of it, and what else it is told (a key). */
export type TimestampAuthority = z.infer<typeof authoritySchema>;

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // The parser's words quote the text, which may hold a key; and they would go on record.
    throw new Error('the setting of the time-stamping authorities is not JSON');
  }
}

/**
 * Reads the setting `timestamps`: `{"authorities":[{"url","policy"?,"headers"?}]}`.
 * @throws Error when it is no JSON, ZodError when it is another thing; neither quotes it.
 */
export const readTimestamps = (json: string): readonly TimestampAuthority[] =>
  timestampsSchema.parse(parsed(json)).authorities;

export type TimestampingOptions = {
  /** Certificates (DER) of the authorities that are trusted. */
  readonly trust: readonly Uint8Array[];
  /** How long each authority may take. */
  readonly deadlineMs?: number;
};

/** Positive and of full length, so that no authority shortens it. */
function makeNonce(): Integer {
  const bytes = randomBytes(NONCE_BYTES);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return new Integer({ valueHex: new Uint8Array(bytes) });
}

const queryFor = (sha256: Uint8Array, nonce: Integer, policy: string | undefined): Uint8Array => {
  const messageImprint = new MessageImprint({
    hashAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA256_OID }),
    hashedMessage: new OctetString({ valueHex: new Uint8Array(sha256) }),
  });
  const reqPolicy = policy === undefined ? {} : { reqPolicy: policy };
  const query = new TimeStampReq({
    version: 1,
    messageImprint,
    nonce,
    certReq: true,
    ...reqPolicy,
  });
  return new Uint8Array(query.toSchema().toBER());
};

function demandGranted({ status, statusStrings }: PKIStatusInfo): void {
  if (status === PKIStatus.granted || status === PKIStatus.grantedWithMods) return;
  const words = statusStrings?.map((text) => text.getValue()).join(' ');
  throw new TokenFault(`it refused (status ${status}${words ? `: ${words}` : ''})`);
}

function tokenIn(reply: Uint8Array): Uint8Array {
  const { status, timeStampToken } = readReply(reply);
  demandGranted(status);
  if (timeStampToken === undefined) throw new TokenFault('it sent no timestamp');
  return new Uint8Array(timeStampToken.toSchema().toBER());
}

function readReply(reply: Uint8Array): TimeStampResp {
  try {
    return TimeStampResp.fromBER(new Uint8Array(reply));
  } catch (cause) {
    throw new TokenFault('its reply cannot be read', { cause });
  }
}

async function askOne(
  { url, policy, headers }: TimestampAuthority,
  sha256: Uint8Array,
  { trust, deadlineMs = DEADLINE_MS }: TimestampingOptions,
): Promise<TimestampToken> {
  const nonce = makeNonce();
  const reply = await exchange({
    url,
    expects: REPLY_TYPE,
    deadlineMs,
    maxBytes: MAX_REPLY_BYTES,
    query: { type: QUERY_TYPE, der: queryFor(sha256, nonce, policy) },
    headers,
  });
  const sent = tokenIn(reply);
  const wanted = { imprint: onlySha256(sha256), trust, policy, nonce: nonce.toBigInt() };
  const { by, isTrusted, chain } = await checkToken(sent, wanted);
  if (!isTrusted) throw new TokenFault(`nobody we trust vouches for ${by}`);
  const der = withoutOthers(sent, chain);
  const { at } = await checkToken(der, wanted);
  // A seal with it would not pass our own check, and the document would never be sealed.
  if (!isBareToken(der, trust)) throw new TokenFault('its form is none that can be kept');
  return { der, at, by };
}

/** Asks `authorities` in their order; what each was found wanting in is told when all were. */
export function timestamping(
  authorities: readonly TimestampAuthority[],
  options: TimestampingOptions,
): Timestamping {
  return {
    async stamp(sha256) {
      const faults: string[] = [];
      for (const authority of authorities) {
        try {
          return await askOne(authority, sha256, options);
        } catch (error) {
          if (!(error instanceof ExchangeFault || error instanceof TokenFault)) throw error;
          faults.push(`${new URL(authority.url).host}: ${error.message}`);
        }
      }
      throw new TimestampFault(`No authority gave a timestamp. ${faults.join('; ')}`);
    },
  };
}
