/** The archivist: makes Chromium's tagged print a PDF/A-3a and PDF/UA-1 that is always the same. */
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { PDF, PdfArray, PdfDict, PdfName, PdfNumber, PdfStream, PdfString } from '@libpdf/core';
import type { ArchivalMeta, EmbeddedData } from '../ports.ts';
import { readContents } from './pdf-archive-content.ts';
import type { Context } from './pdf-archive-element.ts';
import { settleAnnotations } from './pdf-archive-fields.ts';
import { pdfDate, writeMetadata } from './pdf-archive-metadata.ts';
import { checkTags, settleStructure } from './pdf-archive-structure.ts';

/** Length of each half of the file identifier in bytes (ISO 32000-1, clause 14.4). */
const FILE_ID_BYTES = 16;

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

/** Writes the file with an identifier that follows from all of its other bytes. */
async function save(document: PDF): Promise<Uint8Array> {
  const none = PdfString.fromBytes(new Uint8Array(FILE_ID_BYTES));
  document.context.info.trailer.set('ID', PdfArray.of(none, none));
  // Some archives look for the metadata in the plain bytes; all else is compressed already.
  const bytes = await document.save({ compressStreams: false, useXRefStream: false });
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const id = createHash('sha256')
    .update(bytes)
    .digest('hex')
    .slice(0, FILE_ID_BYTES * 2);
  const placeholder = `<${'00'.repeat(FILE_ID_BYTES)}>`;
  // Both halves: nothing has changed since the file was made.
  for (let half = 0; half < 2; half += 1)
    file.write(`<${id}>`, file.lastIndexOf(placeholder), 'latin1');
  return bytes;
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
  checkTags(context);
  const contents = readContents(document, meta.fonts);
  settleStructure(context, contents.decoration, settleAnnotations(context, meta.fields));
  contents.write();
  writeMetadata(context, meta);
  if (meta.data !== undefined) embedData(context, meta.data, meta.at);
  document.upgradeVersion('1.7');
  return save(document);
}
