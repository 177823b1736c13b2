/** The seal on a really printed PDF: it keeps the original, proves it, and shows every change. */
import 'reflect-metadata';
import { generateKeyPairSync, webcrypto, X509Certificate } from 'node:crypto';
import { PDF } from '@libpdf/core';
import { BasicConstraintsExtension, PemConverter, X509CertificateGenerator } from '@peculiar/x509';
import fc from 'fast-check';
import { Certificate, ContentInfo, SignedData } from 'pkijs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumRenderer } from '../../functions/adapters/chromium-renderer.ts';
import { fileKey, SealKeyError } from '../../functions/adapters/file-key.ts';
import { padesSealer } from '../../functions/adapters/pades-sealer.ts';
import type { Sealer, SealKey } from '../../functions/ports.ts';
import { makeSealCertificate } from '../../infra/local/seal-certificate.ts';

const AGENCY = 'Pemerintah Kota Ambon';
const CERTIFIED = new Date('2026-10-01T00:00:00.000Z');
const SEAL = {
  at: '2026-11-02T01:02:03.456Z',
  reason: 'Disegel setelah semua pihak menandatangani — “selesai”',
};
const SIGNING_TIME_DER = '06092a864886f70d010905';
const RUNS = 300;

/** The first print unpacks a browser. */
const PRINTER_START_MS = 60_000;

const HTML = `<!doctype html><html lang="id"><head><title>Piagam</title></head><body>
<h1>Piagam Pencanangan</h1><p>Pembangunan <a href="https://piagam.test/">Zona Integritas</a></p>
<p style="break-before: page">Halaman kedua</p></body></html>`;

const printer = chromiumRenderer({ directory: `${import.meta.dirname}/../../.piagam/chromium` });

let pdf: Uint8Array;
let rsaBundle: string;
let ecBundle: string;

async function makeEcBundle(namedCurve: string): Promise<string> {
  const algorithm = { name: 'ECDSA', namedCurve, hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Segel EC',
    keys,
    signingAlgorithm: algorithm,
    notBefore: CERTIFIED,
    notAfter: new Date('2099-01-01T00:00:00.000Z'),
    extensions: [new BasicConstraintsExtension(true)],
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return `${PemConverter.encode(key, 'PRIVATE KEY')}\n${certificate.toString('pem')}`;
}

const keyOf = (kind: string): SealKey => fileKey(kind === 'RSA' ? rsaBundle : ecBundle);

function flipped(bytes: Uint8Array, position: number, mask = 1): Uint8Array {
  const copy = bytes.slice();
  copy[position] = (copy[position] ?? 0) ^ mask;
  return copy;
}

async function signatureOf(sealed: Uint8Array) {
  const document = await PDF.load(sealed);
  const signature = document.getForm()?.getSignatureFields()[0]?.getSignatureDict();
  if (!signature) throw new Error('no signature');
  return signature;
}

async function partsOf(sealed: Uint8Array) {
  const signature = await signatureOf(sealed);
  const range = signature.getArray('ByteRange')?.toArray() ?? [];
  const [, before = 0, after = 0] = range.map((item) => (item.type === 'number' ? item.value : 0));
  const covered = Buffer.concat([sealed.subarray(0, before), sealed.subarray(after)]);
  const contents = signature.getString('Contents')?.bytes ?? new Uint8Array();
  return { before, after, covered, contents };
}

beforeAll(async () => {
  [pdf, rsaBundle, ecBundle] = await Promise.all([
    printer.print(HTML),
    makeSealCertificate(AGENCY, CERTIFIED),
    makeEcBundle('P-256'),
  ]);
}, PRINTER_START_MS);

afterAll(() => printer.close());

describe.each(['RSA', 'EC'])('a seal with an %s key', (kind) => {
  let sealer: Sealer;
  let sealed: Uint8Array;

  beforeAll(async () => {
    sealer = padesSealer(keyOf(kind));
    sealed = await sealer.seal(pdf, SEAL);
  });

  test('passes its own check', async () => {
    const sealedBy = kind === 'RSA' ? 'Segel Uji Coba Piagam' : 'Segel EC';
    expect(await sealer.check(sealed, pdf)).toEqual({ ok: true, sealedBy, level: 'B-B' });
  });

  test('passes the check of PKI.js, up to the trusted authority', async () => {
    const { contents, covered } = await partsOf(sealed);
    const signedData = new SignedData({ schema: ContentInfo.fromBER(contents).content });
    const trusted = keyOf(kind).certificates.at(-1) ?? new Uint8Array();
    const verdict = await signedData.verify({
      signer: 0,
      data: new Uint8Array(covered).buffer,
      checkChain: true,
      checkDate: new Date(SEAL.at),
      trustedCerts: [Certificate.fromBER(trusted)],
    });
    expect(verdict).toBe(true);
  });

  test('can be cut back to the original', () => {
    expect(Buffer.compare(sealed.subarray(0, pdf.length), pdf)).toBe(0);
  });

  test('says when and why in the PDF, and no time in the CMS', async () => {
    const signature = await signatureOf(sealed);
    const { contents } = await partsOf(sealed);
    expect(signature.getString('M')?.asString()).toBe('D:20261102010203Z');
    expect(signature.getString('Reason')?.asString()).toBe(SEAL.reason);
    expect(Buffer.from(contents).toString('hex')).not.toContain(SIGNING_TIME_DER);
  });

  test('has the same bytes when made twice', async () => {
    expect(Buffer.compare(await sealer.seal(pdf, SEAL), sealed)).toBe(0);
  });

  test('shows the change of any one byte', async () => {
    const { before, after } = await partsOf(sealed);
    const region = fc.constantFrom(
      [0, pdf.length],
      [pdf.length, before],
      [before, after],
      [after, sealed.length],
    );
    const position = region.chain(([from = 0, to = 0]) => fc.integer({ min: from, max: to - 1 }));
    const mask = fc.integer({ min: 1, max: 255 });
    await fc.assert(
      fc.asyncProperty(position, mask, async (at, bits) => {
        expect(await sealer.check(flipped(sealed, at, bits), pdf)).toHaveProperty('ok', false);
      }),
      { numRuns: RUNS },
    );
  });

  test('does not pass when cut short or extended', async () => {
    const length = fc.integer({ min: 0, max: sealed.length - 1 });
    await fc.assert(
      fc.asyncProperty(length, async (end) => {
        expect(await sealer.check(sealed.slice(0, end), pdf)).toHaveProperty('ok', false);
      }),
      { numRuns: RUNS },
    );
    const extended = Buffer.concat([sealed, Buffer.from('\n')]);
    expect(await sealer.check(extended, pdf)).toEqual({
      ok: false,
      fault: 'The seal does not cover the whole file.',
    });
  });

  test('does not pass beside a second seal', async () => {
    const twice = await sealer.seal(sealed, SEAL);
    const refused = { ok: false, fault: 'The file carries more than one seal.' };
    expect(await sealer.check(twice, pdf)).toEqual(refused);
    expect(await sealer.check(twice, sealed)).toEqual(refused);
  });
});

describe('the check', () => {
  test('finds fault with anything that is not a sealed PDF, and never throws', async () => {
    const sealer = padesSealer(keyOf('EC'));
    const none = new Uint8Array();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (garbage) => {
        expect(await sealer.check(garbage, none)).toHaveProperty('ok', false);
      }),
    );
    expect(await sealer.check(pdf, pdf)).toEqual({ ok: false, fault: 'The file is not sealed.' });
  });

  test('refuses the seal of another certificate, even of the same name', async () => {
    const other = padesSealer(fileKey(await makeSealCertificate(AGENCY, CERTIFIED)));
    const sealed = await other.seal(pdf, SEAL);
    expect(await padesSealer(keyOf('RSA')).check(sealed, pdf)).toEqual({
      ok: false,
      fault: 'The seal was made with another certificate.',
    });
  });

  test('refuses a seal on another document', async () => {
    const sealer = padesSealer(keyOf('RSA'));
    const sealed = await sealer.seal(pdf, SEAL);
    const other = flipped(pdf, pdf.length - 1);
    expect(await sealer.check(sealed, other)).toEqual({
      ok: false,
      fault: 'The file does not begin with the original.',
    });
  });

  test.each([
    ['before', '2026-09-30T23:59:59.000Z', false],
    ['at the start of', '2026-10-01T00:00:00.000Z', true],
    ['at the end of', '2029-10-01T00:00:00.000Z', true],
    ['after', '2029-10-01T00:00:01.000Z', false],
  ])('knows a seal %s the life of its certificate', async (_, at, ok) => {
    const sealer = padesSealer(keyOf('RSA'));
    const sealed = await sealer.seal(pdf, { ...SEAL, at });
    expect(await sealer.check(sealed, pdf)).toHaveProperty('ok', ok);
  });
});

