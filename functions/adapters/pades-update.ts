/** An incremental update: what is appended to a PDF whose own bytes stay as they are. */
import { PDF, PdfArray, PdfString } from '@libpdf/core';
import { sha256 } from './pades-cms.ts';
import type { Context } from './pades-objects.ts';
import { beginsWith } from './pades-room.ts';

/** Length of each half of the file identifier in bytes (ISO 32000-2, clause 14.4). */
const FILE_ID_BYTES = 16;

/** Where a linearized file has to say that it is one (ISO 32000-1, annex F.3.3). */
const LINEARIZED_WITHIN_BYTES = 1024;

/** What libpdf would answer with a rewrite; that a file is linearized it does not see itself. */
function blockerOf(document: PDF, pdf: Uint8Array): string | null {
  const head = Buffer.from(pdf.subarray(0, LINEARIZED_WITHIN_BYTES)).toString('latin1');
  return head.includes('/Linearized') ? 'linearized' : document.canSaveIncrementally();
}

/**
 * The time of an update that has none of its own: same bytes, same update, so that who checks one
 * can write it again and compare.
 */
export const NO_TIME = '';

/** Keeps the file's permanent identifier and derives the changing one, which libpdf would roll. */
function renewFileId(context: Context, pdf: Uint8Array, at: string): void {
  const { trailer } = context.info;
  const changing = sha256(Buffer.concat([pdf, Buffer.from(at)])).subarray(0, FILE_ID_BYTES);
  const permanent =
    trailer.getArray('ID')?.at(0) ?? PdfString.fromBytes(sha256(pdf).subarray(0, FILE_ID_BYTES));
  trailer.set('ID', PdfArray.of(permanent, PdfString.fromBytes(changing)));
}

/**
 * Appends what `change` does to the objects of a PDF.
 *
 * The new bytes begin with exactly `pdf`; same PDF, change and time (ISO 8601): same bytes.
 * @throws when the PDF is linearized or damaged: it could only be rewritten.
 */
export async function appendTo(
  pdf: Uint8Array,
  at: string,
  change: (context: Context) => void | Promise<void>,
): Promise<Uint8Array> {
  const document = await PDF.load(pdf);
  const blocker = blockerOf(document, pdf);
  if (blocker !== null) throw new Error(`The PDF cannot be extended without a rewrite: ${blocker}`);
  await change(document.context);
  renewFileId(document.context, pdf, at);
  const bytes = await document.save({ incremental: true });
  if (!beginsWith(bytes, pdf)) throw new Error('The update did not keep the bytes of the PDF.');
  return bytes;
}
