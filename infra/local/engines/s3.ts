/** S3 on one laptop: objects on disk behind a request listener that the host can mount. */
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';
import { DUMMY_ACCOUNT } from '@20minutes/s3rver/lib/models/account.js';
import v4 from '@20minutes/s3rver/lib/signature/v4.js';
import { putInPlace } from './durable-file.ts';

/** Where uploads grow until they are whole; no bucket name may begin with a dot. */
const STAGING = '.staging';
/** In the order in which they are put in place: an object is there when its bytes are. */
const PARTS_OF_OBJECT = ['metadata.json', 'object.md5', 'object'] as const;
/** The engine's built-in key pair is public knowledge. */
const BUILT_IN_KEY = 'S3RVER';
const SECRET_BYTES = 30;

export type S3Engine = {
  /** Answers path-style requests: the first segment of the path is the bucket. */
  readonly listener: RequestListener;
  /** The only key pair that the engine accepts; made anew at every start. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
};

/** The engine leaves !'()* bare in the query that it checks; Signature Version 4 encodes them. */
function correctQueryEncoding(): void {
  const { getStringToSign } = v4;
  const encode = (character: string): string =>
    `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  v4.getStringToSign = (canonical, request) => {
    const querystring = canonical.querystring.replace(/[!'()*]/g, encode);
    return getStringToSign({ ...canonical, querystring }, request);
  };
}
correctQueryEncoding();

function freshCredentials(): S3Engine['credentials'] {
  const accessKeyId = `LOCAL${randomBytes(8).toString('hex').toUpperCase()}`;
  const secretAccessKey = randomBytes(SECRET_BYTES).toString('base64');
  DUMMY_ACCOUNT.revokeAccessKey(BUILT_IN_KEY);
  DUMMY_ACCOUNT.createKeyPair(accessKeyId, secretAccessKey);
  return { accessKeyId, secretAccessKey };
}

/** The engine writes objects in place; a crash would leave half of one, so it writes them aside. */
function writeWholeObjects({ store }: S3rver): void {
  const putObject = store.putObject.bind(store);
  store.putObject = async (object) => {
    const staged = { bucket: STAGING, key: randomUUID() };
    const result = await putObject({ ...object, ...staged });
    for (const part of PARTS_OF_OBJECT) {
      await putInPlace(
        store.getResourcePath(staged.bucket, staged.key, part),
        store.getResourcePath(object.bucket, object.key, part),
      );
    }
    return result;
  };
}

/**
 * The engine serves unsigned requests as if every object were public. A presigned address on the
 * laptop has the API's own origin, so clients that follow a redirect send their bearer token along;
 * in AWS the bucket is another origin and they do not.
 */
const onlySigned =
  (listener: RequestListener): RequestListener =>
  (request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const presigned = searchParams.has('X-Amz-Algorithm');
    if (presigned) delete request.headers.authorization;
    if (presigned || 'authorization' in request.headers) return listener(request, response);
    response.writeHead(403, { 'content-type': 'text/plain' }).end('AccessDenied');
  };

/** Opens (and makes, the first time) one bucket under `directory`. */
export async function startS3(options: {
  readonly directory: string;
  readonly bucket: string;
}): Promise<S3Engine> {
  const { directory, bucket } = options;
  await rm(join(directory, STAGING), { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  const engine = new S3rver({
    directory,
    silent: true,
    vhostBuckets: false,
    configureBuckets: [{ name: bucket }],
  });
  engine.silent = true;
  await engine.configureBuckets();
  writeWholeObjects(engine);
  return { listener: onlySigned(engine.callback()), credentials: freshCredentials() };
}

/** Serves an engine by itself on a free port of 127.0.0.1. */
export async function serveS3(engine: S3Engine): Promise<{
  readonly endpoint: string;
  stop(): Promise<void>;
}> {
  const server = createServer(engine.listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP port');
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { endpoint: `http://127.0.0.1:${address.port}`, stop };
}
