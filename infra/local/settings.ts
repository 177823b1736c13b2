/** The settings that the laptop gives to the handlers, by the names that `infra/` uses in AWS. */
import { fileURLToPath } from 'node:url';
import { ENV } from '../../functions/runtime/env.ts';
import { AUDIENCE } from './identity.ts';
import { REGION } from './region.ts';

const PROJECT = new URL('../../', import.meta.url);

/** Name of the table of the ledger. */
export const TABLE = 'piagam';
/** Name of the table in which attempts are counted and turns are taken. */
export const RATES = 'piagam-rates';
/** Name of the bucket, and with it the first path segment under which S3 is mounted. */
export const BUCKET = 'piagam-files';

/** RFC 2606 keeps this name from ever being anybody's. */
const SENDER = 'piagam@localhost.test';

export type Settings = {
  /** Our own origin, without a trailing slash. */
  readonly publicUrl: string;
  readonly dynamoEndpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly smtpUrl: string;
  readonly issuer: string;
  readonly linkSecret: URL;
  readonly sealKey: URL;
  readonly timestamps: URL;
  readonly trust: URL;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** What lies beside the sources, whatever the data folder. */
const PLACES: Environment = {
  // Unpacked once for all data folders.
  [ENV.chromium]: fileURLToPath(new URL('.piagam/chromium', PROJECT)),
  [ENV.chromiumProcesses]: 'many',
  [ENV.templates]: fileURLToPath(new URL('templates', PROJECT)),
};

/** Environment variables for the handlers; undefined ones must not be set. */
function environment(settings: Settings): Environment {
  const { publicUrl, credentials } = settings;
  return {
    [ENV.table]: TABLE,
    [ENV.rates]: RATES,
    [ENV.bucket]: BUCKET,
    [ENV.publicUrl]: publicUrl,
    [ENV.linkSecret]: settings.linkSecret.href,
    [ENV.sealKey]: settings.sealKey.href,
    [ENV.timestamps]: settings.timestamps.href,
    [ENV.trust]: settings.trust.href,
    [ENV.mailFrom]: SENDER,
    [ENV.smtpUrl]: settings.smtpUrl,
    [ENV.oidcIssuer]: settings.issuer,
    [ENV.oidcAudience]: AUDIENCE,
    AWS_ENDPOINT_URL_DYNAMODB: settings.dynamoEndpoint,
    AWS_ENDPOINT_URL_S3: publicUrl,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    // A real account's session or profile would be preferred to the keys above.
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
  };
}

function put(variables: Environment): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

function apply(variables: Environment): () => void {
  const names = Object.keys(variables);
  const earlier = Object.fromEntries(names.map((name) => [name, process.env[name]]));
  put(variables);
  return () => put(earlier);
}

/** For what speaks before the parts are up. @returns what puts the earlier environment back. */
export const applyPlaces = (): (() => void) => apply(PLACES);

/** Sets the rest of the handlers' environment. @returns what puts the earlier one back. */
export const applySettings = (settings: Settings): (() => void) => apply(environment(settings));