test('a PDF that would have to be rewritten is not sealed', async () => {
  const text = Buffer.from(pdf).toString('latin1');
  const broken = new Uint8Array(Buffer.from(text.replace('startxref', 'startxxxx'), 'latin1'));
  await expect(padesSealer(keyOf('RSA')).seal(broken, SEAL)).rejects.toThrow('without a rewrite');
});

test('a signature too long for its room is not written', async () => {
  const boastful = { ...keyOf('EC'), sign: async () => new Uint8Array(10_000) };
  await expect(padesSealer(boastful).seal(pdf, SEAL)).rejects.toThrow('digits of');
});

describe('a key file', () => {
  const certificatesOf = (bundle: string): string =>
    bundle.slice(bundle.indexOf('-----BEGIN CERTIFICATE-----'));
  const keyPem = (modulusLength: number): string =>
    generateKeyPairSync('rsa', {
      modulusLength,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    }).privateKey;

  test('holds a trial key of the agency under its own authority', () => {
    const [seal, authority] = keyOf('RSA').certificates.map((der) => new X509Certificate(der));
    expect(seal?.subject).toBe(`C=ID\nO=${AGENCY}\nCN=Segel Uji Coba Piagam`);
    expect(authority?.ca).toBe(true);
    expect(authority !== undefined && seal?.verify(authority.publicKey)).toBe(true);
  });

  test('is refused when it is empty, or lacks the key or the certificate', () => {
    expect(() => fileKey('')).toThrow(SealKeyError);
    expect(() => fileKey(certificatesOf(rsaBundle))).toThrow(SealKeyError);
    expect(() => fileKey(keyPem(2048))).toThrow(SealKeyError);
  });

  test('is refused when key and certificate do not belong together', () => {
    const mixed = keyPem(2048) + certificatesOf(rsaBundle);
    expect(() => fileKey(mixed)).toThrow('do not belong together');
  });

  test('is refused when the key is of another kind', async () => {
    const bundle = await makeEcBundle('P-384');
    expect(() => fileKey(bundle)).toThrow('EC on P-256');
  });

  test('is refused when a certificate has expired', async () => {
    const old = await makeSealCertificate(AGENCY, new Date('2020-01-01T00:00:00.000Z'));
    expect(() => fileKey(old)).toThrow('expired on 2023-01-01T00:00:00.000Z');
  });
});
