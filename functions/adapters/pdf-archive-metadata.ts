/** What an archival PDF says of itself: its standards, title, dates, language and colours. */
import { PdfArray, PdfBool, PdfDict, PdfName, PdfNumber, PdfStream, PdfString } from '@libpdf/core';
import type { ArchivalMeta } from '../ports.ts';
import { ArchiveFault, type Context } from './pdf-archive-element.ts';

const CREATOR = 'Piagam';

/** BCP 47, as far as a document needs it: language, script, region. */
const LANGUAGE = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/;

const SRGB = 'sRGB IEC61966-2.1';

const fixed = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries())
    bytes.writeInt32BE(Math.round(value * 2 ** 16), index * 4);
  return bytes;
};

const words = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
  return bytes;
};

/** One element of a profile: its type, and what it holds. */
const element = (type: string, ...parts: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.from(`${type}\0\0\0\0`, 'latin1'), ...parts]);

/** One text in English; its 12-byte record starts after 16 bytes and ends where the text begins. */
const profileText = (text: string): Buffer =>
  element(
    'mluc',
    words(1, 12),
    Buffer.from('enUS', 'latin1'),
    words(text.length * 2, 28),
    Buffer.from(text, 'utf16le').swap16(),
  );

/** The D50 white of the profile connection space (ICC.1:2022, clause 7.2.16). */
const WHITE = [0.9642, 1, 0.8249] as const;

/** sRGB (IEC 61966-2-1) adapted from D65 to D50 with the Bradford matrix. */
const PROFILE: readonly (readonly [tag: string, element: Buffer])[] = [
  ['desc', profileText(SRGB)],
  ['cprt', profileText('CC0')],
  ['wtpt', element('XYZ ', fixed(...WHITE))],
  [
    'chad',
    element(
      'sf32',
      fixed(1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168),
    ),
  ],
  ['rXYZ', element('XYZ ', fixed(0.43607, 0.22249, 0.01392))],
  ['gXYZ', element('XYZ ', fixed(0.38515, 0.71687, 0.09708))],
  ['bXYZ', element('XYZ ', fixed(0.14307, 0.06061, 0.7141))],
  // A power with a linear part (type 3): exponent, slope and offset, linear slope, threshold.
  ...['rTRC', 'gTRC', 'bTRC'].map((tag) => {
    const type = Buffer.from([0, 3, 0, 0]);
    const curve = fixed(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045);
    return [tag, element('para', type, curve)] as const;
  }),
];

/** An ICC profile of version 4.2 (ICC.1:2022, clause 7): header, table of tags, elements. */
function srgbProfile(): Buffer {
  const table: Buffer[] = [words(PROFILE.length)];
  const elements: Buffer[] = [];
  let offset = 128 + 4 + 12 * PROFILE.length;
  for (const [tag, bytes] of PROFILE) {
    table.push(Buffer.from(tag, 'latin1'), words(offset, bytes.length));
    const padded = Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
    elements.push(padded);
    offset += padded.length;
  }
  const header = Buffer.concat([
    words(offset, 0, 0x04200000),
    Buffer.from('mntrRGB XYZ ', 'latin1'),
    // 1 January 2026: a profile has a date, and it must not change.
    Buffer.from([0x07, 0xea, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]),
    Buffer.from('acsp', 'latin1'),
    Buffer.alloc(28),
    fixed(...WHITE),
    Buffer.alloc(48),
  ]);
  return Buffer.concat([header, ...table, ...elements]);
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The extension schema tells archives what `pdfuaid` is, which PDF/A does not know by itself. */
const xmp = (meta: ArchivalMeta, time: string, language: string, producer: string): string =>
  `<?xpacket begin="\u{feff}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escaped(meta.title)}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>${escaped(meta.author)}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>${language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>${time}</xmp:CreateDate>
<xmp:ModifyDate>${time}</xmp:ModifyDate>
<xmp:CreatorTool>${CREATOR}</xmp:CreatorTool>
<pdf:Producer>${escaped(producer)}</pdf:Producer>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>`;

/** `D:20260102030405Z`, always UTC. */
export const pdfDate = (at: string): PdfString =>
  PdfString.fromString(`D:${new Date(at).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`);

function languageOf(context: Context): string {
  const language = context.catalog.getDict().getString('Lang')?.asString() ?? '';
  if (!LANGUAGE.test(language))
    throw new ArchiveFault(`it names no language (its lang is "${language}")`);
  return language;
}

function colours(context: Context): PdfDict {
  const profile = PdfStream.fromDict({ N: PdfNumber.of(3) }, srgbProfile());
  return PdfDict.of({
    Type: PdfName.of('OutputIntent'),
    S: PdfName.of('GTS_PDFA1'),
    OutputConditionIdentifier: PdfString.fromString(SRGB),
    Info: PdfString.fromString(SRGB),
    DestOutputProfile: context.register(profile),
  });
}

/**
 * Declares PDF/A-3a and PDF/UA-1, in the metadata stream and in the older dictionary beside it.
 *
 * @throws ArchiveFault when the document does not say in which language it is.
 */
export function writeMetadata(context: Context, meta: ArchivalMeta): void {
  const catalog = context.catalog.getDict();
  const info = context.info.trailer.getDict('Info', context.resolve.bind(context));
  const producer = info?.getString('Producer')?.asString() ?? '';
  const date = pdfDate(meta.at);
  context.info.trailer.set(
    'Info',
    context.register(
      PdfDict.of({
        Title: PdfString.fromString(meta.title),
        Author: PdfString.fromString(meta.author),
        Creator: PdfString.fromString(CREATOR),
        Producer: PdfString.fromString(producer),
        CreationDate: date,
        ModDate: date,
      }),
    ),
  );
  const time = new Date(meta.at).toISOString().replace(/\.\d+/, '');
  const packet = Buffer.from(xmp(meta, time, languageOf(context), producer));
  const entries = { Type: PdfName.of('Metadata'), Subtype: PdfName.of('XML') };
  catalog.set('Metadata', context.register(PdfStream.fromDict(entries, packet)));
  catalog.set('OutputIntents', PdfArray.of(colours(context)));
  catalog.set('ViewerPreferences', PdfDict.of({ DisplayDocTitle: PdfBool.TRUE }));
}
