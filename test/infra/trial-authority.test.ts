/** The laptop's trial authority: made once, whole after any crash; an older seal is kept. */
import { randomBytes, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fileKey } from '../../functions/adapters/key-file.ts';
import { readTimestamps, timestamping } from '../../functions/adapters/pades-authority.ts';
import { webRevocation } from '../../functions/adapters/pades-revocation.ts';
import { trustAnchors } from '../../functions/adapters/pades-trust.ts';
import { HostFault } from '../../infra/local/host-fault.ts';
import { makeSealCertificate } from '../../infra/local/seal-certificate.ts';
import { keepTrialAuthority, type TrustFiles } from '../../infra/local/trust/keep.ts';
import { startTrustServer } from '../../infra/local/trust/server.ts';

const ORGANIZATION = 'Instansi Uji Coba';
const DIGEST_BYTES = 32;

let folder: string;
let files: TrustFiles;

const start = () => keepTrialAuthority(files, ORGANIZATION, new Date());

const contents = () => Promise.all(Object.values(files).map((file) => readFile(file, 'utf8')));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'piagam-trust-'));
  const place = (name: string): string => join(folder, name);
  files = {
    authority: place('authority.json'),
    sealKey: place('seal.pem'),
    timestamps: place('timestamps.json'),
    trust: place('trust.pem'),
  };
});

afterEach(() => rm(folder, { recursive: true }));

test('a second start has the same address, keys and certificates', async () => {
  const first = await start();
  const before = await contents();
  const second = await start();
  expect(await contents()).toEqual(before);
  expect(second.trial.origin).toBe(first.trial.origin);
});

test('its address is this machine alone', async () => {
  const { trial } = await start();
  expect(new URL(trial.origin).hostname).toMatch(/^127\./);
});

test('every certificate says that it is a trial', async () => {
  const { trial, settings } = await start();
  const seal = new X509Certificate(await readFile(settings.sealKey));
  const { authority, timestamper, responder } = trial;
  const names = [authority, timestamper, responder].map(({ certificate }) => certificate.subject);
  for (const name of [...names, seal.subject]) expect(name).toContain('Uji Coba');
});

test.each(['sealKey', 'timestamps', 'trust'] as const)(
  'what a crash left out (%s) is made at the next start, under the same authority',
  async (missing) => {
    const first = await start();
    await rm(files[missing]);
    const { settings } = await start();
    const seal = new X509Certificate(await readFile(settings.sealKey));
    const root = new X509Certificate(first.trial.authority.certificate.toString('pem'));
    expect(seal.checkIssued(root) && seal.verify(root.publicKey)).toBe(true);
    const anchors = trustAnchors(await readFile(settings.trust, 'utf8'));
    expect(anchors.map((der) => Buffer.from(der))).toContainEqual(root.raw);
  },
);

test('a folder with an older seal keeps it, and trusts its authority as well', async () => {
  const older = await makeSealCertificate(ORGANIZATION, new Date());
  await writeFile(files.sealKey, older);
  const { settings, trial } = await start();
  expect(await readFile(settings.sealKey, 'utf8')).toBe(older);
  const anchors = trustAnchors(await readFile(settings.trust, 'utf8'));
  const expected = [
    new Uint8Array(trial.authority.certificate.rawData),
    fileKey(older).certificates.at(-1),
  ];
  expect(anchors).toEqual(expected.map((der) => new Uint8Array(der ?? [])));
});

test('its services stamp, and vouch for the seal and for the timestamps', async () => {
  const { settings, trial } = await start();
  const server = await startTrustServer(trial);
  try {
    const trust = trustAnchors(await readFile(settings.trust, 'utf8'));
    const authorities = readTimestamps(await readFile(settings.timestamps, 'utf8'));
    const token = await timestamping(authorities, { trust }).stamp(randomBytes(DIGEST_BYTES));
    expect(token.by).toBe('Stempel Waktu Uji Coba Piagam');
    const issuer = new Uint8Array(trial.authority.certificate.rawData);
    const { certificates } = fileKey(await readFile(settings.sealKey, 'utf8'));
    const stamp = new Uint8Array(trial.timestamper.certificate.rawData);
    for (const certificate of [certificates[0] ?? new Uint8Array(), stamp])
      await expect(webRevocation().answer({ certificate, issuer })).resolves.toMatchObject({
        type: 'ocsp',
      });
  } finally {
    await server.stop();
  }
});

test('a person is told when another program has its address', async () => {
  const { trial } = await start();
  const server = await startTrustServer(trial);
  try {
    await expect(startTrustServer(trial)).rejects.toThrow(HostFault);
  } finally {
    await server.stop();
  }
});
