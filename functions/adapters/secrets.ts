/** Secrets by reference: from Secrets Manager in AWS, from a file on a laptop. */
import { readFile } from 'node:fs/promises';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

async function fromSecretsManager(arn: string): Promise<string> {
  const client = new SecretsManagerClient({});
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
  if (SecretString === undefined) throw new Error(`${arn} holds no text`);
  return SecretString;
}

function fetchSecret(reference: string): Promise<string> {
  if (reference.startsWith('file:')) return readFile(new URL(reference), 'utf8');
  if (reference.startsWith('arn:')) return fromSecretsManager(reference);
  // The reference is not named: somebody may have put the secret itself in its place.
  return Promise.reject(new Error('a secret is referred to by a file: URL or an ARN'));
}

const known = new Map<string, Promise<string>>();

/**
 * The secret that `reference` (a Secrets Manager ARN or a `file:` URL) stands for, exactly as it is
 * kept; fetched once for the life of the process.
 * @throws when it cannot be had; the next call tries again.
 */
export function readSecret(reference: string): Promise<string> {
  const earlier = known.get(reference);
  if (earlier !== undefined) return earlier;
  const secret = fetchSecret(reference);
  known.set(reference, secret);
  secret.catch(() => known.delete(reference));
  return secret;
}
