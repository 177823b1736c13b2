/** The archivist: makes Chromium's tagged print a PDF/A-3a and PDF/UA-1 that is always the same. */
import { createHash } from 'node:crypto';
import { unescape as decoded } from 'node:querystring';
import { deflateSync } from 'node:zlib';
import {
  PDF,
  PdfArray,
  PdfDict,
  PdfName,
  PdfNumber,
  PdfRef,
  PdfStream,
  PdfString,
} from '@libpdf/core';
import { readContents } from './pdf-archive-content.ts';
import { ArchiveFault, type Context, dictAt } from './pdf-archive-element.ts';
import { type ArchiveMeta, pdfDate, writeMetadata } from './pdf-archive-metadata.ts';
import { checkTags, settleStructure } from './pdf-archive-structure.ts';

/** The data that a document was printed from, kept in its file. */
type EmbeddedData = {
  /** JSON in UTF-8. */
  readonly bytes: Uint8Array;
  /** Name of its schema, which names the file too: letters, digits and hyphens. */
  readonly schema: string;
  readonly version: number;
};

/** A link to there is the place of a signature: the path names the field, the fragment labels it. */
const SIGNATURE_LINK = 'https://sig.invalid/';

/** A dot would make the field a child of another one (ISO 32000-1, clause 12.7.3.2). */
const FIELD_NAME = /^[^./]{1,64}$/;

/** Annotation flag Print (ISO 32000-1, table 165). */
const PRINT = 4;

/** Length of each half of the file identifier in bytes (ISO 32000-1, clause 14.4). */
const FILE_ID_BYTES = 16;

/** An appearance of the size of `rect` that shows nothing: a field must have one. */
function emptyAppearance(rect: PdfArray): PdfStream {
  const [left = 0, bottom = 0, right = 0, top = 0] = [...rect].map((side) =>
    side instanceof PdfNumber ? side.value : 0,
  );
  const box = [0, 0, right - left, top - bottom].map((side) => PdfNumber.of(side));
  return PdfStream.fromDict({
    Type: PdfName.of('XObject'),
    Subtype: PdfName.of('Form'),
    BBox: PdfArray.of(...box),
  });
}

/** Turns a link into an unsigned signature field of the same place and size. @returns its name. */
function makeField(context: Context, link: PdfDict, target: string): string {
  const { pathname, hash } = new URL(target);
  const [name = '', label = ''] = [pathname, hash].map((part) => decoded(part.slice(1)));
  if (!FIELD_NAME.test(name)) throw new ArchiveFault(`a signature cannot be named "${name}"`);
  const appearance = emptyAppearance(link.getArray('Rect') ?? new PdfArray());
  for (const key of ['A', 'Border']) link.delete(key);
  link.set('Subtype', PdfName.of('Widget'));
  link.set('FT', PdfName.of('Sig'));
  link.set('T', PdfString.fromString(name));
  link.set('TU', PdfString.fromString(label === '' ? name : label));
  link.set('F', PdfNumber.of(PRINT));
  link.set('AP', PdfDict.of({ N: context.register(appearance) }));
  return name;
}

/**
 * Makes fields of the links to signatures, and lets the others say where they lead, for those who
 * only have the annotation (ISO 14289-1, clause 7.18.5).
 *
 * @returns the annotations of all pages.
 */
function settleAnnotations(context: Context): readonly PdfRef[] {
  const resolve = context.resolve.bind(context);
  const fields = new Map<string, PdfRef>();
  const annotations = context.pages
    .getPages()
    .flatMap((page) => dictAt(context, page).getArray('Annots', resolve)?.toArray() ?? [])
    .filter((annotation) => annotation instanceof PdfRef);
  for (const ref of annotations) {
    const link = dictAt(context, ref);
    const uri = link.getDict('A', resolve)?.getString('URI')?.asString();
    const target = uri ?? link.getName('Dest')?.value ?? '';
    if (target.startsWith(SIGNATURE_LINK)) {
      const name = makeField(context, link, target);
      if (fields.has(name))
        throw new ArchiveFault(`the place of the signature "${name}" is broken up, or named twice`);
      fields.set(name, ref);
    } else link.set('Contents', PdfString.fromString(target));
  }
  if (fields.size > 0)
    context.catalog
      .getDict()
      .set('AcroForm', PdfDict.of({ Fields: PdfArray.of(...fields.values()) }));
  return annotations;
}

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
export async function archivePdf(
  print: Uint8Array,
  meta: ArchiveMeta & {
    /** PostScript names, without style, of the fonts that the document brings along. */
    readonly fonts: readonly string[];
    readonly data?: EmbeddedData;
  },
): Promise<Uint8Array> {
  const document = await PDF.load(print);
  const { context } = document;
  checkTags(context);
  const contents = readContents(document, meta.fonts);
  settleStructure(context, contents.decoration, settleAnnotations(context));
  contents.write();
  writeMetadata(context, meta);
  if (meta.data !== undefined) embedData(context, meta.data, meta.at);
  document.upgradeVersion('1.7');
  return save(document);
}
