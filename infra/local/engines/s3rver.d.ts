/** The parts of the S3 engine that are used here; the package brings no types of its own. */
declare module '@20minutes/s3rver' {
  import type { RequestListener } from 'node:http';

  type StoredObject = { readonly bucket: string; readonly key: string };
  type Store = {
    getResourcePath(bucket: string, key: string, resource: string): string;
    putObject(object: StoredObject): Promise<{ readonly size: number; readonly md5: string }>;
  };

  class S3rver {
    constructor(options: {
      readonly directory: string;
      readonly silent: boolean;
      readonly vhostBuckets: boolean;
      readonly configureBuckets: readonly { readonly name: string }[];
    });
    /** Koa's own switch: errors are answered and not printed. */
    silent: boolean;
    readonly store: Store;
    configureBuckets(): Promise<unknown>;
    callback(): RequestListener;
  }
  export = S3rver;
}

declare module '@20minutes/s3rver/lib/models/account.js' {
  export const DUMMY_ACCOUNT: {
    createKeyPair(accessKeyId: string, secretAccessKey: string): void;
    revokeAccessKey(accessKeyId: string): void;
  };
}

declare module '@20minutes/s3rver/lib/signature/v4.js' {
  type CanonicalRequest = { readonly querystring: string };
  const v4: { getStringToSign(canonical: CanonicalRequest, request: unknown): string };
  export = v4;
}
