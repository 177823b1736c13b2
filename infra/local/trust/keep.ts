/** The trial authority of one data folder: made at the first start, and the same ever after. */
import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Extension } from '@peculiar/x509';
import { z } from 'zod';
import { keepSecret } from '../secret-file.ts';
import {
  AUTHORITY_USE,
  askedAt,
  certify,
  fromPem,
  RESPONDER_USE,
  SEAL_USE,
  TIMESTAMP_USE,
  toPem,
} from './certificates.ts';
import { PATHS, type TrialAuthority } from './server.ts';

export const AUTHORITY_NAME = 'Otoritas Uji Coba Piagam';
export const SEAL_NAME = 'Segel Uji Coba Piagam';
const RESPONDER_NAME = 'Penjawab OCSP Uji Coba Piagam';
const TIMESTAMP_NAME = 'Stempel Waktu Uji Coba Piagam';

/** Below the ports that systems hand out by themselves. */
const FIRST_PORT = 20_000;
const LAST_PORT = 29_999;

const CERTIFICATE_PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

const keptSchema = z.strictObject({
  origin: z.url(),
  authority: z.string(),
  timestamper: z.string(),
  responder: z.string(),
});

/** Where each part of the authority is kept. */
export type TrustFiles = {
  readonly authority: string;
  readonly sealKey: string;
  readonly timestamps: string;
  readonly trust: string;
};

/** The settings that follow from it, as `file:` URLs. */
export type TrustSettings = {
  readonly sealKey: URL;
  readonly timestamps: URL;
  readonly trust: URL;
};

/**
 * An address for the life of the folder: it is written into certificates, and so into sealed files.
 * On Linux all of 127.0.0.0/8 is this machine, so that no other program comes to sit there.
 */
function chooseOrigin(): string {
  const part = () => randomInt(1, 255);
  const host = process.platform === 'linux' ? `127.${part()}.${part()}.${part()}` : '127.0.0.1';
  return `http://${host}:${randomInt(FIRST_PORT, LAST_PORT + 1)}`;
}

const services = (origin: string) => askedAt(origin + PATHS.ocsp, origin + PATHS.list);

async function makeAuthority(organization: string, now: Date): Promise<string> {
  const origin = chooseOrigin();
  const shared = { organization, keyType: 'EC', now } as const;
  const root = { ...shared, commonName: AUTHORITY_NAME, extensions: AUTHORITY_USE };
  const authority = await certify(root);
  const leaf = async (commonName: string, extensions: readonly Extension[]) =>
    toPem(await certify({ ...shared, commonName, extensions }, authority));
  const kept = {
    origin,
    authority: await toPem(authority),
    timestamper: await leaf(TIMESTAMP_NAME, [...TIMESTAMP_USE, ...services(origin)]),
    responder: await leaf(RESPONDER_NAME, RESPONDER_USE),
  };
  return JSON.stringify(kept);
}

async function readAuthority(file: URL): Promise<TrialAuthority> {
  const { origin, ...kept } = keptSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  const [authority, timestamper, responder] = await Promise.all([
    fromPem(kept.authority),
    fromPem(kept.timestamper),
    fromPem(kept.responder),
  ]);
  return { origin, authority, timestamper, responder };
}

async function makeSeal(
  { origin, authority }: TrialAuthority,
  organization: string,
  now: Date,
): Promise<string> {
  const extensions = [...SEAL_USE, ...services(origin)];
  const holder = { commonName: SEAL_NAME, organization, keyType: 'RSA', now, extensions } as const;
  return toPem(await certify(holder, authority), [authority.certificate]);
}

/** The trial authority, and who vouches for the seal: a folder may have one from elsewhere. */
async function listTrusted({ authority }: TrialAuthority, sealKey: URL): Promise<string> {
  const ownRoot = authority.certificate.toString('pem');
  const chain = (await readFile(sealKey, 'utf8')).match(CERTIFICATE_PEM) ?? [];
  return `${[...new Set([ownRoot, ...chain.slice(-1)])].join('\n')}\n`;
}

/**
 * Makes what is not there yet: the authority first, for all else follows from it; a crash between
 * leaves the rest to the next start. Files that are there already stay, so they may be replaced.
 *
 * @param organization stands in all certificates, cut at 64 characters.
 */
export async function keepTrialAuthority(
  files: TrustFiles,
  organization: string,
  now: Date,
): Promise<{ readonly trial: TrialAuthority; readonly settings: TrustSettings }> {
  const file = await keepSecret(files.authority, () => makeAuthority(organization, now));
  const trial = await readAuthority(file);
  const sealKey = await keepSecret(files.sealKey, () => makeSeal(trial, organization, now));
  const authorities = [{ url: trial.origin + PATHS.timestamp }];
  const [timestamps, trust] = await Promise.all([
    keepSecret(files.timestamps, async () => JSON.stringify({ authorities })),
    keepSecret(files.trust, () => listTrusted(trial, sealKey)),
  ]);
  return { trial, settings: { sealKey, timestamps, trust } };
}
