/** The names of all settings, and the one place where they are read. */

/** Setting → environment variable; `infra/` sets what a construct's grant needs, by the same names. */
export const ENV = {
  /** DynamoDB table of the ledger. */
  table: 'PIAGAM_TABLE',
  /** S3 bucket of PDFs, evidence and logos. */
  bucket: 'PIAGAM_BUCKET',
  /** Origin that people reach us under, without a trailing slash. */
  publicUrl: 'PIAGAM_PUBLIC_URL',
  /** Where the secret of the personal links is: a Secrets Manager ARN or a `file:` URL. */
  linkSecret: 'PIAGAM_LINK_SECRET',
  /** Where the PEM bundle of the seal is: a Secrets Manager ARN or a `file:` URL. */
  sealKey: 'PIAGAM_SEAL_KEY',
  /** Sender address of all mail. */
  mailFrom: 'PIAGAM_MAIL_FROM',
  /** SMTP server (`smtp://host:port`); without it mail goes through Amazon SES. */
  smtpUrl: 'PIAGAM_SMTP_URL',
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

export type Setting = keyof typeof ENV;

/** @throws naming the variable when it is not set. */
export function env(setting: Setting): string {
  const value = process.env[ENV[setting]];
  if (value === undefined || value === '') throw new Error(`${ENV[setting]} is not set`);
  return value;
}

export const optionalEnv = (setting: Setting): string | undefined =>
  process.env[ENV[setting]] || undefined;
