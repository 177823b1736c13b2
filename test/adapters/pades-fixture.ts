/** Printed documents with places for marks, the print of the marks, and keys to seal with. */
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { PDF } from '@libpdf/core';
import { BasicConstraintsExtension, PemConverter, X509CertificateGenerator } from '@peculiar/x509';
import { chromiumRenderer } from '../../functions/adapters/chromium-renderer.ts';
import { archivePdf } from '../../functions/adapters/pdf-archive.ts';
import type { SealOrder } from '../../functions/ports-seal.ts';
import { DATA, META, page } from './pdf-archive-fixture.ts';

export const AGENCY = 'Pemerintah Kota Ambon';
export const CERTIFIED = new Date('2026-10-01T00:00:00.000Z');

/** The first print unpacks a browser. */
export const PRINTER_START_MS = 60_000;

const place = (name: string, label: string, height: string): string =>
  `<p>${label}</p><div style="position:relative;width:60mm;height:${height}">
<a href="https://sig.invalid/${name}#${label}" style="position:absolute;inset:0"></a></div>`;

const SIGNATURES =
  place('Signature-1', 'Wali Kota', '20mm') + place('Signature-2', 'Saksi', '30mm');

const DOCUMENT = page(
  `<h1>Piagam Pencanangan</h1>${SIGNATURES}${place('Segel-1', 'Segel', '10mm')}`,
);

/** As documents were before there was a place for the seal. */
const OLDER = page(`<h1>Piagam Pencanangan</h1>${SIGNATURES}`);

/** Sheets of 60 by 20 mm: text with a ligature, rare letters and a half transparent group. */
const MARKS = page(
  `<section><h1>Ditandatangani</h1><p>Budi, sertifikat 02/11/2026</p></section>
<section><p>Śrī Ñandú</p><svg role="img" aria-label="Coretan" viewBox="0 0 600 200" width="120">
<g opacity=".5"><polyline points="0,0 100,100 300,20" stroke="#123"/><text y="90">Śrī</text></g></svg></section>
<section><p>Segel elektronik</p></section>`,
  `@page { size: 60mm 20mm; margin: 0 } body, h1, p { margin: 0; font-size: 9pt }
section { break-after: page }`,
);

/** Prints once for all tests of a file. */
export async function printedForSeal() {
  const printer = chromiumRenderer({ directory: `${import.meta.dirname}/../../.piagam/chromium` });
  const archived = async (html: string, data = {}) =>
    archivePdf(await printer.print(html), { ...META, ...data });
  try {
    return {
      pdf: await archived(DOCUMENT, { data: DATA }),
      older: await archived(OLDER),
      marks: await archived(MARKS),
    };
  } finally {
    await printer.close();
  }
}

export type Printed = Awaited<ReturnType<typeof printedForSeal>>;

const SHEET = Buffer.from('%PDF-1.7\nnot really a sheet');

/** All that a seal brings along. */
export const orderOf = ({ marks }: Pick<Printed, 'marks'>): SealOrder => ({
  at: '2026-11-02T01:02:03.456Z',
  reason: 'Disegel setelah semua pihak menandatangani — “selesai” (Śrī)',
  marks,
  places: [
    { field: 'Signature-1', page: 0, label: 'Ditandatangani Budi pada 2 November 2026' },
    { field: 'Signature-2', page: 1, label: 'Ditandatangani Śrī Ñandú' },
    { field: 'Segel-1', page: 2, label: 'Segel elektronik — Kota Ambon' },
  ],
  attachments: [
    {
      name: 'evidence.json',
      description: 'Bukti penandatanganan',
      mediaType: 'application/json',
      relationship: 'Data',
      bytes: Buffer.from('{"nama":"Śrī"}'),
    },
    {
      name: 'evidence.pdf',
      description: 'Lembar bukti — Śrī',
      mediaType: 'application/pdf',
      relationship: 'Supplement',
      bytes: SHEET,
    },
  ],
  mustBeStamped: false,
});

/** @returns a bundle of a key on this curve and its certificate, which stands for itself. */
export async function makeEcBundle(namedCurve: string): Promise<string> {
  const algorithm = { name: 'ECDSA', namedCurve, hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Segel EC Śrī',
    keys,
    signingAlgorithm: algorithm,
    notBefore: CERTIFIED,
    notAfter: new Date('2099-01-01T00:00:00.000Z'),
    extensions: [new BasicConstraintsExtension(true)],
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return `${PemConverter.encode(key, 'PRIVATE KEY')}\n${certificate.toString('pem')}`;
}

/** The fields of a file, as dictionaries by their names. */
export async function fieldsOf(pdf: Uint8Array) {
  const fields = (await PDF.load(pdf)).getForm()?.getSignatureFields() ?? [];
  return new Map(fields.map((field) => [field.name, field.acroField()]));
}

/** The dictionary of a file's last signature. */
export async function signatureOf(sealed: Uint8Array) {
  const fields = (await PDF.load(sealed)).getForm()?.getSignatureFields() ?? [];
  const signature = fields.findLast((field) => field.isSigned())?.getSignatureDict();
  if (!signature) throw new Error('no signature');
  return signature;
}

/** What a seal covers, its CMS with the zeros behind it, and where that stands. */
export async function partsOf(sealed: Uint8Array) {
  const signature = await signatureOf(sealed);
  const range = signature.getArray('ByteRange')?.toArray() ?? [];
  const [, before = 0, after = 0] = range.map((item) => (item.type === 'number' ? item.value : 0));
  const covered = Buffer.concat([sealed.subarray(0, before), sealed.subarray(after)]);
  const contents = signature.getString('Contents')?.bytes ?? new Uint8Array();
  return { before, after, covered, contents };
}

export function flipped(bytes: Uint8Array, position: number, mask = 1): Uint8Array {
  const copy = bytes.slice();
  copy[position] = (copy[position] ?? 0) ^ mask;
  return copy;
}
