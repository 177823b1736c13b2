/** Time-stamping authorities at the wire: an honest one, and one for every way to lie or fail. */
import 'reflect-metadata';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { ExtendedKeyUsage, ExtendedKeyUsageExtension } from '@peculiar/x509';
import { Integer, OctetString } from 'asn1js';
import { MessageImprint, type TimeStampReq } from 'pkijs';
import {
  AUTHORITY_USE,
  type Certified,
  certify,
  SEAL_USE,
  TIMESTAMP_USE,
} from '../../infra/local/trust/certificates.ts';
import {
  answerTimestamp,
  granted,
  makeToken,
  readQuery,
  rejected,
  TRIAL_POLICY,
} from '../../infra/local/trust/timestamp.ts';

export type Reply = {
  readonly bytes: Uint8Array;
  readonly type?: string;
  readonly status?: number;
  readonly location?: string;
};

export type Server = {
  /** Origin, without a trailing slash. */
  readonly url: string;
  /** Bodies of all requests so far, in order. */
  readonly asked: readonly Uint8Array[];
  stop(): Promise<void>;
};

const REPLY_TYPE = 'application/timestamp-reply';
const OTHER_POLICY = '1.3.6.1.4.1.32473.2';
const OVERSIZE = 65 * 1024;
const LONG_AGO = new Date('2020-01-01T00:00:00.000Z');

/** Listens on 127.0.0.1; an answer of undefined leaves the caller waiting. */
export async function serve(
  answer: (body: Uint8Array, path: string) => Promise<Reply | undefined>,
): Promise<Server> {
  const asked: Uint8Array[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = new Uint8Array(Buffer.concat(chunks));
    asked.push(body);
    const reply = await answer(body, request.url ?? '');
    if (reply === undefined) return;
    const { bytes, type = REPLY_TYPE, status = 200, location } = reply;
    response.writeHead(status, { 'content-type': type, ...(location && { location }) }).end(bytes);
  };
  const server = createServer(handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP port');
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${address.port}`, asked, stop };
}

const shared = () =>
  ({ organization: 'Instansi Uji Coba', keyType: 'EC', now: new Date() }) as const;

/** A root that issues the certificates of all who answer here, and those signers. */
export async function makeSigners(keyType: 'RSA' | 'EC' = 'EC') {
  const base = { ...shared(), keyType };
  const root = await certify({ ...base, commonName: 'Akar', extensions: AUTHORITY_USE });
  const stranger = await certify({ ...base, commonName: 'Asing', extensions: AUTHORITY_USE });
  const stamps = { ...base, commonName: 'Stempel', extensions: TIMESTAMP_USE };
  const uncritical = new ExtendedKeyUsageExtension([ExtendedKeyUsage.timeStamping], false);
  const several = [ExtendedKeyUsage.timeStamping, ExtendedKeyUsage.codeSigning];
  const use = (extension: ExtendedKeyUsageExtension) => [...SEAL_USE, extension];
  return {
    root,
    honest: await certify(stamps, root),
    unknown: await certify(stamps, stranger),
    expired: await certify({ ...stamps, now: LONG_AGO }, root),
    forSeals: await certify({ ...stamps, extensions: SEAL_USE }, root),
    uncritical: await certify({ ...stamps, extensions: use(uncritical) }, root),
    several: await certify(
      { ...stamps, extensions: use(new ExtendedKeyUsageExtension(several, true)) },
      root,
    ),
  };
}

export type Signers = Awaited<ReturnType<typeof makeSigners>>;

type Change = {
  readonly imprint?: MessageImprint;
  readonly policy?: string;
  readonly nonce?: Integer | undefined;
};

async function stamped(signer: Certified, query: TimeStampReq, change: Change = {}) {
  const { messageImprint: imprint, nonce, reqPolicy: policy = TRIAL_POLICY } = query;
  const statement = { imprint, nonce, policy, at: new Date(), ...change };
  return granted(await makeToken(signer, statement));
}

function otherImprint({ messageImprint }: TimeStampReq): MessageImprint {
  const { hashAlgorithm } = messageImprint;
  const hashedMessage = new OctetString({ valueHex: new Uint8Array(32) });
  return new MessageImprint({ hashAlgorithm, hashedMessage });
}

/** The signature is the last thing in a reply. */
function withBrokenSignature(reply: Uint8Array): Uint8Array {
  const copy = reply.slice();
  copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 1;
  return copy;
}

/** Stamps another moment than the one that was signed: the year stands in the clear. */
function withChangedTime(reply: Uint8Array): Uint8Array {
  // Its length differs, for zeros at the end of the fraction are left out.
  const time = new RegExp(`\\x18[\\x0f-\\x13]${new Date().getUTCFullYear()}`, 's');
  const at = Buffer.from(reply).toString('latin1').search(time);
  if (at < 0) throw new Error('no time in the reply');
  const copy = reply.slice();
  copy[at + 5] = (copy[at + 5] ?? 0) ^ 1;
  return copy;
}

type Liar = (signers: Signers, query: TimeStampReq) => Promise<Reply | undefined>;

const reply = async (bytes: Promise<Uint8Array>): Promise<Reply> => ({ bytes: await bytes });

/** Every way to fail, by what a person would call it. */
export const LIES = {
  'answers another nonce': ({ honest }, query) =>
    reply(stamped(honest, query, { nonce: new Integer({ value: 7 }) })),
  'answers no nonce': ({ honest }, query) => reply(stamped(honest, query, { nonce: undefined })),
  'stamps another imprint': ({ honest }, query) =>
    reply(stamped(honest, query, { imprint: otherImprint(query) })),
  'stamps under another policy': ({ honest }, query) =>
    reply(stamped(honest, query, { policy: OTHER_POLICY })),
  'signs with a certificate for seals': ({ forSeals }, query) => reply(stamped(forSeals, query)),
  'signs with a use that is not critical': ({ uncritical }, query) =>
    reply(stamped(uncritical, query)),
  'signs with a certificate for several uses': ({ several }, query) =>
    reply(stamped(several, query)),
  'signs with an expired certificate': ({ expired }, query) => reply(stamped(expired, query)),
  'is unknown to us': ({ unknown }, query) => reply(stamped(unknown, query)),
  'breaks its signature': async ({ honest }, query) => ({
    bytes: withBrokenSignature(await stamped(honest, query)),
  }),
  'changes the time': async ({ honest }, query) => ({
    bytes: withChangedTime(await stamped(honest, query)),
  }),
  'signs with the key of another': ({ honest, root }, query) =>
    reply(stamped({ ...honest, key: root.key }, query)),
  refuses: async () => ({ bytes: rejected('tutup') }),
  'sends too much': async () => ({ bytes: new Uint8Array(OVERSIZE) }),
  'sends no token': async () => ({ bytes: Buffer.from('<html>') }),
  'sends another type': async ({ honest }, query) => ({
    bytes: await stamped(honest, query),
    type: 'text/html',
  }),
  'breaks down': async () => ({ bytes: new Uint8Array(), status: 503 }),
  'leads elsewhere': async () => ({ bytes: new Uint8Array(), status: 307, location: '/' }),
  'keeps silent': async () => undefined,
} as const satisfies Readonly<Record<string, Liar>>;

export type Lie = keyof typeof LIES;

/** An authority that answers as it should, or in one of the ways it should not. */
export const startTsa = (signers: Signers, lie?: Lie): Promise<Server> =>
  serve(async (body) => {
    if (lie !== undefined) return LIES[lie](signers, readQuery(body));
    return { bytes: await answerTimestamp(signers.honest, body, new Date()) };
  });
