/** The names of all settings, and the one place where they are read. */

/** Setting → environment variable; `infra/` sets what a construct's grant needs, by the same names. */
export const ENV = {
  /** DynamoDB table of the ledger. */
  table: 'PIAGAM_TABLE',
  /** DynamoDB table in which attempts are counted and turns are taken; nothing in it is a record. */
  rates: 'PIAGAM_RATES',
  /** S3 bucket of PDFs, evidence and logos. */
  bucket: 'PIAGAM_BUCKET',
  /** Origin that people reach us under, without a trailing slash. */
  publicUrl: 'PIAGAM_PUBLIC_URL',
  /** Where the secret of the personal links is: a Secrets Manager ARN or a `file:` URL. */
  linkSecret: 'PIAGAM_LINK_SECRET',
  /** Where the key of the seal is, or what names it: a Secrets Manager ARN or a `file:` URL. */
  sealKey: 'PIAGAM_SEAL_KEY',
  /** Where the list of time-stamping authorities is (JSON); without it seals stay at B-B. */
  timestamps: 'PIAGAM_TIMESTAMPS',
  /** Where the PEM certificates of the authorities we trust are: of the seal and of the timestamps. */
  trust: 'PIAGAM_TRUST',
  /** Where the address and password of the provider of certified signatures are (JSON); off without. */
  certifier: 'PIAGAM_CERTIFIER',
  /** Sender address of all mail. */
  mailFrom: 'PIAGAM_MAIL_FROM',
  /** SMTP server (`smtp://host:port`); without it mail goes through Amazon SES. */
  smtpUrl: 'PIAGAM_SMTP_URL',
  /** Configuration set of Amazon SES that tells of letters that come back. */
  mailEvents: 'PIAGAM_MAIL_EVENTS',
  /** Issuer and audience of the bearer tokens of admins and archivists. */
  oidcIssuer: 'PIAGAM_OIDC_ISSUER',
  oidcAudience: 'PIAGAM_OIDC_AUDIENCE',
  /** Folder into which Chromium is unpacked. */
  chromium: 'PIAGAM_CHROMIUM',
  /** `many`, or `one` for sandboxes that forbid Chromium its child processes (Lambda's). */
  chromiumProcesses: 'PIAGAM_CHROMIUM_PROCESSES',
  /** Folder of the templates. */
  templates: 'PIAGAM_TEMPLATES',
} as const;

/** What is logged when a document comes to the shelf; an alarm waits for these words. */
export const SHELVED = 'document shelved';

/** What is logged when an authority outside keeps failing a seal; an alarm waits for these words. */
export const STALLED = 'seal stalled';

/** What is logged when an attempt could not be counted; an alarm waits for these words. */
export const UNCOUNTED = 'attempt not counted';

/** What is logged once a day, by the days left to the certificate of the seal; alarms wait for them. */
export const CERTIFICATE_ENDS = {
  60: 'seal certificate ends within 60 days',
  30: 'seal certificate ends within 30 days',
  7: 'seal certificate ends within 7 days',
} as const;

export type Setting = keyof typeof ENV;

/** @throws naming the variable when it is not set. */
export function env(setting: Setting): string {
  const value = process.env[ENV[setting]];
  if (value === undefined || value === '') throw new Error(`${ENV[setting]} is not set`);
  return value;
}

export const optionalEnv = (setting: Setting): string | undefined =>
  process.env[ENV[setting]] || undefined;
