/** What stands in for AWS on a laptop: ledger, files, mail, identity, secrets and trust. */
import { randomBytes } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DataFolder } from './data-folder.ts';
import { type DynamoEngine, startDynamo } from './engines/dynamo.ts';
import { type S3Engine, startS3 } from './engines/s3.ts';
import { startSmtp } from './engines/smtp.ts';
import { HostFault } from './host-fault.ts';
import { type IdentityProvider, startIdentity } from './identity.ts';
import { REGION } from './region.ts';
import { keepSecret } from './secret-file.ts';
import { BUCKET, RATES, type Settings, TABLE } from './settings.ts';
import { createRates, createTable, endTurns } from './table.ts';
import { keepTrialAuthority, type TrustSettings } from './trust/keep.ts';
import { startTrustServer } from './trust/server.ts';
import { streamOf } from './work/stream.ts';

const LINK_SECRET_BYTES = 32;
/** Organization in the sealing certificate; nobody shall take it for an agency. */
const SEALING_AGENCY = 'Instansi Uji Coba';

export type World = {
  /** Resolves when the DynamoDB engine has ended without being asked to. */
  readonly failure: Promise<Error>;
  /** ARN of the table's stream. */
  readonly stream: string;
  readonly s3: RequestListener;
  readonly identity: IdentityProvider;
  readonly settings: Settings;
};

export type Start = {
  readonly folder: DataFolder;
  /** Our own origin: files and identity are mounted there. */
  readonly publicUrl: string;
  /** Takes what stops each part, to be run in reverse order. */
  readonly parts: AsyncDisposableStack;
  /** Starts a part under a name that a person can read. */
  readonly step: <T>(part: string, start: () => Promise<T>) => Promise<T>;
};

const randomText = async (): Promise<string> =>
  randomBytes(LINK_SECRET_BYTES).toString('base64url');

async function startEngine(file: string): Promise<DynamoEngine> {
  try {
    return await startDynamo({ file });
  } catch (error) {
    if (error instanceof Error) throw new HostFault(error.message);
    throw error;
  }
}

/** The engine with its tables; by the handlers' key, for some engines keep a store per key. */
async function startLedger(
  { folder, parts }: Start,
  credentials: S3Engine['credentials'],
): Promise<DynamoEngine & { readonly stream: string }> {
  const engine = await startEngine(folder.ledger);
  parts.defer(() => engine.stop());
  const client = new DynamoDBClient({ endpoint: engine.endpoint, credentials, region: REGION });
  try {
    await createTable(client, TABLE);
    await createRates(client, RATES);
    await endTurns(client, RATES);
    return { ...engine, stream: await streamOf(client, TABLE) };
  } finally {
    client.destroy();
  }
}

/** The authority behind seal and timestamps, at the address that its certificates name. */
async function startTrust({ folder, parts }: Start): Promise<TrustSettings> {
  const { trial, settings } = await keepTrialAuthority(folder, SEALING_AGENCY, new Date());
  const server = await startTrustServer(trial);
  parts.defer(() => server.stop());
  return settings;
}

/**
 * Starts all of it.
 * @throws HostFault when there is no DynamoDB for this machine, or an address is taken.
 */
export async function startWorld(start: Start): Promise<World> {
  const { folder, publicUrl, parts, step } = start;
  const { listener: s3, credentials } = await step('Files (S3)', () =>
    startS3({ directory: folder.objects, bucket: BUCKET }),
  );
  const ledger = await step('Ledger (DynamoDB)', () => startLedger(start, credentials));
  const smtp = await step('Mail (SMTP)', () => startSmtp({ directory: folder.inbox }));
  parts.defer(() => smtp.stop());
  const identity = await step('Identity (OpenID Connect)', () =>
    startIdentity({ publicUrl, file: folder.identity }),
  );
  const linkSecret = await step('Secrets', () => keepSecret(folder.linkSecret, randomText));
  const trust = await step('Trial authority', () => startTrust(start));
  const settings = {
    publicUrl,
    dynamoEndpoint: ledger.endpoint,
    credentials,
    smtpUrl: smtp.url,
    issuer: identity.issuer,
    linkSecret,
    ...trust,
  };
  return { failure: ledger.failure, stream: ledger.stream, s3, identity, settings };
}
