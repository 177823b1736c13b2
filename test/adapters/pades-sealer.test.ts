/** The seal on a really printed PDF: it keeps the original, proves it, and shows every change. */
import { PdfNumber } from '@libpdf/core';
import fc from 'fast-check';
import { Certificate, ContentInfo, SignedData } from 'pkijs';
import { beforeAll, describe, expect, test } from 'vitest';
import { fileKey } from '../../functions/adapters/key-file.ts';
import { padesSealer } from '../../functions/adapters/pades-sealer.ts';
import type { Sealer, SealKey, SealOrder } from '../../functions/ports-seal.ts';
import { makeSealCertificate } from '../../infra/local/seal-certificate.ts';
import {
  AGENCY,
  CERTIFIED,
  fieldsOf,
  flipped,
  makeEcBundle,
  orderOf,
  PRINTER_START_MS,
  partsOf,
  printedForSeal,
  signatureOf,
} from './pades-fixture.ts';
import { opened } from './pdf-archive-fixture.ts';

const SIGNING_TIME_DER = '06092a864886f70d010905';
const RUNS = 300;

/** Annotation flags and SigFlags (ISO 32000-2, tables 167 and 225). */
const PRINT_AND_LOCKED = 132;
const SIGNATURES_EXIST_APPEND_ONLY = 3;

let pdf: Uint8Array;
let order: SealOrder;
let rsaBundle: string;
let ecBundle: string;

const keyOf = (kind: string): SealKey => fileKey(kind === 'RSA' ? rsaBundle : ecBundle);

const pdfWith = (change: (text: string) => string): Uint8Array =>
  new Uint8Array(Buffer.from(change(Buffer.from(pdf).toString('latin1')), 'latin1'));

/** A file whose first object says that it is linearized (ISO 32000-1, annex F). */
async function linearized(): Promise<Uint8Array> {
  const { document, catalog } = await opened(pdf);
  catalog.set('Linearized', PdfNumber.of(1));
  return document.save({ useXRefStream: false });
}

beforeAll(async () => {
  const [printed, rsa, ec] = await Promise.all([
    printedForSeal(),
    makeSealCertificate(AGENCY, CERTIFIED),
    makeEcBundle('P-256'),
  ]);
  pdf = printed.pdf;
  [order, rsaBundle, ecBundle] = [orderOf(printed), rsa, ec];
}, PRINTER_START_MS);

