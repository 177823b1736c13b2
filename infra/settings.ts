/** What an agency decides before it deploys; `cdk -c name=value`, or `context` of cdk.json. */
import type { App } from 'aws-cdk-lib';
import type { Issuer } from './constructs/sign-in.ts';

export type Settings = {
  readonly region: string;
  /** Sender of all mail. */
  readonly mailFrom: string;
  /** Origin that people reach the service under; without it, the API's own address. */
  readonly publicUrl: string | undefined;
  /** The issuer that the agency already has; without it, a Cognito user pool is made. */
  readonly issuer: Issuer | undefined;
};

/** Jakarta: the record stays in the country (PP 71/2019, art. 20(2)). */
const REGION = 'ap-southeast-3';
/** Enough to synthesise with; no mail can leave from it. */
const PLACEHOLDER_SENDER = 'piagam@example.test';

/** An origin has no path: a slash at its end would stand in every printed address. */
const originOf = (url: string | undefined): string | undefined =>
  url === undefined ? undefined : new URL(url).origin;

/** @throws when an issuer is named without its audience. */
export function readSettings(app: App): Settings {
  const text = (name: string): string | undefined => {
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
  };
}
