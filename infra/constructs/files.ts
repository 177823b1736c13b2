/** The bucket of PDFs, evidence and logos: versioned, private, and granted folder by folder. */
import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type IBucket,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Room } from './room.ts';

/** First part of every object key; see functions/domain/storage-key.ts. */
export type Folder = 'documents' | 'logos' | 'canary';

/** How the name of a document's file begins, up to its hash. */
type DocumentFile = 'unsigned' | 'evidence' | 'marks' | 'certified' | 'certifier' | 'sealed';

/** What one room makes, and no other one overwrites. */
type Made = `${Exclude<Folder, 'documents'>}/*` | `documents/*/${DocumentFile}-*`;

/** How long it can be told who fetched an object. */
const ACCESS_LOG_DAYS = 400;

const CLOSED: BucketProps = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  encryption: BucketEncryption.S3_MANAGED,
  enforceSSL: true,
  removalPolicy: RemovalPolicy.RETAIN,
};

export class Files extends Construct {
  private readonly bucket: Bucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const accessLogs = new Bucket(this, 'AccessLogs', {
      ...CLOSED,
      lifecycleRules: [{ expiration: Duration.days(ACCESS_LOG_DAYS) }],
    });
    this.bucket = new Bucket(this, 'Bucket', {
      ...CLOSED,
      versioned: true,
      // The library's own class misses its own interface under exactOptionalPropertyTypes.
      serverAccessLogsBucket: accessLogs as IBucket,
    });
  }

  /** Also what a presigned download needs: it is good for what its signer may read. */
  grantRead(room: Room, folder: Folder): void {
    this.grant(room, 's3:GetObject', `${folder}/*`);
  }

  grantPut(room: Room, ...made: readonly Made[]): void {
    for (const objects of made) this.grant(room, 's3:PutObject', objects);
  }

  private grant(room: Room, action: string, objects: Made | `${Folder}/*`): void {
    const records = Stack.of(this);
    const arn = records.exportValue(this.bucket.bucketArn);
    room.allow(new PolicyStatement({ actions: [action], resources: [`${arn}/${objects}`] }));
    room.set('bucket', this.bucket.bucketName);
    const imported: Readonly<Record<string, string>> = records.resolve(arn);
    Validations.of(room).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${imported['Fn::ImportValue']}/${objects}]`,
      reason: 'Objects are named by their hash, so a folder or a kind is the closest there is.',
    });
  }
}