describe.each(['RSA', 'EC'])('a seal with an %s key', (kind) => {
  const sealedBy = kind === 'RSA' ? 'Segel Uji Coba Piagam' : 'Segel EC Śrī';
  let sealer: Sealer;
  let sealed: Uint8Array;

  beforeAll(async () => {
    sealer = padesSealer(keyOf(kind));
    sealed = await sealer.seal(pdf, order);
  });

  test('passes its own check', async () => {
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
      checkDate: new Date(order.at),
      trustedCerts: [Certificate.fromBER(trusted)],
    });
    expect(verdict).toBe(true);
  });

  test('can be cut back to the original', () => {
    expect(Buffer.compare(sealed.subarray(0, pdf.length), pdf)).toBe(0);
  });

  test('says when, why and whose it is in the PDF, and no time in the CMS', async () => {
    const signature = await signatureOf(sealed);
    const { contents } = await partsOf(sealed);
    expect(signature.getString('M')?.asString()).toBe('D:20261102010203Z');
    expect(signature.getString('Reason')?.asString()).toBe(order.reason);
    expect(signature.getString('Name')?.asString()).toBe(sealedBy);
    expect(Buffer.from(contents).toString('hex')).not.toContain(SIGNING_TIME_DER);
  });

  test('has the same bytes when made twice', async () => {
    expect(Buffer.compare(await sealer.seal(pdf, order), sealed)).toBe(0);
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
    expect(await sealer.check(extended, pdf)).toHaveProperty('ok', false);
  });

  test('does not pass beside a second seal', async () => {
    const twice = await sealer.seal(sealed, { ...order, places: [], attachments: [] });
    expect(await sealer.check(twice, pdf)).toHaveProperty('ok', false);
    expect(await sealer.check(twice, sealed)).toHaveProperty('ok', false);
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
    expect(await sealer.check(pdf, pdf)).toHaveProperty('ok', false);
  });

  test('refuses the seal of another certificate, even of the same name', async () => {
    const other = padesSealer(fileKey(await makeSealCertificate(AGENCY, CERTIFIED)));
    const sealed = await other.seal(pdf, order);
    expect(await padesSealer(keyOf('RSA')).check(sealed, pdf)).toHaveProperty('ok', false);
  });

  test('refuses a seal on another document', async () => {
    const sealer = padesSealer(keyOf('RSA'));
    const sealed = await sealer.seal(pdf, order);
    const other = flipped(pdf, pdf.length - 1);
    expect(await sealer.check(sealed, other)).toHaveProperty('ok', false);
  });

  test.each([
    ['start', '2026-10-01T00:00:00.000Z'],
    ['end', '2029-10-01T00:00:00.000Z'],
  ])('takes a seal of the very %s of its certificate', async (_, at) => {
    const sealer = padesSealer(keyOf('RSA'));
    const sealed = await sealer.seal(pdf, { ...order, at });
    expect(await sealer.check(sealed, pdf)).toHaveProperty('ok', true);
  });

  test.each([
    ['before', '2026-09-30T23:59:59.000Z'],
    ['after', '2029-10-01T00:00:01.000Z'],
  ])('has nothing to look at %s the life of a certificate: it is not sealed', async (_, at) => {
    const sealed = padesSealer(keyOf('RSA')).seal(pdf, { ...order, at });
    await expect(sealed).rejects.toThrow('make no chain that can be followed');
  });
});

describe('the update', () => {
  test('signs in the prepared field, and in no field of a signatory', async () => {
    const sealed = await padesSealer(keyOf('RSA')).seal(pdf, order);
    const fields = await fieldsOf(sealed);
    expect([...fields.keys()]).toEqual(['Signature-1', 'Signature-2', 'Segel-1']);
    expect([...fields].filter(([, field]) => field.has('V')).map(([name]) => name)).toEqual([
      'Segel-1',
    ]);
    expect(fields.get('Segel-1')?.getNumber('F')?.value).toBe(PRINT_AND_LOCKED);
    const { catalog, resolve } = await opened(sealed);
    const form = catalog.getDict('AcroForm', resolve);
    expect(form?.getNumber('SigFlags')?.value).toBe(SIGNATURES_EXIST_APPEND_ONLY);
  });

  test('changes nothing of what the document says of itself', async () => {
    const sealed = await padesSealer(keyOf('RSA')).seal(pdf, order);
    const [before, after] = await Promise.all([opened(pdf), opened(sealed)]);
    const appended = Buffer.from(sealed.subarray(pdf.length)).toString('latin1');
    const told = [before, after].map(({ context, catalog }) => [
      context.info.trailer.getRef('Info'),
      catalog.getRef('Metadata'),
    ]);
    expect(told[1]).toEqual(told[0]);
    for (const ref of told.flat()) expect(appended).not.toContain(`\n${ref?.objectNumber} 0 obj`);
    const [first] = before.context.info.trailer.getArray('ID')?.toArray() ?? [];
    const [same, other] = after.context.info.trailer.getArray('ID')?.toArray() ?? [];
    expect(same).toEqual(first);
    expect(other).not.toEqual(first);
  });

  test.each([
    ['damaged', async () => pdfWith((text) => text.replace('startxref', 'startxxxx'))],
    ['linearized', linearized],
  ])('is not made to a %s PDF, which could only be rewritten', async (_, made) => {
    const sealing = padesSealer(keyOf('RSA')).seal(await made(), order);
    await expect(sealing).rejects.toThrow('without a rewrite');
  });

  test('is not made when the signature is too long for its room', async () => {
    const boastful = { ...keyOf('RSA'), sign: async () => new Uint8Array(10_000) };
    await expect(padesSealer(boastful).seal(pdf, order)).rejects.toThrow('digits of');
  });
});
