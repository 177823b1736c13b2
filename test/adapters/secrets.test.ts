/** Secrets by reference: read once, tried again after a failure, never named in an error. */
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSecret } from '../../functions/adapters/secrets.ts';

const ARN = 'arn:aws:secretsmanager:ap-southeast-3:000000000000:secret:links';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'secrets-'));
});
afterAll(() => rm(directory, { recursive: true }));

test('a file is read once it is there, and only once', async () => {
  const path = join(directory, 'secret file');
  const reference = pathToFileURL(path).href;
  await expect(readSecret(reference)).rejects.toThrow('ENOENT');
  await writeFile(path, 'first\n');
  expect(await readSecret(reference)).toBe('first\n');
  await writeFile(path, 'second');
  expect(await readSecret(reference)).toBe('first\n');
});

test('an ARN is fetched from Secrets Manager, once for many callers', async () => {
  const asked: unknown[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers['x-amz-target']);
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    request.resume().on('end', () => response.end(JSON.stringify({ SecretString: 'kept' })));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  Object.assign(process.env, {
    AWS_REGION: 'ap-southeast-3',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${address.port}`,
  });
  expect(await Promise.all([readSecret(ARN), readSecret(ARN)])).toEqual(['kept', 'kept']);
  expect(asked).toEqual(['secretsmanager.GetSecretValue']);
  server.closeAllConnections();
  server.close();
});

test('a secret put in place of its reference is not repeated in the error', async () => {
  await expect(readSecret('hunter2')).rejects.not.toThrow('hunter2');
  await expect(readSecret('hunter2')).rejects.toThrow('ARN');
});
