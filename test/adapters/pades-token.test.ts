/** Timestamps of authorities elsewhere: what is kept of one, and which digests one may be over. */
import { createHash } from 'node:crypto';
import { OctetString } from 'asn1js';
import {
  AlgorithmIdentifier,
  Certificate,
  ContentInfo,
  MessageImprint,
  SignedData,
  type TimeStampReq,
} from 'pkijs';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { timestamping } from '../../functions/adapters/pades-authority.ts';
import { scanSignatures } from '../../functions/adapters/pades-scan.ts';
import { padesSealer } from '../../functions/adapters/pades-sealer.ts';
import { checkToken, onlySha256 } from '../../functions/adapters/pades-token.ts';
import { appendTimestamp } from '../../functions/adapters/pades-upgrade-stamp.ts';
import type { Timestamping } from '../../functions/ports-seal.ts';
import { AUTHORITY_USE, certify, derOf } from '../../infra/local/trust/certificates.ts';
import { granted, makeToken, readQuery, TRIAL_POLICY } from '../../infra/local/trust/timestamp.ts';
import { type Server, serve } from '../fakes/tsa.ts';
import { PRINTER_START_MS, type Printed, printedForSeal } from './pades-fixture.ts';
import {
  type Authority,
  makeAuthority,
  type SealedFiles,
  sealedAtAllLevels,
} from './pades-inspect-fixture.ts';

const DIGESTS = {
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
  sha1: '1.3.14.3.2.26',
} as const;

let printed: Printed;
let authority: Authority;
let sealed: SealedFiles;
const started: Server[] = [];

beforeAll(async () => {
  [printed, authority] = await Promise.all([printedForSeal(), makeAuthority('RSA')]);
  sealed = await sealedAtAllLevels(printed, authority);
}, PRINTER_START_MS);

afterEach(() => Promise.all(started.splice(0).map((server) => server.stop())));

type Change = (token: SignedData) => void;

/** A token as the trial authority makes it, with a part that no signature covers changed. */
async function changedToken(query: TimeStampReq, change: Change): Promise<ContentInfo> {
  const { messageImprint: imprint, nonce } = query;
  const statement = { imprint, nonce, policy: TRIAL_POLICY, at: new Date() };
  const token = await makeToken(authority.stamp, statement);
  const signedData = new SignedData({ schema: token.content });
  change(signedData);
  const content = signedData.toSchema(true);
  return new ContentInfo({ contentType: ContentInfo.SIGNED_DATA, content });
}

async function askedOf(change: Change): Promise<Timestamping> {
  const server = await serve(async (query) => ({
    bytes: granted(await changedToken(readQuery(query), change)),
  }));
  started.push(server);
  return timestamping([{ url: server.url }], { trust: sealed.trust });
}

const parsed = (der: Uint8Array): Certificate => Certificate.fromBER(new Uint8Array(der));

/** The trusted authority's key, certified by somebody whom we do not know. */
async function crossCertificate(): Promise<Certificate> {
  const base = { organization: 'Instansi Uji Coba', keyType: 'RSA', now: new Date() } as const;
  const stranger = await certify({ ...base, commonName: 'Asing', extensions: AUTHORITY_USE });
  const cross = { ...base, commonName: 'Akar', extensions: AUTHORITY_USE };
  return parsed(derOf(await certify(cross, stranger)));
}

describe('a certificate in a timestamp', () => {
  test('that leads to nobody we trust is left out, and the others are kept', async () => {
    const cross = await crossCertificate();
    const root = parsed(derOf(authority.root));
    const timestamps = await askedOf((token) => token.certificates?.push(cross, root));
    const sha256 = createHash('sha256').update('Piagam').digest();
    const { der } = await timestamps.stamp(sha256);
    const { certificates = [] } = new SignedData({ schema: ContentInfo.fromBER(der).content });
    expect(certificates.map((each) => new Uint8Array(each.toSchema().toBER()))).toEqual(
      [authority.stamp, authority.root].map(derOf),
    );
    const wanted = { imprint: onlySha256(sha256), trust: sealed.trust };
    expect(await checkToken(der, wanted)).toMatchObject({ by: 'Stempel', isTrusted: true });
  });

  test('that leads to nobody we trust does not keep a seal from our own check', async () => {
    const cross = await crossCertificate();
    const timestamps = await askedOf((token) => token.certificates?.push(cross));
    const sealer = padesSealer(sealed.key, { trust: sealed.trust, timestamps });
    const file = await sealer.seal(printed.pdf, sealed.order);
    expect(await sealer.check(file, printed.pdf)).toMatchObject({ ok: true, level: 'B-T' });
  });
});

test('a timestamp that our own check would refuse is not taken', async () => {
  const timestamps = await askedOf((token) => {
    token.digestAlgorithms.push(new AlgorithmIdentifier({ algorithmId: DIGESTS.sha512 }));
  });
  const sealer = padesSealer(sealed.key, { trust: sealed.trust, timestamps });
  await expect(timestamps.stamp(new Uint8Array(32))).rejects.toThrow('none that can be kept');
  const file = await sealer.seal(printed.pdf, sealed.order);
  expect(await sealer.check(file, printed.pdf)).toMatchObject({ ok: true, level: 'B-B' });
});

describe('a document timestamp', () => {
  /** Over all of a file by another digest than ours. */
  async function stampedBy(name: keyof typeof DIGESTS): Promise<Uint8Array> {
    const base = sealed.files['B-T'];
    const stamps = (der: Uint8Array): Timestamping => ({
      stamp: async () => ({ der, at: '', by: '' }),
    });
    const draft = await appendTimestamp(base, stamps(Uint8Array.of(0x30, 0)));
    const { start = 0, after = 0 } = scanSignatures(draft).at(-1) ?? {};
    const covered = Buffer.concat([draft.subarray(0, start), draft.subarray(after)]);
    const digest = createHash(name).update(covered).digest();
    const imprint = new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: DIGESTS[name] }),
      hashedMessage: new OctetString({ valueHex: new Uint8Array(digest) }),
    });
    const statement = { imprint, policy: TRIAL_POLICY, at: new Date() };
    const token = await makeToken(authority.stamp, statement);
    return appendTimestamp(base, stamps(new Uint8Array(token.toSchema().toBER())));
  }

  test.each([
    ['sha384', true],
    ['sha512', true],
    ['sha1', false],
  ] as const)('over a digest by %s holds: %s', async (name, holds) => {
    const found = await sealed.inspector.inspect(await stampedBy(name));
    expect(found.at(-1)).toMatchObject({ kind: 'timestamp', holds, isTrusted: holds });
  });
});

test('an authority that stamps another digest than the one we sent is not believed', async () => {
  const sha512 = new MessageImprint({
    hashAlgorithm: new AlgorithmIdentifier({ algorithmId: DIGESTS.sha512 }),
    hashedMessage: new OctetString({ valueHex: new Uint8Array(64) }),
  });
  const statement = { imprint: sha512, policy: TRIAL_POLICY, at: new Date() };
  const token = await makeToken(authority.stamp, statement);
  const wanted = { imprint: onlySha256(new Uint8Array(64)), trust: sealed.trust };
  await expect(checkToken(new Uint8Array(token.toSchema().toBER()), wanted)).rejects.toThrow(
    'it stamps another imprint',
  );
});
