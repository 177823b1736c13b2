/** What an agency decides before it deploys; `cdk -c name=value`, or `context` of cdk.json. */
import type { App } from 'aws-cdk-lib';
import { KEY_SPECS, type SealKms } from './constructs/seal-key.ts';
import type { Issuer } from './constructs/sign-in.ts';

export type Settings = {
  readonly region: string;
  /** Sender of all mail. */
  readonly mailFrom: string;
  /** Origin that people reach the service under; without it, the API's own address. */
  readonly publicUrl: string | undefined;
  /** The issuer that the agency already has; without it, a Cognito user pool is made. */
  readonly issuer: Issuer | undefined;
  /** The seal's key in AWS KMS; without it, the key itself lies in the secret. */
  readonly sealKms: SealKms | undefined;
  /** Whether there is a list of time-stamping authorities for the seal. */
  readonly timestamps: boolean;
  /** Whether there is a provider that signatories can sign with certificates of. */
  readonly certifier: boolean;
};

/** Jakarta: the record stays in the country (PP 71/2019, art. 20(2)). */
const REGION = 'ap-southeast-3';
/** Enough to synthesise with; no mail can leave from it. */
const PLACEHOLDER_SENDER = 'piagam@example.test';

/** An origin has no path: a slash at its end would stand in every printed address. */
const originOf = (url: string | undefined): string | undefined =>
  url === undefined ? undefined : new URL(url).origin;

function readFlag(app: App, name: string): boolean {
  const value = String(app.node.tryGetContext(name) ?? false);
  if (value !== 'true' && value !== 'false') throw new Error(`${name} is true or false`);
  return value === 'true';
}

type Text = (name: string) => string | undefined;

const isKeySpec = (name: string): name is SealKms['keySpec'] => name in KEY_SPECS;

function readSealKms(text: Text): SealKms | undefined {
  const keySpec = text('sealKms');
  const requester = text('sealRequester');
  if (keySpec === undefined) {
    if (requester !== undefined) throw new Error('sealRequester needs sealKms');
    return undefined;
  }
  if (!isKeySpec(keySpec))
    throw new Error(`sealKms is one of ${Object.keys(KEY_SPECS).join(', ')}`);
  return { keySpec, requester };
}

/** @throws when a setting has no such value, or lacks another one that it needs. */
export function readSettings(app: App): Settings {
  const text: Text = (name) => {
    const value: unknown = app.node.tryGetContext(name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const url = text('oidcIssuer');
  const audience = text('oidcAudience');
  if (url !== undefined && audience === undefined) throw new Error('oidcIssuer needs oidcAudience');
  return {
    region: text('region') ?? process.env['AWS_REGION'] ?? REGION,
    mailFrom: text('mailFrom') ?? PLACEHOLDER_SENDER,
    publicUrl: originOf(text('publicUrl')),
    issuer: url === undefined || audience === undefined ? undefined : { url, audience },
    sealKms: readSealKms(text),
    timestamps: readFlag(app, 'timestamps'),
    certifier: readFlag(app, 'certifier'),
  };
}
