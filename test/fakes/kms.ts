/** AWS KMS at the wire: one asymmetric key, spoken to as the SDK does (JSON 1.1), with its faults. */
import { constants, createPublicKey, type KeyObject, privateEncrypt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { p256 } from '@noble/curves/nist.js';
import { z } from 'zod';

const BAD_REQUEST = 400;
const DIGEST_BYTES = 32;
const SHA256_DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** What KMS says of itself when it cannot, with the status it says it with; `hang` says nothing. */
const FAULTS = {
  ThrottlingException: BAD_REQUEST,
  KMSInternalException: 500,
  DisabledException: BAD_REQUEST,
  AccessDeniedException: BAD_REQUEST,
  hang: 0,
} as const;
export type KmsFault = keyof typeof FAULTS;

export type KmsKey = {
  readonly arn: string;
  readonly privateKey: KeyObject;
  readonly keyUsage?: 'SIGN_VERIFY' | 'ENCRYPT_DECRYPT';
};

const Ask = z.object({ KeyId: z.string() });
const SignAsk = Ask.extend({
  Message: z.base64().transform((text) => Buffer.from(text, 'base64')),
  MessageType: z.string().default('RAW'),
  SigningAlgorithm: z.string(),
});

class Refused extends Error {}

function signed({ privateKey }: KmsKey, body: unknown): Uint8Array {
  const { Message, MessageType, SigningAlgorithm } = SignAsk.parse(body);
  if (MessageType !== 'DIGEST' || Message.length !== DIGEST_BYTES)
    throw new Refused('ValidationException');
  const kind = `${privateKey.asymmetricKeyType} ${SigningAlgorithm}`;
  if (kind === 'rsa RSASSA_PKCS1_V1_5_SHA_256') {
    const padded = { key: privateKey, padding: constants.RSA_PKCS1_PADDING };
    return privateEncrypt(padded, Buffer.concat([SHA256_DIGEST_INFO, Message]));
  }
  if (kind === 'ec ECDSA_SHA_256') {
    const { d = '' } = privateKey.export({ format: 'jwk' });
    const options = { prehash: false, lowS: false, format: 'der' } as const;
    return p256.sign(Message, Buffer.from(d, 'base64url'), options);
  }
  throw new Refused('InvalidKeyUsageException');
}

function answerTo(key: KmsKey, operation: string, body: unknown): object {
  if (Ask.parse(body).KeyId !== key.arn) throw new Refused('NotFoundException');
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  if (operation === 'Sign') return { Signature: base64(signed(key, body)) };
  if (operation !== 'GetPublicKey') throw new Refused('UnknownOperationException');
  const spki = createPublicKey(key.privateKey).export({ format: 'der', type: 'spki' });
  return { PublicKey: base64(spki), KeyUsage: key.keyUsage ?? 'SIGN_VERIFY' };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(body));
}

const refuse = (response: ServerResponse, status: number, type: string): void =>
  reply(response, status, { __type: type, message: type });

/** Starts it, and points the SDK there. */
export async function startKms(key: KmsKey) {
  const asked: string[] = [];
  const faults: KmsFault[] = [];
  const server = createServer(async (request, response) => {
    const [, operation = ''] = String(request.headers['x-amz-target']).split('TrentService.');
    const body = await bodyOf(request);
    asked.push(operation);
    const fault = faults.shift();
    if (fault === 'hang') return;
    if (fault !== undefined) return refuse(response, FAULTS[fault], fault);
    try {
      reply(response, 200, answerTo(key, operation, body));
    } catch (error) {
      const type = error instanceof Refused ? error.message : 'ValidationException';
      refuse(response, BAD_REQUEST, type);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_KMS: `http://127.0.0.1:${address.port}`,
  });
  return {
    /** The operations asked for, in order. */
    asked,
    /** The next calls meet these, one each. */
    fail: (...next: readonly KmsFault[]): void => void faults.push(...next),
    stop: (): void => {
      delete process.env['AWS_ENDPOINT_URL_KMS'];
      server.closeAllConnections();
      server.close();
    },
  };
}
