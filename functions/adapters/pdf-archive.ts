/** The archivist: makes Chromium's tagged print a PDF/A-3a and PDF/UA-1 that is always the same. */
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { PDF, PdfArray, PdfDict, PdfName, PdfNumber, PdfStream, PdfString } from '@libpdf/core';
import type { ArchivalMeta, EmbeddedData } from '../ports.ts';
import { readContents } from './pdf-archive-content.ts';
import type { Context } from './pdf-archive-element.ts';
import { settleAnnotations } from './pdf-archive-fields.ts';
import { pdfDate, writeMetadata } from './pdf-archive-metadata.ts';
import { readObjects } from './pdf-archive-read.ts';
import { checkTags, settleStructure } from './pdf-archive-structure.ts';
import { writeArchival } from './pdf-archive-write.ts';

/** Keeps the data as the source of the document (ISO 19005-3, clause 6.8 and annex E). */
function embedData(context: Context, data: EmbeddedData, at: string): void {
  const name = PdfString.fromString(`${data.schema}.json`);
  const params = PdfDict.of({
    Size: PdfNumber.of(data.bytes.length),
    ModDate: pdfDate(at),
    CheckSum: PdfString.fromBytes(createHash('md5').update(data.bytes).digest()),
  });
  const entries = {
    Type: PdfName.of('EmbeddedFile'),
    Subtype: PdfName.of('application/json'),
    Filter: PdfName.of('FlateDecode'),
    Params: params,
  };
  const file = context.register(PdfStream.fromDict(entries, deflateSync(data.bytes)));
  const specification = context.register(
    PdfDict.of({
      Type: PdfName.of('Filespec'),
      F: name,
      UF: name,
      Desc: PdfString.fromString(`${data.schema} ${data.version}`),
      AFRelationship: PdfName.of('Source'),
      EF: PdfDict.of({ F: file, UF: file }),
    }),
  );
  const catalog = context.catalog.getDict();
  catalog.set('AF', PdfArray.of(specification));
  catalog.set(
    'Names',
    PdfDict.of({ EmbeddedFiles: PdfDict.of({ Names: PdfArray.of(name, specification) }) }),
  );
}

/**
 * Turns Chromium's tagged print into an archival document: PDF/A-3a (ISO 19005-3) and PDF/UA-1
 * (ISO 14289-1), with a classic cross-reference table that a seal can be appended to.
 *
 * Same document, same data, same Chromium: same bytes.
 * @throws ArchiveFault with a reason a person can read when the print cannot be such a document.
 */
export async function archivePdf(print: Uint8Array, meta: ArchivalMeta): Promise<Uint8Array> {
  const document = await PDF.load(print);
  const { context } = document;
  readObjects(document, print);
  checkTags(context);
  const contents = readContents(document, meta.fonts);
  settleStructure(context, contents.decoration, settleAnnotations(context, meta.fields));
  contents.write();
  writeMetadata(context, meta);
  if (meta.data !== undefined) embedData(context, meta.data, meta.at);
  return writeArchival(context);
}
