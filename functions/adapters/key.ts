/** The sealing key that a secret leads to: in the secret itself, or in AWS KMS. */
import { z } from 'zod';
import type { SealKey } from '../ports-seal.ts';
import { fileKey } from './key-file.ts';
import { kmsKey } from './key-kms.ts';
import { SealKeyError } from './key-pair.ts';
import { pkcs12ToPem } from './key-pkcs12.ts';

const JsonSecret = z.union([
  z.strictObject({ pkcs12: z.base64(), password: z.string() }),
  z.strictObject({ kmsKeyId: z.string(), certificates: z.string() }),
]);

function parseJson(secret: string): z.infer<typeof JsonSecret> {
  try {
    return JsonSecret.parse(JSON.parse(secret));
  } catch {
    // Neither the parser's words nor its cause go along: they may quote the secret.
    throw new SealKeyError(
      'The JSON holds neither pkcs12 and password nor kmsKeyId and certificates.',
    );
  }
}

async function readKey(secret: string): Promise<SealKey> {
  if (!secret.trimStart().startsWith('{')) return fileKey(secret);
  const held = parseJson(secret);
  if ('kmsKeyId' in held) return kmsKey(held.kmsKeyId, held.certificates);
  return fileKey(pkcs12ToPem(Buffer.from(held.pkcs12, 'base64'), held.password));
}

const known = new Map<string, Promise<SealKey>>();

/**
 * The key of one of these, read once for the life of the process:
 * - a PEM bundle: private key and certificates;
 * - `{"pkcs12": base64, "password": text}`;
 * - `{"kmsKeyId": ARN, "certificates": PEM}`.
 * @throws SealKeyError when it may not seal; the next call tries again.
 */
export function sealKeyFrom(secret: string): Promise<SealKey> {
  const earlier = known.get(secret);
  if (earlier !== undefined) return earlier;
  const key = readKey(secret);
  known.set(secret, key);
  key.catch(() => known.delete(secret));
  return key;
}
