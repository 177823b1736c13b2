/** What a sealed file shows and carries, once its bytes are known to be those that were sealed. */
import { inflateSync } from 'node:zlib';
import { PDF, PdfArray, PdfDict, PdfRef, PdfStream } from '@libpdf/core';
import type { SealedField } from '../domain/verify-evidence.ts';
import type { Context } from './pades-objects.ts';

/** The largest file inside of a file that is unpacked. */
const MAX_ATTACHMENT_BYTES = 32 * 2 ** 20;

export type SealedContents = {
  /** By the name of the attached file. */
  readonly attachments: ReadonlyMap<string, Uint8Array>;
  /** By the name of the field. */
  readonly fields: ReadonlyMap<string, SealedField>;
};

function unpacked(stream: PdfStream): Uint8Array {
  if (!stream.has('Filter')) return stream.data;
  return inflateSync(stream.data, { maxOutputLength: MAX_ATTACHMENT_BYTES });
}

function attachmentsOf(context: Context): ReadonlyMap<string, Uint8Array> {
  const resolve = context.resolve.bind(context);
  const listed = context.catalog.getDict().getArray('AF', resolve)?.toArray() ?? [];
  const found = listed.flatMap((item): readonly (readonly [string, Uint8Array])[] => {
    const file = item instanceof PdfRef ? resolve(item) : item;
    if (!(file instanceof PdfDict)) return [];
    const stream = file.getDict('EF', resolve)?.get('F', resolve);
    const name = file.getString('F', resolve)?.asString();
    return stream instanceof PdfStream && name !== undefined ? [[name, unpacked(stream)]] : [];
  });
  if (new Set(found.map(([name]) => name)).size < found.length)
    throw new Error('two attached files have one name');
  return new Map(found);
}

/** Lays an appearance on the first page, in memory alone, so that libpdf reads its text. */
function textOf(document: PDF, appearance: PdfStream): string {
  const { context } = document;
  const resolve = context.resolve.bind(context);
  const page = document.getPage(0)?.dict;
  const resources = appearance.get('Resources', resolve);
  if (page === undefined || resources === undefined) return '';
  page.set('Resources', resources);
  page.set('Contents', PdfArray.of(context.register(appearance)));
  return (document.getPage(0)?.extractText().text ?? '').replace(/\s/g, '');
}

function fieldsOf(document: PDF): ReadonlyMap<string, SealedField> {
  const { context } = document;
  const resolve = context.resolve.bind(context);
  const fields = document.getForm()?.getSignatureFields() ?? [];
  return new Map(
    fields.map((field) => {
      const widget = field.acroField();
      const appearance = widget.getDict('AP', resolve)?.get('N', resolve);
      const label = widget.getString('TU', resolve)?.asString() ?? '';
      const shown = appearance instanceof PdfStream ? textOf(document, appearance) : '';
      return [field.name, { label, text: shown, isSigned: field.isSigned() }] as const;
    }),
  );
}

/**
 * Reads attachments and fields of a file as it was sealed.
 *
 * libpdf never ends on some damaged files. That a signature holds over these bytes keeps accidents
 * away, but not who signs such a file on purpose: unless the certificate is trusted, call it where it
 * can be ended.
 * @param revision all bytes up to the end of the seal's range.
 * @throws when the file is not built as ours are.
 */
export async function sealedContents(revision: Uint8Array): Promise<SealedContents> {
  const document = await PDF.load(revision);
  if (document.recoveredViaBruteForce) throw new Error('the structure of the PDF is broken');
  return { attachments: attachmentsOf(document.context), fields: fieldsOf(document) };
}
