/** Files in one S3 bucket; needs GetObject and PutObject on it. */
import {
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Files } from '../ports.ts';

/** Who may not list a bucket is told of a missing object that access is denied. */
const ABSENT = ['NoSuchKey', 'AccessDenied'];

const percentEncoded = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

/**
 * A download under `fileName`: plain ASCII for old clients, the exact name beside it
 * (RFC 6266 section 5, RFC 8187 section 3.2).
 */
function attachment(fileName: string): string {
  const plain = fileName.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const exact = encodeURIComponent(fileName.toWellFormed()).replace(/['()*]/g, percentEncoded);
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}

/**
 * Keys carry the hash of their bytes, so writing the same key twice is harmless and nothing guards
 * against it. The SDK checks a checksum on both ways.
 */
export function s3Files(bucket: string): Files {
  const client = new S3Client({});

  const get: Files['get'] = async (key) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (Body === undefined) throw new Error(`${key} has no content`);
    return Body.transformToByteArray();
  };

  return {
    put: async (key, bytes, contentType) => {
      await client.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ContentType: contentType }),
      );
    },

    get,

    find: (key) =>
      get(key).catch((error: unknown) => {
        if (error instanceof S3ServiceException && ABSENT.includes(error.name)) return undefined;
        throw error;
      }),

    presign: (key, fileName, seconds) =>
      getSignedUrl(
        client,
        new GetObjectCommand({
          Bucket: bucket,
          Key: key,
          ResponseContentDisposition: attachment(fileName),
        }),
        { expiresIn: seconds },
      ),
  };
}
