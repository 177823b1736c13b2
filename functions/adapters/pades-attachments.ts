/** Files put inside a PDF beside the data it carries already, each associated with the document. */
import { createHash } from 'node:crypto';
import { constants, deflateSync } from 'node:zlib';
import {
  PdfArray,
  PdfDict,
  PdfName,
  PdfNumber,
  type PdfObject,
  type PdfRef,
  PdfStream,
  PdfString,
} from '@libpdf/core';
import type { Attachment } from '../ports-seal.ts';
import { arrayIn, type Context, dictIn, pdfDate, text } from './pades-objects.ts';

/** Takes 60 % of the usual time; an evidence sheet, which is packed already, becomes 3 % longer. */
const PACKED_FAST = { level: constants.Z_BEST_SPEED } as const;

type Named = readonly [name: PdfString, specification: PdfObject];

/** @returns the file specification (ISO 19005-3, clause 6.8 and annex E). */
function embed(context: Context, attachment: Attachment, at: string): PdfRef {
  const { bytes } = attachment;
  const params = PdfDict.of({
    Size: PdfNumber.of(bytes.length),
    ModDate: pdfDate(at),
    CheckSum: PdfString.fromBytes(createHash('md5').update(bytes).digest()),
  });
  const entries = {
    Type: PdfName.of('EmbeddedFile'),
    Subtype: PdfName.of(attachment.mediaType),
    Filter: PdfName.of('FlateDecode'),
    Params: params,
  };
  const file = context.register(PdfStream.fromDict(entries, deflateSync(bytes, PACKED_FAST)));
  const name = PdfString.fromString(attachment.name);
  return context.register(
    PdfDict.of({
      Type: PdfName.of('Filespec'),
      F: name,
      UF: name,
      Desc: text(attachment.description),
      AFRelationship: PdfName.of(attachment.relationship),
      EF: PdfDict.of({ F: file, UF: file }),
    }),
  );
}

/** What a leaf of a name tree lists: names and values in turn. */
function namedIn(names: PdfArray): readonly Named[] {
  const items = names.toArray();
  return items.flatMap((name, index): readonly Named[] => {
    const value = items[index + 1];
    return index % 2 === 0 && name instanceof PdfString && value !== undefined
      ? [[name, value]]
      : [];
  });
}

/** Name trees are in the order of their bytes (ISO 32000-1, clause 7.9.6). */
const byName = ([a]: Named, [b]: Named): number => Buffer.compare(a.bytes, b.bytes);

/**
 * Attaches files to the document as a whole; what is attached already stays.
 *
 * @param at ISO 8601 UTC, the time of the files.
 * @throws when a file of that name is attached already, or the names are kept in several leaves.
 */
export function attachFiles(
  context: Context,
  attachments: readonly Attachment[],
  at: string,
): void {
  if (attachments.length === 0) return;
  const catalog = context.catalog.getDict();
  const tree = dictIn(context, dictIn(context, catalog, 'Names'), 'EmbeddedFiles');
  if (tree.has('Kids')) throw new Error('The PDF keeps its attachments in a tree of names.');
  const named = [...namedIn(arrayIn(context, tree, 'Names'))];
  const associated = arrayIn(context, catalog, 'AF');
  for (const attachment of attachments) {
    if (named.some(([name]) => name.asString() === attachment.name))
      throw new Error(`The PDF has an attachment "${attachment.name}" already.`);
    const specification = embed(context, attachment, at);
    named.push([PdfString.fromString(attachment.name), specification]);
    associated.push(specification);
  }
  tree.set('Names', PdfArray.of(...named.toSorted(byName).flat()));
}
