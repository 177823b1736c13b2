/** The archival document, made of really printed pages: what it says and what it keeps. */
import { PdfDict, PdfStream } from '@libpdf/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumRenderer } from '../../functions/adapters/chromium-renderer.ts';
import { fileKey } from '../../functions/adapters/key-file.ts';
import { padesSealer } from '../../functions/adapters/pades-sealer.ts';
import { archivePdf } from '../../functions/adapters/pdf-archive.ts';
import { makeSealCertificate } from '../../infra/local/seal-certificate.ts';
import { sharedChromium, textOf } from './chromium-fixture.ts';
import {
  contentsOf,
  DIFFICULT,
  META,
  opened,
  structureOf,
  unmarkedIn,
} from './pdf-archive-fixture.ts';

/** The first print unpacks a browser. */
const PRINTER_START_MS = 60_000;

const NAMES = Object.keys(DIFFICULT);

let printer: ReturnType<typeof chromiumRenderer>;
const prints = new Map<string, Uint8Array>();
const archived = new Map<string, Uint8Array>();

const known = (files: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array => {
  const [found] = [...files].filter(([each]) => each.includes(name)).map(([, pdf]) => pdf);
  if (found === undefined) throw new Error(`no page is called ${name}`);
  return found;
};

beforeAll(async () => {
  printer = chromiumRenderer({ directory: await sharedChromium() });
  for (const [name, html] of Object.entries(DIFFICULT)) {
    prints.set(name, await printer.print(html));
    archived.set(name, await archivePdf(known(prints, name), META));
  }
}, PRINTER_START_MS);

afterAll(() => printer.close());

describe('the file', () => {
  test('tells title, author, tools and the time of the ledger, and nothing else', async () => {
    const { context, resolve } = await opened(known(archived, 'lists'));
    const info = context.info.trailer.getDict('Info', resolve) ?? new PdfDict();
    const told = [...info].map(([key]) => [key.value, info.getString(key.value)?.asString()]);
    expect(Object.fromEntries(told)).toEqual({
      Title: META.title,
      Author: META.author,
      Creator: 'Piagam',
      Producer: expect.stringMatching(/^Skia\/PDF m\d+$/),
      CreationDate: 'D:20261102010203Z',
      ModDate: 'D:20261102010203Z',
    });
  });

  test('claims both standards in plain bytes, with the same title, language and time', () => {
    const text = Buffer.from(known(archived, 'lists')).toString('utf8');
    for (const claim of [
      '<pdfaid:part>3</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>',
      '<pdfuaid:part>1</pdfuaid:part>',
      '<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>',
      'Piagam “Pencanangan” &amp; &lt;Zona Integritas&gt;</rdf:li></rdf:Alt></dc:title>',
      '<dc:creator><rdf:Seq><rdf:li>Pemerintah Kota Ambon</rdf:li></rdf:Seq></dc:creator>',
      '<dc:language><rdf:Bag><rdf:li>id</rdf:li></rdf:Bag></dc:language>',
      '<xmp:CreateDate>2026-11-02T01:02:03Z</xmp:CreateDate>',
    ])
      expect(text).toContain(claim);
  });

  test('has one classic cross-reference section and an identifier of its own', () => {
    const files = [...archived.values()].map((pdf) => Buffer.from(pdf).toString('latin1'));
    const ids = files.map((file) => {
      expect(file.match(/\nxref\n0 \d+\n/g)).toHaveLength(1);
      expect(file).not.toContain('/Type /XRef');
      return /\/ID\s*\[<([\dA-F]{32})> ?<\1>\]/i.exec(file)?.[1];
    });
    expect(new Set(ids).size).toBe(files.length);
    expect(ids).not.toContain('0'.repeat(32));
  });

  test('says which colours it means with a profile of its own', async () => {
    const { catalog, resolve } = await opened(known(archived, 'lists'));
    const intent = catalog.getArray('OutputIntents', resolve)?.at(0, resolve);
    const profile =
      intent instanceof PdfDict ? intent.get('DestOutputProfile', resolve) : undefined;
    const bytes = Buffer.from(profile instanceof PdfStream ? profile.data : []);
    expect(bytes.readUInt32BE(0)).toBe(bytes.length);
    expect(bytes.toString('latin1', 12, 24)).toBe('mntrRGB XYZ ');
    expect(bytes.toString('latin1', 36, 40)).toBe('acsp');
  });

  test.each(NAMES)('keeps every word of %s', async (name) => {
    expect(await textOf(known(archived, name))).toBe(await textOf(known(prints, name)));
  });
});

describe('the structure', () => {
  test('gives list items a body, runs of text no element, and standard names to the rest', async () => {
    const pdf = known(archived, 'lists');
    const structure = await structureOf(pdf);
    expect(structure).toContain(
      'L(LI(Lbl(#) LBody(# L(LI(Lbl(#) LBody(#)) LI(Lbl(#) LBody(#))))) LI(Lbl(#) LBody(#)))',
    );
    expect(structure).toContain('P(# Em(#) # Strong(#) # Link(# @) # Link(# @) # Code(#)');
    const { catalog, resolve } = await opened(pdf);
    const roles = catalog.getDict('StructTreeRoot', resolve)?.getDict('RoleMap', resolve);
    expect(['Em', 'Strong', 'Aside'].map((type) => roles?.getName(type)?.value)).toEqual([
      'Span',
      'Span',
      'Sect',
    ]);
  });

  test('says of a table that goes over pages its headers once', async () => {
    const structure = await structureOf(known(archived, 'table over'));
    expect(structure).toContain('Table(TR(TH(#) TH(#)) TR(TD(#) TD(#)) TR');
  });

  test('has the empty cells of a table in their columns', async () => {
    const structure = await structureOf(known(archived, 'empty cells'));
    expect(structure).toContain('TR(TH(#)) TR(TD TD(#) TD) TR(TD(#) TD) TR(TD TD TD(#))');
  });

  test('lets links say where they lead', async () => {
    const { document, resolve } = await opened(known(archived, 'lists'));
    const annotations = document.getPage(0)?.dict.getArray('Annots', resolve)?.toArray() ?? [];
    const words = annotations.map((each) => {
      const link = each.type === 'ref' ? resolve(each) : each;
      return link instanceof PdfDict ? link.getString('Contents')?.asString() : undefined;
    });
    expect(words).toEqual(['https://contoh.test/?a=1', 'akhir']);
  });
});

describe('what is painted', () => {
  test.each(NAMES)('is marked with a meaning, or as decoration: %s', async (name) => {
    const contents = await contentsOf(known(archived, name));
    expect(contents.flatMap(unmarkedIn)).toEqual([]);
  });

  test('in the margins counts as head and foot of every page', async () => {
    const contents = await contentsOf(known(archived, 'table over'));
    expect(contents).toHaveLength(3);
    for (const content of contents) {
      expect(content).toContain('/Artifact <</Type /Pagination /Subtype /Header>>BDC\nBT');
      expect(content).toContain('/Artifact <</Type /Pagination /Subtype /Footer>>BDC\nBT');
    }
  });

  test('as a frame, background or border is no part of the text', async () => {
    const contents = await contentsOf(known(archived, 'table over'));
    for (const content of contents) expect(content).not.toMatch(/^\/(Document|Table|TD|TH) /m);
    expect(await structureOf(known(archived, 'groups'))).toContain('Document(H1(#) Figure(#)');
  });
});

describe('a sealed document', () => {
  const seal = {
    at: META.at,
    reason: 'Disegel',
    marks: new Uint8Array(),
    places: [],
    attachments: [],
    mustBeStamped: false,
  };

  async function fieldsOf(pdf: Uint8Array) {
    const { document } = await opened(pdf);
    const fields = document.getForm()?.getSignatureFields() ?? [];
    return fields.map((field) => [field.name, field.isSigned()]);
  }

  test('begins with the archival one, whose fields stay unsigned', async () => {
    const sealer = padesSealer(fileKey(await makeSealCertificate(META.author, new Date(META.at))));
    const pdf = known(archived, 'signatures');
    const sealed = await sealer.seal(pdf, seal);
    expect(await sealer.check(sealed, pdf)).toHaveProperty('ok', true);
    expect(Buffer.from(sealed).subarray(0, pdf.length).equals(pdf)).toBe(true);
    expect(Object.fromEntries(await fieldsOf(sealed))).toEqual({
      'penanda-1': false,
      'penanda-2': false,
      'penanda-3': false,
      'Segel 1': true,
    });
  });

  test('has a name for each further seal', async () => {
    const sealer = padesSealer(fileKey(await makeSealCertificate(META.author, new Date(META.at))));
    const once = await sealer.seal(known(archived, 'lists'), seal);
    const names = (await fieldsOf(await sealer.seal(once, seal))).map(([name]) => name);
    expect(names).toEqual(['Segel 1', 'Segel 2']);
  });
});

describe('a link to a signature', () => {
  test('is an unsigned field of its size, with a label, in the part of the text it belongs to', async () => {
    const pdf = known(archived, 'signatures');
    const { document, resolve, catalog } = await opened(pdf);
    const found = document.getForm()?.getSignatureFields() ?? [];
    const fields = [...found].sort((one, other) => (one.name < other.name ? -1 : 1));
    expect(fields.map(({ name }) => name)).toEqual(['penanda-1', 'penanda-2', 'penanda-3']);
    expect(fields.some((field) => field.isSigned())).toBe(false);
    expect(catalog.getDict('AcroForm', resolve)?.getNumber('SigFlags')?.value).toBe(1);
    expect(await structureOf(pdf)).toContain(
      'Div(# # Form(@)) NonStruct(P(#) Div(Form(@))) Table(TR(TH(#) TH(#)) TR(TD(#) TD(Div(Form(@)))))',
    );
    const dicts = fields.map((field) => field.acroField());
    expect(dicts.map((dict) => dict.getString('TU')?.asString())).toEqual([
      'Tanda tangan Budi',
      'penanda-2',
      'penanda-3',
    ]);
    expect(dicts.map((dict) => dict.getNumber('F')?.value)).toEqual([4, 4, 4]);
    for (const dict of dicts) {
      expect(dict.has('A')).toBe(false);
      expect(dict.getDict('AP', resolve)?.get('N', resolve)).toBeInstanceOf(PdfStream);
    }
  });

  test('makes a form only where there is one', async () => {
    const { catalog } = await opened(known(archived, 'lists'));
    expect(catalog.has('AcroForm')).toBe(false);
  });
});
