/** A sealing key that never leaves AWS KMS: only digests are sent there, and signatures come back. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import {
  GetPublicKeyCommand,
  KMSClient,
  SignCommand,
  type SigningAlgorithmSpec,
} from '@aws-sdk/client-kms';
import type { SealKey } from '../ports-seal.ts';
import { withCertificates } from './key-chain.ts';
import { type KeyPair, keyTypeOf, SealKeyError } from './key-pair.ts';

/** A signature takes KMS some tens of milliseconds; nobody is waiting at a screen for ours. */
const ATTEMPT_MS = 3000;
/** A throttled or failed call is made again, after longer and longer pauses, up to this many times. */
const ATTEMPTS = 5;
/** The longest that one call may take, in milliseconds: to connect, and to wait for the answer. */
export const MAX_CALL_MS = ATTEMPTS * 2 * ATTEMPT_MS;

const KEY_ARN = /^arn:aws[\w-]*:kms:(?<region>[\w-]+):\d{12}:(key|alias)\/.+$/;

const ALGORITHM: Readonly<Record<SealKey['keyType'], SigningAlgorithmSpec>> = {
  RSA: 'RSASSA_PKCS1_V1_5_SHA_256',
  EC: 'ECDSA_SHA_256',
};

function clientFor(keyArn: string): KMSClient {
  const region = KEY_ARN.exec(keyArn)?.groups?.['region'];
  if (region === undefined) throw new SealKeyError('A KMS key is named by its ARN.');
  return new KMSClient({
    region,
    maxAttempts: ATTEMPTS,
    requestHandler: {
      connectionTimeout: ATTEMPT_MS,
      requestTimeout: ATTEMPT_MS,
      throwOnRequestTimeout: true,
    },
  });
}

async function publicKeyOf(client: KMSClient, keyArn: string): Promise<KeyObject> {
  const { PublicKey, KeyUsage } = await client.send(new GetPublicKeyCommand({ KeyId: keyArn }));
  if (PublicKey === undefined || KeyUsage !== 'SIGN_VERIFY')
    throw new SealKeyError(`The KMS key is for ${KeyUsage} and not for SIGN_VERIFY.`);
  return createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
}

/**
 * A key in KMS by its ARN, without any certificate; needs GetPublicKey and Sign on it.
 * @throws SealKeyError when it is not for signing or of another kind; and whatever KMS refuses.
 */
export async function kmsKeyPair(keyArn: string): Promise<KeyPair> {
  const client = clientFor(keyArn);
  const publicKey = await publicKeyOf(client, keyArn);
  const keyType = keyTypeOf(publicKey);
  const sign = async (digest: Uint8Array): Promise<Uint8Array> => {
    const command = new SignCommand({
      KeyId: keyArn,
      Message: digest,
      MessageType: 'DIGEST',
      SigningAlgorithm: ALGORITHM[keyType],
    });
    const { Signature } = await client.send(command);
    if (Signature === undefined) throw new Error(`${keyArn} answered without a signature`);
    return Signature;
  };
  return { publicKey, keyType, sign };
}

/**
 * A key in KMS with the certificates that an authority issued for it.
 * @throws SealKeyError as `kmsKeyPair` and `withCertificates` do.
 */
export const kmsKey = async (keyArn: string, certificates: string): Promise<SealKey> =>
  withCertificates(await kmsKeyPair(keyArn), certificates);
